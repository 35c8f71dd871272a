import type { Logger } from 'pino'
import { readDeployment } from '../chain/deployment.ts'
import type { KeyStatusSource } from '../domain/key-status-source.ts'
import type { OracleConfiguration } from './configuration.ts'
import type { IndexReader } from './index/index-reader.ts'
import type { Metrics } from './metrics.ts'
import { openRegistryOf } from './on-chain/open-registry.ts'
import { createIndexSource } from './on-index/key-status-source.ts'
import { followOwnIndex } from './on-index/own-index.ts'
import { indexReads } from './on-index/reads.ts'
import type { Registry, RegistryReads } from './registry.ts'

export type OpenedParts = {
  /** The chain itself: for writes, and for whatever has to be as new as can be. */
  readonly registry: Registry
  /** The index: for all other reads. */
  readonly reads: RegistryReads
  readonly lists: IndexReader
  readonly source: KeyStatusSource
  close(): Promise<void>
}

/** Looks at the index for something new so often, milliseconds: that asks no node. */
const pollMs = 20

/** Opens the chain and the index of the configuration; neither need answer yet. @throws Problem */
export async function openParts(configuration: OracleConfiguration, metrics: Metrics, log: Logger): Promise<OpenedParts> {
  const deployment = readDeployment(configuration.deployment)
  const onRequest: Parameters<typeof openRegistryOf>[2] = (request) => metrics.onFollower({ kind: 'request', ...request })
  const { registry, senderOf, close } = await openRegistryOf(configuration, deployment, onRequest)
  try {
    const index = await followOwnIndex({ configuration, deployment, log, onEvent: metrics.onFollower })
    const { max_index_age_seconds: maxAgeSeconds } = configuration
    return {
      registry,
      reads: indexReads(index.reader, { deployment, senderOf, chain: registry, maxAgeSeconds }),
      lists: index.reader,
      source: createIndexSource({ registry: registry.name, open: () => index.reader, maxAgeSeconds, pollMs }),
      close: async () => {
        close()
        await index.stop()
      },
    }
  } catch (error) {
    close()
    throw error
  }
}
