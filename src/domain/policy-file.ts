import { compilePolicy } from './compile-policy.ts'
import type { CompiledPolicy } from './compile-policy.ts'
import { parseInput, parseJson } from './parse-input.ts'
import { policy } from './policy.ts'

/** Reads the text of a policy file and makes it ready. @throws Problem invalid_configuration, with every fault and its path */
export function parsePolicy(text: string): CompiledPolicy {
  return compilePolicy(parseInput(policy, parseJson(text, 'invalid_configuration'), 'invalid_configuration'))
}
