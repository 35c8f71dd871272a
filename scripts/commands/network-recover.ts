import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings'
import { createClient } from '../../src/chain/client.ts'
import { readHeight } from '../../src/chain/reads/block.ts'
import { Problem } from '../../src/domain/problem.ts'
import { recoverWithContract, recoverWithList, type Recovery } from '../../src/network/recover/recover-network.ts'
import { outputOf } from '../registry-command.ts'

function account(text: string): string {
  if (!/^0x[0-9a-fA-F]{40}$/.test(text)) throw new InvalidArgumentError(`${JSON.stringify(text)} is not 0x and 40 hex digits.`)
  return text.toLowerCase()
}

function blockNumber(text: string): number {
  const block = Number(text)
  if (Number.isSafeInteger(block) && block >= 1) return block
  throw new InvalidArgumentError('must be a block number from 1.')
}

export const networkRecover = new Command('recover')
  .description(
    'when the quorum is lost: names the validators by a list from a block on, and later gives the choice back to the contract; writes the genesis files and a page with the steps',
  )
  .argument('<dir>', 'folder that `derkey network init` wrote')
  .addOption(
    new Option('--keep <account>', 'a validator that goes on; once for each')
      .default([] as string[], 'none')
      .argParser((text: string, others: string[]) => [...others, account(text)])
      .conflicts('contract'),
  )
  .addOption(
    new Option('--contract [address]', "the contract that names the validators again; without an address, the network's ValidatorSet"),
  )
  .requiredOption('--block <number>', 'first block of it: the next one after a halt', blockNumber)
  .option('--rpc <url>', 'a node that is still there: refuses a block that it has already')
  .action(async (dir, { keep, contract, block, rpc }, command) => {
    if (keep.length === 0 && contract === undefined) {
      throw new Problem('invalid_input', {
        field: 'keep',
        detail: 'name the validators that go on (--keep), or the contract that chooses again (--contract)',
      })
    }
    if (rpc !== undefined) await requireAhead(rpc, block)
    const recovery =
      keep.length === 0
        ? recoverWithContract(dir, block, typeof contract === 'string' ? account(contract) : undefined)
        : recoverWithList(dir, block, keep)
    answer(outputOf(command), dir, recovery)
  })

async function requireAhead(rpc: string, block: number): Promise<void> {
  const height = await readHeight(createClient({ rpc }))
  if (block > height) return
  throw new Problem('invalid_input', {
    field: 'block',
    detail: `the node has block ${block} already, it is at ${height}: the next is ${height + 1}`,
  })
}

function answer(output: ReturnType<typeof outputOf>, dir: string, { transitions, survivors, digest, page, written }: Recovery): void {
  output.answer({ dir, transitions, genesis_sha256: digest, page, written }, [
    ...survivors.map(({ account: each, node }) => `${each}  ${node ?? 'not in the description'}`),
    `genesis.json, SHA-256 ${digest}: the same for every operator`,
    `what to do now stands in ${page}`,
  ])
}
