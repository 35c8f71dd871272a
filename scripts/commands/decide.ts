import { Option } from '@commander-js/extra-typings'
import { decide as decideOn } from '../../src/domain/decide.ts'
import { clientTypes, type Decision } from '../../src/domain/decision.ts'
import { Problem } from '../../src/domain/problem.ts'
import { openKeyStatusSource } from '../open-key-status-source.ts'
import { readPolicy } from '../policies.ts'
import { keyIdsOf } from '../read-key-files.ts'
import { outputOf, reader } from '../registry-command.ts'

const exitCodes = { admit: 0, restrict: 10, refuse: 11 } as const

export const decide = reader('decide', 'what a policy says of a key; exits 0 to admit, 10 to restrict, 11 to refuse')
  .argument('<file-or-key-id>', 'a key id, or a file; the first key in it counts')
  .requiredOption('--policy <file-or-name>', 'policy file, or the name of a ready-made one')
  .addOption(new Option('--client-type <type>', 'rules of the policy may differ').choices(clientTypes).default('device' as const))
  .action(async (given, { policy: policyName, clientType, ...options }, command) => {
    const [key_id] = keyIdsOf([given])
    if (key_id === undefined) throw new Problem('invalid_key', { field: given, detail: 'it holds no key' })
    const policy = readPolicy(policyName)
    const source = await openKeyStatusSource(options)
    const decision = decideOn({ key_id, answer: await source.get(key_id), policy, client_type: clientType, now: Date.now() / 1000 })
    outputOf(command).answer(decision, linesOf(decision))
    process.exitCode = exitCodes[decision.outcome]
  })

function linesOf({ outcome, key_id, registry, policy, findings }: Decision): string[] {
  const mode = policy.mode === 'observe' ? ', which only observes' : ''
  return [
    `${outcome}: ${key_id} by policy ${policy.name}${mode}, registry ${registry}`,
    ...findings.map(({ rule, found, wanted, severity }) => `  ${severity.padEnd(8)} ${rule}: found ${found}, wanted ${wanted}`),
  ]
}
