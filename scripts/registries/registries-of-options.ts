import type { JudgedRegistry } from '../../src/domain/key-status-source.ts'
import { Problem } from '../../src/domain/problem.ts'
import { createChainSource } from '../../src/chain/key-status-source.ts'
import { readPolicy } from '../policies.ts'
import { openRegistryOf } from '../registry-command.ts'
import { openRegistries } from './open-registries.ts'
import { readRegistriesFile } from './registries-file.ts'

type Options = {
  readonly registries?: string | undefined
  readonly policy?: string | undefined
  readonly rpc?: string | undefined
  readonly deployment?: string | undefined
}

/**
 * The registries that a command asks: those of `--registries`, or the one of `--rpc` and `--deployment` with `--policy`.
 * @throws Problem
 */
export async function registriesOf({ registries, policy, rpc, deployment }: Options): Promise<JudgedRegistry[]> {
  if (registries === undefined) {
    if (policy === undefined) throw new Problem('invalid_input', { field: 'policy', detail: 'give --policy, or --registries' })
    // the policy first: a fault in it is told although the chain is away
    const judge = readPolicy(policy)
    return [{ source: createChainSource(await openRegistryOf({ rpc, deployment })), policy: judge }]
  }
  const second = Object.entries({ policy, rpc, deployment }).find(([, value]) => value !== undefined)
  if (second !== undefined) {
    throw new Problem('invalid_input', { field: second[0], detail: 'is said for each registry in the file of --registries' })
  }
  return openRegistries(readRegistriesFile(registries), { mayBeAway: false })
}
