import { existsSync, renameSync } from 'node:fs'
import { Problem } from '../../domain/problem.ts'

/** Gives the index another name, with what SQLite keeps beside it, so that a new one can be made; nothing is deleted. */
export function setAside(file: string, why: 'damaged' | 'forked', now = new Date()): string {
  const name = `${file}.${why}-${now.toISOString().replaceAll(/[-:]|\.\d+/g, '')}`
  try {
    for (const part of ['-wal', '-shm', '']) if (existsSync(file + part)) renameSync(file + part, name + part)
  } catch (error) {
    throw new Problem('index_unusable', { detail: `${file} cannot be set aside: ${(error as Error).message}`, cause: error })
  }
  return name
}
