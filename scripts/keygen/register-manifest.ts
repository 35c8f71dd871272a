import { keyListOf } from '../../src/domain/key-files/key-list.ts'
import type { Hex } from '../../src/domain/fields.ts'
import type { CheckedFiles } from '../../src/keygen/manifest/check-batch.ts'
import { openSeenManifests } from '../../src/keygen/manifest/seen-manifests.ts'
import type { VerifiedManifest } from '../../src/keygen/manifest/verify-manifest.ts'
import { registerList, type ListRegistration, type RegisteredList } from '../keys/register-list.ts'
import type { ActingTogether } from '../registry-command.ts'

export type ManifestRegistration = Pick<ListRegistration, 'lotId' | 'receipts' | 'output'> & {
  readonly verified: VerifiedManifest & { readonly files: CheckedFiles }
  /** Record of the manifests seen so far. */
  readonly seen: string
}

export type RegisteredManifest = RegisteredList & {
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
export async function registerManifest(acting: ActingTogether, registration: ManifestRegistration): Promise<RegisteredManifest> {
  const { verified, lotId, receipts, output } = registration
  const { manifest, sha256, files } = verified
  const seen = openSeenManifests(registration.seen)
  let repeated: boolean
  try {
    repeated = !seen.take(verified)
  } finally {
    seen.close()
  }
  const keyIds = manifest.keys.map(({ key_id }) => key_id as Hex)
  const list = { processId: manifest.process_id, lotId, keys: keyListOf(keyIds, true), receipts, output }
  const result = await registerList(acting, list)
  return { ...result, appliance_id: manifest.appliance_id, counter: manifest.counter, sha256, repeated, checked_files: files }
}
