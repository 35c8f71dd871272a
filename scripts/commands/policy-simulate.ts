import { Option } from '@commander-js/extra-typings'
import { clientTypes } from '../../src/domain/decision.ts'
import { toTime } from '../../src/domain/fields.ts'
import { Problem } from '../../src/domain/problem.ts'
import { openIndexReader } from '../../src/oracle/index/open-index.ts'
import { stageKeyFiles } from '../keys/stage-key-files.ts'
import { readPolicy } from '../policies.ts'
import { decisionsOnOutput, openDecisionList } from '../policy/decision-list.ts'
import { keysOfIndex, keysOfList, type AskedKey } from '../policy/simulated-keys.ts'
import { simulate } from '../policy/simulate.ts'
import { simulationLines } from '../policy/simulation-lines.ts'
import { startProgress } from '../progress.ts'
import { registriesOption } from '../registries/registries-option.ts'
import { registriesOf } from '../registries/registries-of-options.ts'
import { outputOf, reader } from '../registry-command.ts'
import { ageOf, deploymentOf } from './index-options.ts'

export const policySimulate = reader('simulate', 'whom a policy would refuse or restrict, before it is enforced')
  .requiredOption('--policy <file-or-name>', 'policy file, or the name of a ready-made one')
  .option('--against <file-or-name>', 'the policy in force: says who would be decided on otherwise')
  .option('--index <file>', 'every key of an index, with --deployment')
  .option(
    '--certificates <file-or-folder>',
    'certificates, or keys in any of the forms of `derkey key register`, of which the registry is asked',
  )
  .addOption(registriesOption)
  .addOption(new Option('--client-type <type>', 'rules of the policy may differ').choices(clientTypes).default('device' as const))
  .option('--list <file>', 'every key with its findings, as JSON lines in a new file; with --json and without it they stand in the answer')
  .action(async (options, command) => {
    const output = outputOf(command)
    const policy = readPolicy(options.policy)
    const against = options.against === undefined ? undefined : readPolicy(options.against)
    const { keys, total, index, close } = await openKeys(options)
    if (index !== undefined) {
      const { block, time, age_seconds: age } = index
      output.note(`the index is of block ${block}, ${time}; ${age === null ? 'never' : `${age} s ago`} at the head of the chain`)
    }
    const list = options.list === undefined ? undefined : await openDecisionList(options.list)
    const shown = list === undefined && output.json ? decisionsOnOutput(process.stdout) : undefined
    const progress = startProgress(total, 'keys decided on')
    try {
      const simulated = await simulate(keys, {
        policy,
        against,
        clientType: options.clientType,
        now: Date.now() / 1000,
        onDecisions: (list ?? shown)?.add,
        onProgress: progress.update,
      })
      await list?.close()
      progress.stop()
      const by = { policy: policy.description, against: against?.description, client_type: options.clientType }
      const document = { ...by, index, ...simulated }
      if (shown === undefined) output.answer(document, simulationLines(simulated, policy, against))
      else await shown.end(document)
    } finally {
      progress.stop()
      close()
    }
  })

type Options = {
  readonly index?: string | undefined
  readonly certificates?: string | undefined
  readonly registries?: string | undefined
  readonly policy: string
  readonly rpc?: string | undefined
  readonly deployment?: string | undefined
}

type Keys = {
  readonly keys: AsyncIterable<readonly AskedKey[]>
  readonly total: number
  /** How new an index is: one that nobody follows tells of keys as they were. */
  readonly index?: { readonly block: number; readonly time: string; readonly age_seconds: number | null }
  close(): void
}

/** @throws Problem `invalid_input` where it is not one of the two */
async function openKeys(options: Options): Promise<Keys> {
  const { index, certificates, registries, policy, rpc, deployment } = options
  if ((index === undefined) === (certificates === undefined)) {
    throw new Problem('invalid_input', { field: 'index', detail: 'give --index, or --certificates: one of them' })
  }
  if (index !== undefined) {
    const opened = openIndexReader(index, deploymentOf({ deployment }))
    const position = opened.position()
    if (position === undefined) throw new Problem('index_empty', { field: 'index', detail: `nothing was read into ${index} yet` })
    const { block, time, keys: total } = position
    return { keys: keysOfIndex(opened), total, index: { block, time: toTime(time), age_seconds: ageOf(position) }, close: opened.close }
  }
  // of a file of registries the places count: what is tried out is this policy
  const asked = await registriesOf(registries === undefined ? { policy, rpc, deployment } : { registries, rpc, deployment })
  const staged = await stageKeyFiles([certificates ?? ''])
  return {
    keys: keysOfList(
      staged,
      asked.map(({ source }) => source),
    ),
    total: staged.count,
    close: staged.close,
  }
}
