import { Option } from '@commander-js/extra-typings'
import { decideAmong } from '../../src/domain/decide-among.ts'
import { clientTypes, type Decision } from '../../src/domain/decision.ts'
import { Problem } from '../../src/domain/problem.ts'
import { findingLines } from '../finding-lines.ts'
import { keyIdsOf } from '../read-key-files.ts'
import { policyOption, registriesOption } from '../registries/registries-option.ts'
import { registriesOf } from '../registries/registries-of-options.ts'
import { outputOf, reader } from '../registry-command.ts'

const exitCodes = { admit: 0, restrict: 10, refuse: 11 } as const

export const decide = reader('decide', 'what a policy says of a key; exits 0 to admit, 10 to restrict, 11 to refuse')
  .argument('<file-or-key-id>', 'a key id, or a file; the first key in it counts')
  .addOption(policyOption)
  .addOption(registriesOption)
  .addOption(new Option('--client-type <type>', 'rules of the policy may differ').choices(clientTypes).default('device' as const))
  .action(async (given, { clientType, ...options }, command) => {
    const [key_id] = keyIdsOf([given])
    if (key_id === undefined) throw new Problem('invalid_key', { field: given, detail: 'it holds no key' })
    const registries = await registriesOf(options)
    const consulted = await Promise.all(registries.map(async ({ source, policy }) => ({ answer: await source.get(key_id), policy })))
    const decision = decideAmong({ key_id, consulted, client_type: clientType, now: Date.now() / 1000 })
    outputOf(command).answer(decision, linesOf(decision))
    process.exitCode = exitCodes[decision.outcome]
  })

function linesOf(decision: Decision): string[] {
  const { outcome, key_id, registry, policy } = decision
  const mode = policy.mode === 'observe' ? ', which only observes' : ''
  return [`${outcome}: ${key_id} by policy ${policy.name}${mode}, registry ${registry}`, ...findingLines(decision)]
}
