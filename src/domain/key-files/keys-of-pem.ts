import { Problem } from '../problem.ts'
import { keyOfDer } from './found-key.ts'
import type { DerSource, FoundKey } from './found-key.ts'
import { derOfBlock, pemBlocks } from './pem.ts'
import type { PemBlock } from './pem.ts'
import { readEach } from './read-each.ts'

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
  const blocks = pemBlocks(text).filter(({ label }) => label !== 'EC PARAMETERS')
  if (blocks.length === 0) throw new Problem('pem_malformed', { detail: 'holds no PEM block of a public key, CSR or certificate' })
  return readEach(blocks, placeOf, keyOfBlock)
}

function keyOfBlock(block: PemBlock): FoundKey {
  const source = sources[block.label]
  if (source !== undefined) return keyOfDer(derOfBlock(block), placeOf(block), source)
  if (block.label.endsWith('PRIVATE KEY')) throw new Problem('private_key_given', { detail: `is a ${block.label}` })
  throw new Problem('pem_malformed', { detail: `is a ${block.label}, not one of ${Object.keys(sources).join(', ')}` })
}

function placeOf({ number, line }: PemBlock): string {
  return `block ${number}, line ${line}`
}
