import type { CompiledPolicy } from '../../domain/compile-policy.ts'
import type { KeyStatusSource } from '../../domain/key-status-source.ts'
import type { ChangeFeed } from '../change-feed.ts'
import type { Route } from '../http/route.ts'
import type { IndexReader } from '../index/index-reader.ts'
import type { Metrics } from '../metrics.ts'
import type { RegistryReads } from '../registry.ts'
import type { Store } from '../store/open-store.ts'
import { changesRoute } from './changes.ts'
import { listRoutes } from './lists.ts'
import { decisionRoute } from './decisions.ts'
import { readKeyRoutes } from './read-keys.ts'
import { commentsRoute } from './read-comments.ts'
import { readOfferRoutes } from './read-offers.ts'
import { readRecordRoutes } from './read-records.ts'
import { readSampleRoutes } from './read-samples.ts'
import { transactionRoutes } from './transactions.ts'
import { writeRoutes, type WriteParts } from './write-routes.ts'

export type RouteParts = WriteParts & {
  readonly source: KeyStatusSource
  readonly reads: RegistryReads
  readonly lists: IndexReader
  readonly store: Store
  readonly feed: ChangeFeed
  readonly policies: ReadonlyMap<string, CompiledPolicy>
  readonly metrics: Metrics
  readonly authenticate: (token: string) => Promise<unknown>
}

/** Every call that needs a token, in the order of the description. */
export function allRoutes(parts: RouteParts): Route[] {
  return [
    ...writeRoutes(parts),
    ...readKeyRoutes(parts.reads),
    ...listRoutes(parts.reads, parts.lists),
    ...readRecordRoutes(parts.reads),
    ...readOfferRoutes(parts.reads),
    commentsRoute(parts.reads),
    ...readSampleRoutes(parts.reads),
    decisionRoute(parts, parts.policies, parts.metrics),
    ...transactionRoutes(parts),
    changesRoute(parts.feed, parts.authenticate),
  ]
}
