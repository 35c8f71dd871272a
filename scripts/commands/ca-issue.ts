import { Command, Option } from '@commander-js/extra-typings'
import { toHardwareModule } from '../../src/ca/hardware-module-name.ts'
import type { HardwareModule } from '../../src/ca/hardware-module-name.ts'
import { issueFiles } from '../../src/ca/issue-files.ts'
import type { FileResult } from '../../src/ca/issue-files.ts'
import { openCa } from '../../src/ca/open-ca.ts'
import { requestFiles } from '../../src/ca/request-files.ts'
import { clientTypes } from '../../src/domain/decision.ts'
import { Problem } from '../../src/domain/problem.ts'
import { createOutput, table } from '../output.ts'
import { passwordFrom } from '../password.ts'
import { startProgress } from '../progress.ts'
import { policyOption, registriesOption } from '../registries/registries-option.ts'
import { registriesOf } from '../registries/registries-of-options.ts'

export const caIssue = new Command('issue')
  .description('issues device certificates: verifies each request, asks the registry, decides by the policy, writes the ledger, signs')
  .requiredOption('--ca <dir>', 'folder of the CA')
  .requiredOption('--csr <file-or-folder>', 'a request, PEM or DER, or a folder of them')
  .requiredOption(
    '--out <file-or-folder>',
    'certificate: .der alone, .p7b with the chain, otherwise PEM with the chain; for a folder NAME.pem and NAME.der',
  )
  .addOption(policyOption)
  .addOption(registriesOption)
  .option('--rpc <url>', 'node of the chain (DERKEY_RPC)')
  .option('--deployment <file>', 'deployment file (DERKEY_DEPLOYMENT)')
  .option('--password-file <file>', 'password of the keys or PIN of the token, in the first line (DERKEY_PASSWORD_FILE)')
  .addOption(new Option('--client-type <type>', 'for whom: rules of the policy may differ').choices(clientTypes).default('device' as const))
  .option('--reissue', 'another certificate where the same request was answered before', false)
  .option('--hw-type <oid>', 'hwType, where one request asks for no hardwareModuleName')
  .option('--hw-serial <text>', 'hwSerialNum, where one request asks for no hardwareModuleName')
  .action(async (options, command) => {
    const output = createOutput((command.optsWithGlobals() as { json?: boolean }).json === true)
    const files = requestFiles(options.csr, options.out)
    const given = moduleOf(options, files.length)
    const registries = await registriesOf(options)
    const ca = await openCa(options.ca, passwordFrom(options.passwordFile))
    const progress = startProgress(files.length, 'requests')
    let results: FileResult[]
    try {
      const judge = () => ({ registries, client_type: options.clientType, now: Date.now() / 1000 })
      results = await issueFiles(ca, files, judge, { reissue: options.reissue, hardware_module: given, progress: progress.update })
    } finally {
      progress.stop()
      ca.close()
    }
    const [only] = results
    if (results.length === 1 && only?.state === 'failed') throw only.problem
    if (only !== undefined && results.length === 1) output.answer(rowOf(only), linesOf(only))
    else output.answer(results.map(rowOf), [table(results.map(rowOf), ['file', 'state', 'outcome', 'lfdi', 'why']), summary(results)])
    if (results.some(({ state }) => state !== 'issued')) process.exitCode = 1
  })

function moduleOf({ hwType, hwSerial }: { hwType?: string; hwSerial?: string }, count: number): HardwareModule | undefined {
  if (hwType === undefined && hwSerial === undefined) return undefined
  if (hwType === undefined || hwSerial === undefined) {
    throw new Problem('invalid_input', { field: 'hw-serial', detail: 'give --hw-type and --hw-serial, both' })
  }
  if (count > 1)
    throw new Problem('invalid_input', {
      field: 'hw-serial',
      detail: 'a serial number names one device; the folder holds several requests',
    })
  return toHardwareModule(hwType, hwSerial)
}

/** A file's result as the command prints it. */
function rowOf(result: FileResult) {
  const { file, out, state } = result
  if (result.state === 'failed') {
    const { code, message, field } = result.problem
    return { file, out, state, code, field: field ?? null, why: `${message} (${code})` }
  }
  const { key_id, decision } = result
  const where = (registry: string) => (decision.consulted.length > 1 ? ` (in ${registry})` : '')
  const why = decision.findings
    .map(({ rule, found, wanted, registry }) => `${rule}: ${found}, wanted ${wanted}${where(registry)}`)
    .join('; ')
  const named =
    result.state === 'issued'
      ? { serial: result.serial, lfdi: result.lfdi, issued_before: result.issued_before }
      : { code: 'certificate_refused' }
  return { file, out, state, key_id, ...named, outcome: decision.outcome, why, decision }
}

function linesOf(result: FileResult): string[] {
  const { why } = rowOf(result)
  if (result.state !== 'issued') return [`${result.state}  ${result.file}`, `  ${why}`]
  const again = result.issued_before ? ' (as before)' : ''
  return [
    `issued${again}  ${result.out.join(', ')}  serial ${result.serial}  LFDI ${result.lfdi}`,
    ...(why === '' ? [] : [`  ${result.decision.outcome}: ${why}`]),
  ]
}

function summary(results: readonly FileResult[]): string {
  const count = (state: FileResult['state']) => results.filter((result) => result.state === state).length
  return `${count('issued')} issued, ${count('refused')} refused, ${count('failed')} failed`
}
