import { compilePolicy } from '../../src/domain/compile-policy.ts'
import type { CompiledPolicy } from '../../src/domain/compile-policy.ts'
import type { KeyStatusAnswer } from '../../src/domain/key-status-source.ts'
import type { Policy } from '../../src/domain/policy.ts'
import type { Consulted } from '../../src/domain/standing-answer.ts'
import { keyInfoOf, unknownAnswer } from './key-info.ts'

/** What a registry can have to say of a key. `remembered_…`: it is away, and this is its last answer, within the limit; `stale_…`: past it. */
export const states = [
  'good',
  'fallen',
  'void',
  'unknown',
  'remembered_good',
  'remembered_fallen',
  'remembered_unknown',
  'stale_good',
  'stale_fallen',
  'stale_unknown',
  'silent',
] as const
export type State = (typeof states)[number]

/** Seconds: the limit of every policy here, unless another is given. */
export const limit = 300
export const now = Date.parse('2026-11-21T00:00:00Z') / 1000

/** Name of the registry at a place of the order. */
export const nameOf = (index: number) => `eip155:${31337 + index}:0x${String(index).padStart(40, 'a')}`

/** A policy that has no rules, but for `change`. */
export function policyOf(change: Partial<Policy> = {}): CompiledPolicy {
  return compilePolicy({
    name: 'test',
    mode: 'enforce',
    unregistered: 'refuse',
    max_answer_age_seconds: limit,
    rules: {},
    restricted_may: [],
    ...change,
  })
}

/** The answer of registry `index` in `state`, with what is remembered of it. */
export function consultedIn(state: State, index: number, policy: CompiledPolicy = policyOf()): Consulted {
  const registry = nameOf(index)
  const [when, what] = state.includes('_') ? state.split('_') : ['now', state]
  const answer = answerOf(what ?? '', registry)
  if (when === 'now' && answer.kind !== 'unreachable') return { answer, policy }
  const away: KeyStatusAnswer = { kind: 'unreachable', registry, cause: 'connection refused' }
  if (answer.kind === 'unreachable') return { answer: away, policy }
  return { answer: away, policy, last_known: { answer, confirmed_at: now - limit - (when === 'stale' ? 1 : 0) } }
}

function answerOf(what: string, registry: string): KeyStatusAnswer {
  if (what === 'silent') return { kind: 'unreachable', registry, cause: 'connection refused' }
  if (what === 'unknown') return { ...unknownAnswer, registry }
  const info = keyInfoOf((each) => {
    if (what === 'fallen') Object.assign(each, { effective_status: 'suspended', effective_reason: 'process_suspended' })
    if (what === 'void') Object.assign(each, { effective_status: 'void', effective_reason: null })
  })
  return { kind: 'known', registry, as_of: info.as_of, info }
}
