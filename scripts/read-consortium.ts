import type { Consortium } from '../src/domain/consortium.ts'
import { parseConsortium } from '../src/domain/consortium/parse-consortium.ts'
import { Problem } from '../src/domain/problem.ts'
import { readInputFile } from './read-input-file.ts'

/** Reads a consortium's description, and checks all of it. @throws Problem `file_unreadable`, `invalid_configuration` */
export function readConsortium(file: string): Consortium {
  const text = readInputFile(file).toString('utf8')
  try {
    return parseConsortium(text)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const { code, field, message } = error
    throw new Problem(code, { detail: `${file}: ${field === undefined ? '' : `${field}: `}${message}`, cause: error })
  }
}
