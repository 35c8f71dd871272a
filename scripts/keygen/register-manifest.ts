import { registerKeys, type Registered } from '../../src/chain/register-keys.ts'
import type { Hex } from '../../src/domain/fields.ts'
import type { CheckedFiles } from '../../src/keygen/manifest/check-batch.ts'
import { openSeenManifests } from '../../src/keygen/manifest/seen-manifests.ts'
import type { VerifiedManifest } from '../../src/keygen/manifest/verify-manifest.ts'
import { startProgress } from '../progress.ts'
import type { Acting } from '../registry-command.ts'

export type ManifestRegistration = {
  readonly verified: VerifiedManifest & { readonly files: CheckedFiles }
  /** Record of the manifests seen so far. */
  readonly seen: string
  readonly lotId: string | undefined
}

export type RegisteredManifest = Registered & {
  readonly appliance_id: string
  readonly counter: number
  readonly sha256: string
  /** Whether this machine had this very manifest before. */
  readonly repeated: boolean
  readonly checked_files: CheckedFiles
}

/**
 * Registers the keys of a manifest, which its signature proves that the appliance held. It is taken down as seen before anything is sent, so that
 * after an interruption another manifest cannot take its place.
 * @throws Problem manifest_gap, manifest_repeated, manifest_chain, and what the registry refuses
 */
export async function registerManifest({ registry, sender }: Acting, registration: ManifestRegistration): Promise<RegisteredManifest> {
  const { manifest, sha256, files } = registration.verified
  const seen = openSeenManifests(registration.seen)
  let repeated: boolean
  try {
    repeated = !seen.take(registration.verified)
  } finally {
    seen.close()
  }
  const progress = startProgress(manifest.keys.length, 'keys')
  try {
    const result = await registerKeys(registry, sender, {
      processId: manifest.process_id,
      lotId: registration.lotId,
      keyIds: manifest.keys.map(({ key_id }) => key_id as Hex),
      onProgress: (done) => progress.update(done),
    })
    return { ...result, appliance_id: manifest.appliance_id, counter: manifest.counter, sha256, repeated, checked_files: files }
  } finally {
    progress.stop()
  }
}
