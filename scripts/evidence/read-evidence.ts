import { parseEvidence, type EvidenceFile } from '../../src/domain/evidence/parse-evidence.ts'
import { Problem } from '../../src/domain/problem.ts'
import { readInputFile } from '../read-input-file.ts'

/** @throws Problem `file_unreadable`, `invalid_input` that names file and path */
export function readEvidence(file: string): EvidenceFile {
  try {
    return parseEvidence(readInputFile(file))
  } catch (cause) {
    if (!(cause instanceof Problem) || cause.code !== 'invalid_input') throw cause
    const path = cause.field === undefined ? '' : `${cause.field}: `
    throw new Problem('invalid_input', { field: file, detail: `${path}${cause.message}`, cause })
  }
}
