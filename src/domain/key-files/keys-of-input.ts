import type { Hex } from '../fields.ts'
import type { DecisionRequest } from '../inputs/decision.ts'
import type { CreateKeysInput } from '../inputs/keys.ts'
import type { FoundKey } from './found-key.ts'
import { keyOfText } from './key-of-text.ts'
import { readEach } from './read-each.ts'

/** The keys that a request names, each once, in its order. @throws Problem that names the item at fault, such as `csrs[3]` */
export function keysOfInput({ key_ids, public_keys, csrs }: CreateKeysInput): FoundKey[] {
  const keys = [
    ...(key_ids ?? []).map(keyOfId),
    ...keysOfTexts(public_keys ?? [], 'public_key', 'public_keys'),
    ...keysOfTexts(csrs ?? [], 'csr', 'csrs'),
  ]
  return Array.from(new Map(keys.map((key) => [key.key_id, key])).values())
}

/** The key id that a request for a decision means. @throws Problem */
export function keyIdOfRequest({ key_id, public_key, certificate, csr }: DecisionRequest): Hex {
  if (key_id !== undefined) return key_id as Hex
  const fields = [
    ['public_key', public_key],
    ['certificate', certificate],
    ['csr', csr],
  ] as const
  const given = fields.flatMap(([source, text]) => (text === undefined ? [] : [{ source, text }]))
  const [key] = readEach(
    given,
    ({ source }) => source,
    ({ source, text }) => keyOfText(text, source),
  )
  if (key === undefined) throw new RangeError('the request names no key')
  return key.key_id
}

function keysOfTexts(texts: readonly string[], source: 'public_key' | 'csr', field: string): FoundKey[] {
  return readEach(
    texts.map((text, index) => ({ text, position: `${field}[${index}]` })),
    ({ position }) => position,
    ({ text, position }) => keyOfText(text, source, position),
  )
}

function keyOfId(keyId: string, index: number): FoundKey {
  return {
    key_id: keyId as Hex,
    spki: null,
    source: 'key_id',
    position: `key_ids[${index}]`,
    proof_of_possession: false,
    certificate_authority: false,
  }
}
