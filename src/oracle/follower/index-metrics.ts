import { Counter, Gauge, type Registry } from 'prom-client'
import type { FollowerEvent } from './follower-event.ts'

export type IndexMetrics = {
  onEvent(event: FollowerEvent): void
  /** Seconds since the index was last seen to hold everything up to the chain's head; `Infinity` before that. */
  age(): number
}

/**
 * What is measured of an index and its nodes.
 * @param given where the service has these already: the chain's head, requests to nodes
 */
export function createIndexMetrics(
  registry: Registry,
  given: { readonly head?: Gauge; readonly rpcRequests?: Counter<'endpoint' | 'method' | 'outcome'> } = {},
): IndexMetrics {
  const registers = [registry]
  let confirmedAt: number | undefined
  const age = () => (confirmedAt === undefined ? Infinity : Math.max(0, (Date.now() - confirmedAt) / 1000))
  const block = new Gauge({ name: 'derkey_index_block', help: 'Newest block that the index holds', registers })
  const head = given.head ?? new Gauge({ name: 'derkey_chain_head_block', help: 'Newest block of the chain that was seen', registers })
  void new Gauge({
    name: 'derkey_index_age_seconds',
    help: "Time since the index was last seen to hold everything up to the chain's head",
    registers,
    collect() {
      this.set(age())
    },
  })
  const disagreements = new Counter({
    name: 'derkey_rpc_disagreements_total',
    help: 'How often a node contradicted the others or itself, or was behind them',
    labelNames: ['endpoint'],
    registers,
  })
  const rpcRequests =
    given.rpcRequests ??
    new Counter({
      name: 'derkey_rpc_requests_total',
      help: 'JSON-RPC requests to the chain',
      labelNames: ['endpoint', 'method', 'outcome'] as const,
      registers,
    })
  const onEvent = (event: FollowerEvent) => {
    switch (event.kind) {
      case 'opened':
        if (event.block !== undefined) block.set(event.block)
        if (event.head !== undefined) head.set(event.head)
        confirmedAt = event.confirmed_at || undefined
        break
      case 'progress':
        block.set(event.block)
        head.set(event.head)
        break
      case 'confirmed':
        block.set(event.head)
        head.set(event.head)
        confirmedAt = event.at
        break
      case 'rolled_back':
        block.set(event.to)
        break
      case 'disagreement':
        disagreements.inc({ endpoint: event.endpoint })
        break
      case 'request':
        rpcRequests.inc({ endpoint: event.endpoint, method: event.method, outcome: event.outcome })
        break
      default:
    }
  }
  return { onEvent, age }
}
