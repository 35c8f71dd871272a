import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { decisionCauses } from '../domain/cause-of.ts'
import type { Decision } from '../domain/decision.ts'
import { peerCauses, wireCauses } from './causes.ts'

export type GatewayMetrics = ReturnType<typeof createGatewayMetrics>

/** The gateway's Prometheus metrics, in a registry of their own so that two gateways in one process do not mix. */
export function createGatewayMetrics() {
  const registry = new Registry()
  const registers = [registry]
  const handshakes = new Counter({
    name: 'derkey_handshakes_total',
    help: 'Handshakes by what became of them; in a policy of mode observe, `cause` says what would have been refused',
    labelNames: ['outcome', 'cause'],
    registers,
  })
  // from 0 on, so that the first refusal of a kind is an increase too
  for (const cause of [...peerCauses, ...wireCauses, ...decisionCauses]) handshakes.inc({ outcome: 'refuse', cause }, 0)
  const falls = new Counter({
    name: 'derkey_connections_ended_total',
    help: 'Connections that ended because their key fell while they were open, by cause',
    labelNames: ['cause'],
    registers,
  })
  for (const cause of decisionCauses) falls.inc({ cause }, 0)
  const decisions = new Counter({
    name: 'derkey_decisions_total',
    help: 'Decisions on keys, by outcome and the rule of the worst finding',
    labelNames: ['outcome', 'rule', 'mode', 'registry'],
    registers,
  })
  const decisionSeconds = new Histogram({
    name: 'derkey_decision_seconds',
    help: 'Time from the question to the decision, the look-up included',
    buckets: [0.0001, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
    registers,
  })
  const requests = new Counter({
    name: 'derkey_requests_total',
    help: 'Requests answered, by route, method and status',
    labelNames: ['route', 'method', 'status'],
    registers,
  })
  const connections = new Gauge({ name: 'derkey_connections', help: 'Open TLS connections', registers })
  return { registry, handshakes, falls, decisions, decisionSeconds, requests, connections }
}

/** Counts a decision under the rule of its worst finding; `none` where every rule was met. */
export function countDecision(metrics: GatewayMetrics, decision: Decision, seconds: number): void {
  const rule = decision.findings.find((finding) => finding.severity === decision.outcome)?.rule ?? 'none'
  metrics.decisions.inc({ outcome: decision.outcome, rule, mode: decision.policy.mode, registry: decision.registry })
  metrics.decisionSeconds.observe(seconds)
}
