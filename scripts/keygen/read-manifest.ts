import { existsSync, openSync, closeSync, readSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Problem } from '../../src/domain/problem.ts'
import { checkBatch, type CheckedFiles } from '../../src/keygen/manifest/check-batch.ts'
import { verifyManifest, type VerifiedManifest } from '../../src/keygen/manifest/verify-manifest.ts'
import { readInputFile } from '../read-input-file.ts'
import { readKeyFile } from '../read-key-files.ts'
import { readRecipients } from './read-recipients.ts'

/** A manifest of 100,000 keys with requests has some 60 megabytes. */
const largestManifest = 128 * 1_048_576

/** The manifest that `path` is, or that the folder of a batch holds; undefined where it is something else. */
export function manifestAt(path: string): string | undefined {
  if (!existsSync(path)) return undefined
  const beside = join(path, 'manifest.json')
  const entry = statSync(path)
  if (entry.isDirectory()) return existsSync(beside) ? beside : undefined
  // what is read from a pipe does not come again
  if (!entry.isFile()) return undefined
  const file = openSync(path, 'r')
  try {
    const first = Buffer.alloc(1)
    readSync(file, first)
    return first.toString() === '{' ? path : undefined
  } finally {
    closeSync(file)
  }
}

export type ManifestOptions = {
  /** File of the appliance's public key. */
  readonly appliance?: string | undefined
  /** Certificates that keys may be wrapped for: a file, or a folder of them. */
  readonly recipient?: string | undefined
  readonly process: string | undefined
}

/**
 * A manifest that is signed by the pinned appliance, for the wanted process and recipients, and whose files, where they lie beside it, are those
 * that it names.
 * @throws Problem
 */
export function readManifest(
  path: string,
  { appliance, recipient, process }: ManifestOptions,
): VerifiedManifest & { readonly files: CheckedFiles } {
  if (appliance === undefined)
    throw new Problem('manifest_unpinned', { field: 'appliance', detail: `${path} is a manifest, and no --appliance is given` })
  const [key, other] = readKeyFile(appliance)
  if (key === undefined || key.spki === null || other !== undefined) {
    throw new Problem('manifest_unpinned', { field: appliance, detail: 'holds no public key, or more than one' })
  }
  const verified = verifyManifest(readInputFile(path, largestManifest), readInputFile(`${path}.sig`), key.spki)
  const { manifest } = verified
  if (process !== undefined && process !== manifest.process_id) {
    throw new Problem('manifest_process', {
      field: 'process',
      detail: `it is of keys under process ${manifest.process_id}, not ${process}`,
    })
  }
  const recipients = recipient === undefined ? undefined : readRecipients(recipient).recipients.map(({ certificate }) => certificate)
  const folder = dirname(path)
  const read = (file: string) => (existsSync(join(folder, file)) ? readInputFile(join(folder, file)) : undefined)
  return { ...verified, files: checkBatch(manifest, { read, recipients }) }
}
