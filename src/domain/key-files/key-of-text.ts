import { Problem } from '../problem.ts'
import { fromBase64 } from './base64.ts'
import { keyOfDer } from './found-key.ts'
import type { DerSource, FoundKey } from './found-key.ts'
import { keysOfPem } from './keys-of-pem.ts'

/** The one key that a text of base64 or PEM holds, as fields of JSON and CSV give it. @throws Problem invalid_key and others */
export function keyOfText(text: string, source: DerSource, position = ''): FoundKey {
  if (!text.includes('-----BEGIN ')) return keyOfDer(fromBase64(text), position, source)
  const [key, ...others] = keysOfPem(text)
  if (key === undefined || others.length > 0)
    throw new Problem('invalid_key', { detail: `holds ${others.length + 1} PEM blocks instead of one` })
  if (key.source !== source) throw new Problem('invalid_key', { detail: `is a ${key.source}, not a ${source}` })
  return { ...key, position }
}
