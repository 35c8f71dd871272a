import { wrapKey } from '../cms/wrap-key.ts'
import type { EntropySource } from '../entropy/entropy-source.ts'
import { withNewKey } from '../entropy/new-key.ts'
import type { KeyMaker } from './ports.ts'

/** Keys of an entropy source, each wrapped before its buffer is zeroed. */
export function makeKeyFrom(source: EntropySource): KeyMaker {
  return async (recipient) => withNewKey(source, ({ pkcs8, spki }) => ({ cms: wrapKey(pkcs8, recipient), publicKey: Buffer.from(spki) }))
}
