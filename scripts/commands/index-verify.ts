import { InvalidArgumentError, Option } from '@commander-js/extra-typings'
import { randomBytes } from 'node:crypto'
import { createClient } from '../../src/chain/client.ts'
import { readHeader } from '../../src/chain/proofs/read-header.ts'
import { openProvenState } from '../../src/chain/proofs/state/proven-state.ts'
import { readHeight } from '../../src/chain/reads/block.ts'
import { Problem } from '../../src/domain/problem.ts'
import { openIndexReader } from '../../src/oracle/index/open-index.ts'
import { verifyIndex } from '../../src/oracle/verify-index/verify-index.ts'
import { trustHeader } from '../index/trust-header.ts'
import { table } from '../output.ts'
import { startProgress } from '../progress.ts'
import { openRegistryOf, outputOf, reader, requireRpc } from '../registry-command.ts'
import { indexOption } from './index-options.ts'

const defaultSample = 1000

/** What a thousand proofs may take a busy node, in milliseconds. */
const proofMs = 120_000

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It must be a whole number from 1.')
}

/** `derkey index verify` */
export const indexVerify = reader('verify', 'compares an index with the state of the chain, by proofs; exits 1 where they differ')
  .addOption(indexOption)
  .option('--all', 'every key and record', false)
  .addOption(
    new Option('--sample <n>', 'so many keys, and records of each kind, by chance')
      .argParser(wholeNumber)
      .default(defaultSample)
      .conflicts('all'),
  )
  .option('--seed <seed>', 'what the sample follows from, to draw the same one again')
  .option('--genesis <file>', "of a QBFT network: proves the block by its validators' seals, so that the node need not be trusted")
  .action(async ({ index: file, all, sample, seed = randomBytes(8).toString('hex'), genesis, ...options }, command) => {
    const output = outputOf(command)
    const registry = await openRegistryOf(options)
    const index = openIndexReader(file, registry.deployment)
    try {
      const position = index.position()
      if (position === undefined) throw new Problem('index_empty', { detail: `nothing stands in ${file} yet` })
      const block = Math.min(position.block, await readHeight(registry.client))
      const header = await readHeader(registry.client, block)
      if (genesis !== undefined) await trustHeader(registry, header, genesis)
      output.note(
        all
          ? `block ${block}: every key and record`
          : `block ${block}: ${sample} keys, and records of each kind, by chance: --seed ${seed}`,
      )
      const progress = startProgress(all ? position.keys : Math.min(position.keys, sample), 'keys and records')
      const patient = createClient({ rpc: requireRpc(options), timeoutMs: proofMs })
      const state = openProvenState(patient, registry.deployment, header)
      const verified = await verifyIndex(index, state, {
        sample: all ? undefined : sample,
        seed,
        onProgress: progress.update,
      }).finally(progress.stop)
      const how = { header: genesis === undefined ? 'on_trust' : 'sealed', seed: all ? null : seed }
      const document = { registry: registry.name, hash: header.hash, ...how, ...verified }
      output.answer(document, [
        `block ${block}, ${header.hash}: ${genesis === undefined ? onTrust : sealed}`,
        table(
          Object.entries(verified.compared).map(([kind, compared]) => ({ kind, compared })),
          ['kind', 'compared'],
        ),
        `${verified.words} words of the contracts' storage proven, ${verified.fault_count} differences`,
        ...(verified.faults.length === 0 ? [] : [table(verified.faults, ['kind', 'id', 'field', 'index', 'chain'])]),
      ])
      if (verified.fault_count > 0) process.exitCode = 1
    } finally {
      index.close()
    }
  })

const sealed = 'sealed by the validators that the genesis file leads to; neither index nor node was trusted'
const onTrust = 'that the chain has this block is taken on trust from the node; everything below follows from its state root'
