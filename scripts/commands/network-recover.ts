import { InvalidArgumentError } from '@commander-js/extra-typings'
import { join } from 'node:path'
import { readDeployment } from '../../src/chain/deployment.ts'
import { openRegistry } from '../../src/chain/registry.ts'
import { Problem } from '../../src/domain/problem.ts'
import { networkFiles } from '../../src/network/network-files.ts'
import { createList } from '../../src/chain/recovery-sets.ts'
import { recoverNetwork, type Successor } from '../../src/network/recover/recover-network.ts'
import { acting, outputOf, report, requireRpc, rpcOption, writer } from '../registry-command.ts'
import { Command } from '@commander-js/extra-typings'

function account(text: string): string {
  if (!/^0x[0-9a-fA-F]{40}$/.test(text)) throw new InvalidArgumentError(`${JSON.stringify(text)} is not 0x and 40 hex digits.`)
  return text.toLowerCase()
}

const accounts = (text: string, others: readonly string[] = []): readonly string[] => [...others, account(text)]

function blockNumber(text: string): number {
  const block = Number(text)
  if (Number.isSafeInteger(block) && block >= 1) return block
  throw new InvalidArgumentError('must be a block number from 1.')
}

export const networkRecover = new Command('recover')
  .description(
    'when the quorum is lost: lets one validator go on, then a list, then the contract again, each from a block on; writes the genesis files and a page with the steps',
  )
  .argument('<dir>', 'folder that `derkey network init` wrote')
  .option('--alone <account>', 'first: one validator goes on, so that a list can be created', account)
  .option('--keep <account>', 'second: a validator of the list that goes on; once for each, and `create-list` before', accounts)
  .option('--contract [address]', "last: the contract that names the validators again; without an address, the network's ValidatorSet")
  .requiredOption('--block <number>', 'first block of it; after a halt, the next one', blockNumber)
  .addOption(rpcOption)
  .action(async (dir, options, command) => {
    const { block } = options
    const successor = successorOf(options)
    const registry = await openRegistry({ rpc: requireRpc(options), deployment: readDeployment(join(dir, networkFiles.deployment)) })
    const { validators, transitions, digest, page, written } = await recoverNetwork(dir, registry, block, successor)
    outputOf(command).answer({ dir, validators, transitions, genesis_sha256: digest, page, written }, [
      ...validators.map((validator) => `${validator.account}  ${validator.node ?? 'not in the description'}`),
      `genesis.json, SHA-256 ${digest}: the same for every operator`,
      `what to do now stands in ${page}`,
    ])
  })

type Named = { readonly alone?: string; readonly keep?: readonly string[]; readonly contract?: string | true }

function successorOf({ alone, keep = [], contract }: Named): Successor {
  const named: Successor[] = [
    ...(alone === undefined ? [] : [{ kind: 'alone' as const, account: alone }]),
    ...(keep.length === 0 ? [] : [{ kind: 'list' as const, accounts: keep }]),
    ...(contract === undefined ? [] : [{ kind: 'contract' as const, address: contract === true ? undefined : account(contract) }]),
  ]
  const [only] = named
  if (only !== undefined && named.length === 1) return only
  throw new Problem('invalid_input', { field: 'keep', detail: 'give one of --alone, --keep and --contract: who names the validators' })
}

export const networkCreateList = writer(
  'create-list',
  'creates, on the chain, the list of the validators that go on; anybody whose transactions the nodes take may',
)
  .argument('<dir>', 'folder that `derkey network init` wrote')
  .option('--keep <account>', 'a validator of the list; once for each', accounts)
  .action(async (dir, options, command) => {
    const { keep = [] } = options
    if (keep.length === 0) throw new Problem('invalid_input', { field: 'keep', detail: 'name the validators, each with --keep' })
    const deployment = options.deployment ?? join(dir, networkFiles.deployment)
    const written = await acting({ ...options, deployment }, ({ registry, act }) => act(createList(registry.deployment, keep)))
    report(outputOf(command), written, `a list of ${keep.length} validators`)
  })
