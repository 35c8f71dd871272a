import { dirname, resolve } from 'node:path'
import type { CompiledPolicy } from '../../src/domain/compile-policy.ts'
import { readPolicy } from '../policies.ts'

/** A policy that a configuration file names: by a path relative to that file, or as a ready-made one. @throws Problem as `readPolicy` */
export function readPolicyBeside(file: string, policy: string): CompiledPolicy {
  return readPolicy(policy.includes('/') || policy.endsWith('.json') ? resolve(dirname(file), policy) : policy)
}
