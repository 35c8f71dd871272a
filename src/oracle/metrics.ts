import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Decision } from '../domain/decision.ts'
import { createIndexMetrics } from './index-metrics.ts'

export type Metrics = ReturnType<typeof createMetrics>

/** The oracle's Prometheus metrics, in a registry of their own so that two oracles in one process do not mix. */
export function createMetrics() {
  const registry = new Registry()
  const registers = [registry]
  const requests = new Counter({
    name: 'derkey_requests_total',
    help: 'Requests answered, by route, method and status',
    labelNames: ['route', 'method', 'status'],
    registers,
  })
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
  const transactions = new Counter({
    name: 'derkey_transactions_total',
    help: 'Transactions of writes, by what became of them',
    labelNames: ['outcome'],
    registers,
  })
  const onFollower = createIndexMetrics(registry)
  const connections = new Gauge({ name: 'derkey_connections', help: 'Open connections', registers })
  return { registry, requests, decisions, decisionSeconds, transactions, connections, onFollower }
}

/** Counts a decision under the rule of its worst finding; `none` where every rule was met. */
export function countDecision(metrics: Metrics, decision: Decision): void {
  const rule = decision.findings.find((finding) => finding.severity === decision.outcome)?.rule ?? 'none'
  metrics.decisions.inc({ outcome: decision.outcome, rule, mode: decision.policy.mode, registry: decision.registry })
}
