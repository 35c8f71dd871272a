import { z } from 'zod'
import { openSealedChain } from '../../src/chain/proofs/sealed-chain.ts'
import type { ChainRegistry } from '../../src/chain/registry.ts'
import { verifyReceipts, type ReceiptFault, type VerifiedReceipts } from '../../src/chain/receipts/verify-receipts.ts'
import { keepMemoryFlat } from '../flat-memory.ts'
import { chunksOf } from '../keys/chunks-of.ts'
import { parseArgument } from '../parse-argument.ts'
import { printable } from '../printable.ts'
import { startCount, startProgress, type Progress } from '../progress.ts'
import { openRegistryOf, outputOf, reader } from '../registry-command.ts'

const shown = 20
const sampleField = z
  .string()
  .regex(/^[0-9]{1,9}$/, 'must be a number of keys')
  .transform(Number)

/** `derkey key verify` */
export const keyVerify = reader(
  'verify',
  'checks the receipts of a registration against the chain: every byte of them, every block and every key',
)
  .argument('<receipts>', 'file that `derkey key register` wrote, - for standard input')
  .option(
    '--genesis <file>',
    'genesis file of the QBFT network: blocks are believed by the seals of its validators, not because the node has them',
  )
  .option('--sample <count>', 'how many keys, drawn at random, are looked up whether they still stand', '1000')
  .option('--all', 'looks up all of them', false)
  .action(async (file, { genesis, sample, all, ...options }, command) => {
    keepMemoryFlat()
    const output = outputOf(command)
    const standing = all ? 'all' : parseArgument('sample', sampleField, sample)
    const registry = await openRegistryOf(options)
    const sealed = genesis === undefined ? undefined : await sealedChainOf(registry, genesis)
    const faults: ReceiptFault[] = []
    const progress = startCount('keys verified')
    let lookUp: Progress | undefined
    const result = await verifyReceipts(registry, chunksOf(file), {
      trust: sealed?.trust,
      standing,
      onFault: (fault) => {
        if (faults.length < shown) faults.push(fault)
      },
      onProgress: progress.update,
      onLookedUp: (keys, of) => {
        progress.stop()
        lookUp ??= startProgress(of, 'keys looked up')
        lookUp.update(keys)
      },
    }).finally(() => {
      progress.stop()
      lookUp?.stop()
    })
    const { faults: fault_count, ...counted } = result
    const document = { valid: fault_count === 0, ...counted, sealed: sealed !== undefined, fault_count, faults }
    output.answer(document, fault_count === 0 ? wordsOf(result, sealed !== undefined) : faultLines(faults, fault_count))
    if (fault_count > 0) process.exitCode = 1
  })

/** The EVM that reads a genesis file is loaded where one is given: the other commands of the group do without it. */
async function sealedChainOf({ client }: ChainRegistry, genesis: string) {
  const { readPinnedGenesis } = await import('../../src/network/pinned-genesis.ts')
  return openSealedChain(client, await readPinnedGenesis(genesis))
}

function wordsOf({ count, proven, stood_before, transactions, standing, block }: VerifiedReceipts, sealed: boolean): string[] {
  const looked = Object.entries(standing).map(([status, keys]) => `${keys} ${status}`)
  const trusted = sealed
    ? 'blocks sealed by the validators that the genesis leads to'
    : 'blocks as the node has them (--genesis: as the validators sealed them)'
  return [
    `${count} ${count === 1 ? 'key' : 'keys'}: ${count - stood_before} proven to be registered, in ${transactions} ${transactions === 1 ? 'transaction' : 'transactions'}; ${trusted}`,
    ...(stood_before === 0 ? [] : [`${stood_before} stood there before, and have no transaction in this file`]),
    `${proven} came with a proof of possession, by the word of who wrote the file`,
    ...(looked.length === 0 ? [] : [`looked up as of block ${block}: ${looked.join(', ')}`]),
  ]
}

function faultLines(faults: readonly ReceiptFault[], total: number): string[] {
  const lines = faults.map(({ line, code, detail }) => printable(`line ${line}: ${detail} (${code})`))
  return [...lines, ...(total > faults.length ? [`and ${total - faults.length} more`] : []), `${total} ${total === 1 ? 'fault' : 'faults'}`]
}
