import type { FoundKey } from './found-key.ts'

/**
 * Tells the CAs' certificates that stand behind a device's in a bundle, as TLS and `derkey ca issue` hand them out, from keys that are meant: a CA's
 * certificate by itself is. Takes the keys of one file in their order.
 */
export function createBehindADevice(): (key: FoundKey) => boolean {
  let behind = false
  return ({ source, certificate_authority: isAuthority, position }) => {
    const inBundle = source === 'certificate' && position.startsWith('block ')
    behind = inBundle && (!isAuthority || behind)
    return behind && isAuthority
  }
}
