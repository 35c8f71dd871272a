import { basename, join, resolve } from 'node:path'
import { toTime, type Hex } from '../../domain/fields.ts'
import { Problem } from '../../domain/problem.ts'
import type { Token } from '../../pkcs11/open-token.ts'
import { noiseAndOperatingSystem, operatingSystem } from '../entropy/entropy-source.ts'
import { releaseSpentKeys } from '../entropy/release-spent-keys.ts'
import { encodeManifest } from '../manifest/key-manifest.ts'
import type { KeyManifest, MadeKey } from '../manifest/key-manifest.ts'
import { sha256Of } from '../manifest/verify-manifest.ts'
import { createBatchFolder, publishFolder } from './batch-folder.ts'
import type { BatchFolder } from './batch-folder.ts'
import { unnamed } from './certification-request.ts'
import { reportedEntropy, type Entropy } from './configuration.ts'
import { makeTokenKey, makeWrappedKey } from './key-maker.ts'
import type { KeyOrder } from './key-maker.ts'
import type { Batch, SignedBatch } from './ledger.ts'
import type { Appliance } from './open-appliance.ts'

/** What a batch is to hold: keys wrapped one by one, or so many that stay in the appliance's token. */
export type BatchOrder = {
  readonly processId: string
  readonly keys: readonly KeyOrder[] | { readonly inToken: number; readonly csr: boolean }
  /** The folder in which the batch's own is made. */
  readonly out: string
  /** Milliseconds since 1970. */
  readonly now: number
  /** Told how many keys are made. */
  readonly onProgress?: (made: number) => void
}

export const manifestFile = 'manifest.json'
export const signatureFile = 'manifest.json.sig'

/**
 * Makes a batch: its keys, its manifest and signature, in a folder that has its name only when all of it is on the disk. The number is used from
 * the moment that the ledger has the manifest; a call that is interrupted before leaves nothing that counts, behind it `finishBatch` goes on.
 * @throws Problem noise_source_failed, file_exists, file_unwritable, pkcs11_failed, appliance_ledger_unusable
 */
export function makeBatch(appliance: Appliance, order: BatchOrder): Batch {
  finishBatch(appliance)
  const { configuration, ledger } = appliance
  const before = ledger.last()
  const counter = (before?.counter ?? 0) + 1
  const name = `${configuration.appliance_id.slice(2, 10)}-${String(counter).padStart(6, '0')}`
  const out = resolve(order.out)
  const [temporary, folder] = [join(out, `.${name}.part`), join(out, name)]
  const files = createBatchFolder(temporary, folder)
  try {
    const batch = signBatch(appliance, order, { counter, previous: before?.sha256 ?? null, temporary, folder, files })
    ledger.add(batch)
  } catch (error) {
    files.remove()
    throw error
  }
  return finishBatch(appliance) as Batch
}

type Place = {
  readonly counter: number
  readonly previous: Hex | null
  readonly temporary: string
  readonly folder: string
  readonly files: BatchFolder
}

/** Writes a whole batch under its temporary name. */
function signBatch({ configuration, key, token }: Appliance, order: BatchOrder, place: Place): SignedBatch {
  const { counter, previous, temporary, folder, files } = place
  const entropy = reportedEntropy(configuration.entropy, 'inToken' in order.keys)
  const keys = makeKeys(configuration.entropy, token, order, basename(folder), files)
  const manifest: KeyManifest = {
    type: 'derkey-key-manifest',
    version: 1,
    appliance_id: configuration.appliance_id,
    counter,
    previous_manifest: previous,
    process_id: order.processId,
    entropy_source: entropy.source,
    entropy_certificate: entropy.certificate,
    made_at: toTime(Math.floor(order.now / 1000)),
    keys,
  }
  const bytes = encodeManifest(manifest)
  const signature = key.sign(bytes)
  files.write(manifestFile, bytes)
  files.write(signatureFile, signature)
  files.sync()

  const { process_id, made_at } = manifest
  return {
    counter,
    sha256: sha256Of(bytes),
    process_id,
    keys: keys.length,
    made_at,
    temporary,
    folder,
    state: 'signed',
    manifest: bytes,
    signature,
  }
}

/**
 * Ends what an interruption left: a batch whose number is used and whose folder has its temporary name still.
 * @returns that batch, `lost` where its folder is gone; undefined where nothing was left
 */
export function finishBatch({ ledger }: Appliance): Batch | undefined {
  const batch = ledger.last()
  if (batch === undefined || batch.state !== 'signed') return undefined
  const state = publishFolder(batch.temporary, batch.folder) ? 'published' : 'lost'
  ledger.become(batch.counter, state)
  return { ...batch, state }
}

function makeKeys({ noise }: Entropy, token: Token | undefined, order: BatchOrder, name: string, files: BatchFolder): MadeKey[] {
  const { keys, onProgress } = order
  if ('inToken' in keys) {
    if (token === undefined) throw new Problem('invalid_input', { field: 'token', detail: 'this appliance has no token' })
    return Array.from({ length: keys.inToken }, (_, index) => {
      const made = makeTokenKey(token, `${name} ${index + 1}`, keys.csr ? unnamed : undefined, files)
      onProgress?.(index + 1)
      return made
    })
  }
  const source = noise === null ? operatingSystem : noiseAndOperatingSystem({ file: noise.file, minEntropy: noise.min_entropy })
  try {
    return keys.map((order, index) => {
      const made = makeWrappedKey(source, order, files)
      onProgress?.(index + 1)
      return made
    })
  } finally {
    source.close()
    releaseSpentKeys()
  }
}
