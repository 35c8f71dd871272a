import { Problem } from '../problem.ts'
import { collectKeys } from './collect-keys.ts'
import { keyOfDer } from './found-key.ts'
import type { DerSource, FoundKey } from './found-key.ts'
import { readInto } from './key-sink.ts'
import type { KeySink } from './key-sink.ts'
import { createPemReader, derOfBlock } from './pem.ts'
import type { PemBlock } from './pem.ts'

/** RFC 7468 and, for the older labels, what openssl writes and reads. */
const sources: Readonly<Record<string, DerSource>> = {
  'PUBLIC KEY': 'public_key',
  CERTIFICATE: 'certificate',
  'X509 CERTIFICATE': 'certificate',
  'CERTIFICATE REQUEST': 'csr',
  'NEW CERTIFICATE REQUEST': 'csr',
}

/** The keys of a PEM bundle, in its order. @throws Problem that names every block at fault by its number and line */
export function keysOfPem(text: string): FoundKey[] {
  return collectKeys((sink) => {
    const reader = createPemKeyReader(sink)
    reader.push(text)
    reader.end()
  })
}

/** The keys of a PEM bundle of any length. @throws Problem for a text without a block */
export async function streamPem(text: AsyncIterable<string>, sink: KeySink): Promise<void> {
  const reader = createPemKeyReader(sink)
  for await (const part of text) reader.push(part)
  reader.end()
}

function createPemKeyReader(sink: KeySink) {
  let met = false
  const reader = createPemReader({
    block: (block) => {
      if (block.label === 'EC PARAMETERS') return
      met = true
      const position = `block ${block.number}, line ${block.line}`
      readInto(sink, position, () => keyOfBlock(block, position))
    },
    fault: (problem) => {
      met = true
      sink.fault(problem.field ?? '', problem)
    },
  })
  return {
    push: reader.push,
    end(): void {
      reader.end()
      if (!met) throw new Problem('pem_malformed', { detail: 'holds no PEM block of a public key, CSR or certificate' })
    },
  }
}

function keyOfBlock(block: PemBlock, position: string): FoundKey {
  const source = sources[block.label]
  if (source !== undefined) return keyOfDer(derOfBlock(block), position, source)
  if (block.label.endsWith('PRIVATE KEY')) throw new Problem('private_key_given', { detail: `is a private key (${block.label})` })
  throw new Problem('pem_malformed', { detail: `is a ${block.label}, not one of ${Object.keys(sources).join(', ')}` })
}
