import { createHash } from 'node:crypto'
import type { Hex } from '../fields.ts'
import { parseInput, parseJson } from '../parse-input.ts'
import { evidence, type Evidence } from './evidence.ts'

/** A file of evidence: what it says, and the SHA-256 of its bytes, which is the assessment's `reference`. */
export type EvidenceFile = { readonly evidence: Evidence; readonly sha256: Hex }

/** @throws Problem invalid_input, with every fault and its path */
export function parseEvidence(bytes: Uint8Array): EvidenceFile {
  const text = new TextDecoder().decode(bytes)
  const sha256 = `0x${createHash('sha256').update(bytes).digest('hex')}` as const
  return { evidence: parseInput(evidence, parseJson(text)), sha256 }
}
