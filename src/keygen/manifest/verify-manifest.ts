import { createPublicKey, hash, verify } from 'node:crypto'
import type { Hex } from '../../domain/fields.ts'
import { keyIdOf } from '../../domain/key-id.ts'
import { Problem } from '../../domain/problem.ts'
import { decodeManifest } from './key-manifest.ts'
import type { KeyManifest } from './key-manifest.ts'

export type VerifiedManifest = { readonly manifest: KeyManifest; readonly sha256: Hex }

/**
 * The manifest, once its signature stands: ECDSA with SHA-256 over its octets, as `openssl dgst -sha256 -verify` checks it.
 * @param signature DER Ecdsa-Sig-Value (RFC 3279, 2.2.3)
 * @param applianceSpki DER SubjectPublicKeyInfo of the appliance that is trusted
 * @throws Problem manifest_signature, manifest_malformed
 */
export function verifyManifest(bytes: Uint8Array, signature: Uint8Array, applianceSpki: Uint8Array): VerifiedManifest {
  const appliance = keyIdOf(applianceSpki)
  if (!isSigned(bytes, signature, applianceSpki)) {
    throw new Problem('manifest_signature', { detail: `it does not bear a signature of the appliance ${appliance}` })
  }
  const manifest = decodeManifest(bytes)
  if (manifest.appliance_id !== appliance) {
    throw new Problem('manifest_signature', { detail: `it names the appliance ${manifest.appliance_id}, and ${appliance} signed it` })
  }
  return { manifest, sha256: sha256Of(bytes) }
}

/** As manifests name files. */
export function sha256Of(bytes: Uint8Array): Hex {
  return `0x${hash('sha256', bytes, 'hex')}`
}

function isSigned(bytes: Uint8Array, signature: Uint8Array, spki: Uint8Array): boolean {
  const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') return false
  try {
    return verify('sha256', bytes, key, signature)
  } catch {
    return false
  }
}
