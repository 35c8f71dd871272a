import { createHash } from 'node:crypto'
import { chmodSync, closeSync, existsSync, fsyncSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import type { Deployment } from '../../chain/deployment.ts'
import type { Hex } from '../../domain/fields.ts'
import { Problem } from '../../domain/problem.ts'
import { writeWhole } from '../../files/write-whole.ts'
import { toHex } from './keys/bytes.ts'
import { guarded, openForReading } from './open-file.ts'
import { readPosition } from './position.ts'

/** A copy of an index as it stood at one block. `sha256` of its octets stands beside it, in `FILE.sha256`, as `sha256sum -c` takes it. */
export type Snapshot = {
  readonly file: string
  readonly sha256: Hex
  readonly size_bytes: number
  readonly block: number
  readonly hash: Hex
  readonly keys: number
}

export const digestFile = (file: string) => `${file}.sha256`

/**
 * Copies an index, also while it is written to: the copy is of one state, without gaps, and mode 0600. Its digest is there before it is.
 * @throws Problem `invalid_input`, `file_exists`, `file_unwritable`, `index_empty`, `index_damaged`, …
 */
export function takeSnapshot(file: string, deployment: Deployment, target: string): Snapshot {
  if (basename(target) === '') throw new Problem('invalid_input', { field: 'snapshot', detail: 'the copy has no name: give it one' })
  for (const path of [target, digestFile(target)]) {
    if (existsSync(path)) throw new Problem('file_exists', { field: 'snapshot', detail: `${path} is there already` })
  }
  const draft = `${target}.${process.pid}.part`
  const database = openForReading(file, deployment)
  try {
    closeSync(orUnwritable(draft, () => openSync(draft, 'wx', 0o600)))
    guarded(draft, () => database.prepare('VACUUM INTO ?').run(draft))
    const described = describe(draft, target, deployment)
    writeWhole(digestFile(target), `${described.sha256.slice(2)}  ${basename(target)}\n`, 0o600)
    orUnwritable(target, () => {
      sync(draft)
      renameSync(draft, target)
    })
    return described
  } finally {
    database.close()
    rmSync(draft, { force: true })
  }
}

/** What a copy holds, of the copy itself. */
export function describe(file: string, name: string, deployment: Deployment): Snapshot {
  const database = openForReading(file, deployment)
  try {
    const row = guarded(file, readPosition(database))
    if (row === undefined) throw new Problem('index_empty', { detail: `nothing stands in ${file} yet` })
    const { block, hash, keys } = row
    return { file: name, sha256: digestOf(file), size_bytes: statSync(file).size, block, hash: toHex(hash), keys }
  } finally {
    database.close()
  }
}

/** SHA-256 of a file of any length. */
export function digestOf(path: string): Hex {
  const digest = createHash('sha256')
  const part = Buffer.alloc(2 ** 20)
  const file = openSync(path, 'r')
  try {
    for (let length = readSync(file, part); length > 0; length = readSync(file, part)) digest.update(part.subarray(0, length))
  } finally {
    closeSync(file)
  }
  return `0x${digest.digest('hex')}`
}

/** Has it written out, readable by its owner alone. */
export function sync(path: string): void {
  chmodSync(path, 0o600)
  const file = openSync(path, 'r+')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

export function orUnwritable<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new Problem('file_unwritable', { field: 'snapshot', detail: `${path}: ${(error as Error).message}`, cause: error })
  }
}
