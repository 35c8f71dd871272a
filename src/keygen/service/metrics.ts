import { Counter, Gauge, Registry } from 'prom-client'
import type { LogHead } from '../log/issue-entry.ts'
import { enrolmentStates, type Enrolments } from './store/enrolments.ts'

export type KeygenMetrics = ReturnType<typeof createMetrics>

/** The service's Prometheus metrics, in a registry of their own. What stands in the store is read when it is asked for. */
export function createMetrics(enrolments: Enrolments, head: () => LogHead) {
  const registry = new Registry()
  const registers = [registry]
  const requests = new Counter({
    name: 'derkey_requests_total',
    help: 'Requests answered, by route, method and status',
    labelNames: ['route', 'method', 'status'],
    registers,
  })
  const refusals = new Counter({
    name: 'derkey_keygen_refusals_total',
    help: 'Calls that ended with a problem, by its code',
    labelNames: ['code'],
    registers,
  })
  const events = new Counter({
    name: 'derkey_keygen_events_total',
    help: 'What happened to enrolments and their keys since the start: enrolled, issued, confirmed, registered and so on',
    labelNames: ['event'],
    registers,
  })
  const registrations = new Counter({
    name: 'derkey_keygen_registration_failures_total',
    help: 'Registrations that did not work and are tried again',
    registers,
  })
  const states = new Gauge({
    name: 'derkey_keygen_enrolments',
    help: 'Enrolments by state; confirmed ones wait for their registration',
    labelNames: ['state'],
    registers,
    collect() {
      const counts = new Map(enrolments.counts().map(({ state, count }) => [state, count]))
      for (const state of enrolmentStates) this.set({ state }, counts.get(state) ?? 0)
    },
  })
  const logged = new Counter({
    name: 'derkey_keygen_log_entries_total',
    help: 'Entries of the log of issued keys',
    registers,
    collect() {
      this.reset()
      this.inc(head().seq)
    },
  })
  return { registry, requests, refusals, events, registrations, states, logged }
}
