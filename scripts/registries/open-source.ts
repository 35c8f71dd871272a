import { readFileSync } from 'node:fs'
import { deploymentCheck, isAway } from '../../src/chain/checked-deployment.ts'
import { createClient } from '../../src/chain/client.ts'
import { readDeployment } from '../../src/chain/deployment.ts'
import { createChainSource } from '../../src/chain/key-status-source.ts'
import { registryNameOf, registryOf } from '../../src/chain/registry.ts'
import { readSecretLine } from '../../src/chain/secret-file.ts'
import type { KeyStatusSource } from '../../src/domain/key-status-source.ts'
import { Problem, type ProblemCode } from '../../src/domain/problem.ts'
import type { RegistryPlace } from '../../src/domain/registry-place.ts'
import { createOracleSource } from '../../src/oracle-client/create-oracle-source.ts'
import { readRegistryName } from '../../src/oracle-client/read-registry-name.ts'
import { openIndexReader } from '../../src/oracle/index/open-index.ts'
import { requireFresh } from '../../src/oracle/on-index/fresh.ts'
import { createIndexSource } from '../../src/oracle/on-index/key-status-source.ts'

export type OpenSourceOptions = {
  /** How often to look for a new block, milliseconds. */
  readonly pollMs?: number | undefined
  /** A service starts all the same, and says `unreachable` until the registry answers; a command that asks once fails. */
  readonly mayBeAway: boolean
}

/**
 * Fills the port of gateway and CA by one of its three ways.
 * @throws Problem `deployment_invalid`, `secret_exposed`, `wrong_chain`, …
 */
export async function openSource(place: RegistryPlace, options: OpenSourceOptions): Promise<KeyStatusSource> {
  if (place.way === 'rpc') return openChain(place, options)
  if (place.way === 'index') return openIndexFile(place, options)
  return openOracle(place)
}

async function openChain(
  { rpc, deployment }: RegistryPlace & { way: 'rpc' },
  { pollMs, mayBeAway }: OpenSourceOptions,
): Promise<KeyStatusSource> {
  const registry = registryOf(createClient({ rpc }), readDeployment(deployment))
  const check = deploymentCheck(registry)
  await check().catch((error: unknown) => {
    if (!mayBeAway || !isAway(error)) throw error
  })
  return createChainSource(registry, { check, ...(pollMs !== undefined && { pollMs }) })
}

/** What passes by itself: who keeps the index has not begun yet, or is about to bring it up to this version. */
const passing: readonly ProblemCode[] = ['index_empty', 'index_unusable', 'index_stale']

function openIndexFile(
  { index, deployment: file, max_index_age_seconds: maxAgeSeconds }: RegistryPlace & { way: 'index' },
  { pollMs, mayBeAway }: OpenSourceOptions,
): KeyStatusSource {
  const deployment = readDeployment(file)
  const open = () => openIndexReader(index, deployment)
  try {
    const reader = open()
    const position = reader.position()
    reader.close()
    if (!mayBeAway) requireFresh(position, maxAgeSeconds)
  } catch (error) {
    if (!mayBeAway || !(error instanceof Problem) || !passing.includes(error.code)) throw error
  }
  return createIndexSource({ registry: registryNameOf(deployment), open, maxAgeSeconds, ...(pollMs !== undefined && { pollMs }) })
}

async function openOracle({
  oracle: url,
  token_file,
  ca: caFile,
  deployment,
}: RegistryPlace & { way: 'oracle' }): Promise<KeyStatusSource> {
  const token = readSecretLine(token_file, 'token_file')
  const ca = caFile === undefined ? undefined : readCertificates(caFile)
  const registry = deployment === undefined ? await readRegistryName({ url, ca }) : registryNameOf(readDeployment(deployment))
  return createOracleSource({ url, token, ca, registry })
}

function readCertificates(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new Problem('file_unreadable', { field: 'ca', detail: (cause as Error).message, cause })
  }
}
