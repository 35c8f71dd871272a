import { Counter, Gauge, type Registry } from 'prom-client'
import type { FollowerEvent } from './follower/follower-event.ts'
import { indexAge } from './index-age.ts'

/** Prometheus metrics of an index that is followed: told of each event of its follower. */
export function createIndexMetrics(registry: Registry): (event: FollowerEvent) => void {
  const registers = [registry]
  let confirmedAt: number | undefined
  const block = new Gauge({ name: 'derkey_index_block', help: 'Newest block that the index holds', registers })
  const head = new Gauge({ name: 'derkey_chain_head_block', help: 'Newest block of the chain that was seen', registers })
  void new Gauge({
    name: 'derkey_index_age_seconds',
    help: 'Seconds since the index was seen to hold everything up to the head of the chain',
    registers,
    collect() {
      this.set(confirmedAt === undefined ? Number.POSITIVE_INFINITY : indexAge(confirmedAt))
    },
  })
  const disagreements = new Counter({
    name: 'derkey_rpc_disagreements_total',
    help: 'Times that a node contradicted the others or itself, or lagged behind them',
    labelNames: ['endpoint'],
    registers,
  })
  const requests = new Counter({
    name: 'derkey_rpc_requests_total',
    help: 'JSON-RPC requests to the chain',
    labelNames: ['endpoint', 'method', 'outcome'],
    registers,
  })
  return (event) => {
    switch (event.kind) {
      case 'opened':
        block.set(event.block ?? 0)
        head.set(event.head ?? 0)
        confirmedAt = event.confirmed_at
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
        requests.inc({ endpoint: event.endpoint, method: event.method, outcome: event.outcome })
        break
      default:
    }
  }
}
