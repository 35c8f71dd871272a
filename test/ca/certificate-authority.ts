import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CaConfiguration } from '../../src/ca/ca-configuration.ts'
import { defaultExtensionOid } from '../../src/ca/ca-configuration.ts'
import { compilePolicy } from '../../src/domain/compile-policy.ts'
import type { CompiledPolicy } from '../../src/domain/compile-policy.ts'
import type { Hex } from '../../src/domain/fields.ts'
import type { KeyStatusAnswer, KeyStatusSource } from '../../src/domain/key-status-source.ts'
import { parsePolicy } from '../../src/domain/policy-file.ts'
import type { Policy } from '../../src/domain/policy.ts'
import type { KeyInfo } from '../../src/domain/records.ts'
import { keyInfoOf, registry as plainName } from '../support/key-info.ts'

export const now = Date.parse('2026-11-02T00:00:00Z') / 1000
export const password = 'a test of the certificate authority'
export const pen = 54_321

/** What `derkey ca init` is told in these tests, but for `change`. */
export function configurationOf(change: Partial<CaConfiguration> = {}): CaConfiguration {
  return {
    organization: 'Test Utilities',
    hierarchy: 'two',
    keys: { kind: 'files' },
    device_policies: ['generic_device', 'test'],
    extension_oid: defaultExtensionOid,
    assessed_properties: false,
    ...change,
  }
}

/** A registry that knows what the test tells it. */
export function registryOf(registry = plainName): KeyStatusSource & {
  answers: Map<Hex, KeyStatusAnswer | 'away'>
  register(id: Hex, change?: (info: KeyInfo) => void): void
} {
  const answers = new Map<Hex, KeyStatusAnswer | 'away'>()
  const as_of = { block: 7, time: '2026-11-01T00:00:00Z' }
  return {
    registry,
    answers,
    register: (key_id, change = () => undefined) => {
      const info = keyInfoOf((each) => {
        each.key.key_id = key_id
        each.owner.pen = pen
        change(each)
      })
      answers.set(key_id, { kind: 'known', registry, as_of, info })
    },
    get: async (key_id) => {
      const answer = answers.get(key_id) ?? ({ kind: 'unknown', registry, as_of } as const)
      return answer === 'away' ? { kind: 'unreachable', registry, cause: 'the node is away' } : answer
    },
    changes: async function* () {},
  }
}

/** A ready-made policy of policies/. */
export function policyNamed(name: string): CompiledPolicy {
  return parsePolicy(readFileSync(join(import.meta.dirname, '..', '..', 'policies', `${name}.json`), 'utf8'))
}

export function changedPolicy(name: string, change: Partial<Policy>): CompiledPolicy {
  return compilePolicy({ ...policyNamed(name).policy, ...change })
}
