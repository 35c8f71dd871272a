import { Command, Option } from '@commander-js/extra-typings'
import { judgeKey } from '../../src/ca/judge-key.ts'
import { moduleIn } from '../../src/ca/module-in.ts'
import { clientTypes } from '../../src/domain/decision.ts'
import type { Decision } from '../../src/domain/decision.ts'
import { readKeys } from '../../src/domain/key-files/read-keys.ts'
import { Problem } from '../../src/domain/problem.ts'
import { findingLines } from '../finding-lines.ts'
import { createOutput } from '../output.ts'
import { readInputFile } from '../read-input-file.ts'
import { policyOption, registriesOption } from '../registries/registries-option.ts'
import { registriesOf } from '../registries/registries-of-options.ts'

const exitCodes = { admit: 0, restrict: 10, refuse: 11 } as const

export const caCheck = new Command('check')
  .description('tells whether a certificate may be issued: exits 0 if so, 10 if its key is to be restricted, 11 if it is refused')
  .argument('<file>', 'certificate, CSR or public key, PEM or DER; the first key in it counts')
  .addOption(policyOption)
  .addOption(registriesOption)
  .option('--rpc <url>', 'node of the chain (DERKEY_RPC)')
  .option('--deployment <file>', 'deployment file (DERKEY_DEPLOYMENT)')
  .addOption(new Option('--client-type <type>', 'for whom: rules of the policy may differ').choices(clientTypes).default('device' as const))
  .action(async (file, options, command) => {
    const output = createOutput((command.optsWithGlobals() as { json?: boolean }).json === true)
    const bytes = readInputFile(file)
    const [key] = readKeys(bytes)
    if (key === undefined) throw new Problem('invalid_key', { field: file, detail: 'it holds no key' })
    const judge = { registries: await registriesOf(options), client_type: options.clientType, now: Date.now() / 1000 }
    const { decision, may_issue } = await judgeKey(key.key_id, moduleIn(bytes), judge)
    output.answer({ may_issue, ...decision }, linesOf(decision, may_issue))
    process.exitCode = may_issue ? (decision.policy.mode === 'observe' ? 0 : exitCodes[decision.outcome]) : exitCodes.refuse
  })

function linesOf(decision: Decision, mayIssue: boolean): string[] {
  const { outcome, key_id, registry, policy } = decision
  return [
    `${outcome}: a certificate ${mayIssue ? 'may' : 'may not'} be issued for ${key_id} (policy ${policy.name}, ${policy.mode}; registry ${registry})`,
    ...findingLines(decision),
  ]
}
