import type { Hex } from '../../domain/fields.ts'
import { Problem } from '../../domain/problem.ts'
import type { Client } from '../client.ts'
import { inTurns } from '../in-turns.ts'
import { readHeight } from '../reads/block.ts'
import { blocksPerRequest, readLogs } from '../reads/logs.ts'
import { invalid } from './bytes.ts'
import { sealsOf } from './header.ts'
import type { Namer, PinnedGenesis } from './pinned-genesis.ts'
import type { ProvenHeader } from './proof.ts'
import { proveReceipt } from './prove-receipt.ts'
import { readHeader } from './read-header.ts'
import { provenValidators } from './proven-validators.ts'
import { listContracts, listsAfter, listTopics, named, type ValidatorLists } from './validator-lists.ts'
import { verifyReceiptProof } from './verify-receipt-proof.ts'
import { verifySeals } from './verify-seals.ts'

/** Tells whether a block is one of the chain, whatever the node says. */
export type SealedChain = {
  /** @throws Problem `proof_invalid` for a block that the chain's validators did not agree to */
  trust(header: ProvenHeader): Promise<void>
}

/**
 * From the genesis on: its validators seal every block up to the one in which they change, and what changes them is an event of a receipt of that
 * block. Where the state of the block before still names the validators that are known, no event is looked for. A node that hides a change can prove
 * no later block.
 * @param onWalk told how far events were looked for, of block `to`
 */
export function openSealedChain(client: Client, genesis: PinnedGenesis, onWalk?: (block: number, to: number) => void): SealedChain {
  // what the contracts say after a block, each time that it changed
  const history: { readonly block: number; readonly lists: ValidatorLists }[] = [
    { block: 0, lists: new Map(Object.entries(genesis.lists) as [Hex, readonly Hex[]][]) },
  ]
  let walked = 0
  // the last block of which the state names whom `history` names
  let confirmed = 0

  const namerOf = (number: number): Namer => {
    const namer = genesis.namers.findLast(({ from }) => from <= number)
    if (namer === undefined) throw invalid(`nobody names the validators of block ${number}`)
    return namer
  }
  const lastBefore = (number: number) => history.findLast(({ block }) => block < number)?.lists ?? new Map<Hex, Hex[]>()
  const validatorsOf = (number: number) => named(lastBefore(number), namerOf(number))

  const walk = async (to: number) => {
    // what an attempt that failed found stands for nothing
    while (history.at(-1)!.block > walked) history.pop()
    let last: readonly [number, number] = [walked, Infinity]
    for await (const logs of readLogs(client, { address: listContracts(genesis), topics: [[...listTopics]], from: walked + 1, to })) {
      for (const transaction of new Set(logs.map(({ transactionHash }) => transactionHash))) {
        if (transaction === null) throw new Problem('chain_nonsense', { detail: 'the node gives an event that is in no transaction' })
        const proof = await proveReceipt(client, transaction)
        const { header, logs: proven } = verifyReceiptProof(proof)
        // an event that was seen before would bring validators back that have left
        const isLater = header.number > last[0] || (header.number === last[0] && proof.index > last[1])
        if (!isLater || header.number > to) {
          throw new Problem('chain_nonsense', { detail: `the node gives an event of block ${header.number} out of its place` })
        }
        last = [header.number, proof.index]
        await verifySeals(header.rlp, validatorsOf(header.number))
        const { lists } = history.at(-1)!
        history.push({ block: header.number, lists: proven.reduce((known, log) => listsAfter(known, log, genesis), lists) })
      }
      walked = Math.min(walked + blocksPerRequest, to)
      onWalk?.(walked, to)
    }
  }

  /** Makes sure of who had to seal a block. */
  const confirm = async (header: ProvenHeader) => {
    if (header.number - 1 <= Math.max(walked, confirmed)) return
    const found = await validatorsInState(client, header, namerOf(header.number))
    if (found === undefined || !isNamed(found, header.number)) await walk(header.number - 1)
    if (found !== undefined && !isNamed(found, header.number)) {
      throw invalid(`the state before block ${header.number} names validators of whom no event says that they became some`)
    }
    confirmed = header.number - 1
  }
  const isNamed = (found: readonly Hex[], number: number) => {
    const known = lastBefore(number).get(namerOf(number).lone?.of ?? namerOf(number).contract)
    return known !== undefined && sorted(found) === sorted(validatorsOf(number))
  }

  const trustSealed = async (header: ProvenHeader) => {
    if (sealsOf(header.rlp) === undefined) throw invalid(`block ${header.number} is none of QBFT: nobody sealed it`)
    await confirm(header)
    try {
      await verifySeals(header.rlp, validatorsOf(header.number))
    } catch (error) {
      // they may have changed, and changed back by the block that was confirmed
      const isSure = !(error instanceof Problem) || error.code !== 'proof_invalid' || walked >= header.number - 1
      if (isSure) throw error
      await walk(header.number - 1)
      await verifySeals(header.rlp, validatorsOf(header.number))
    }
  }

  /** What is found out for the newest block serves all blocks before it. Where it is none of the chain, the others still may be. */
  const lookAhead = async (beyond: number) => {
    const newest = await readHeader(client, await readHeight(client))
    if (newest.number <= beyond) return
    try {
      await trustSealed(newest)
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'proof_invalid') throw error
    }
  }
  let isAhead = false

  const turn = inTurns()
  return {
    trust: (header) =>
      turn(async () => {
        if (header.number > 0) {
          if (!isAhead) await lookAhead(header.number)
          isAhead = true
          await trustSealed(header)
        } else if (header.hash !== genesis.hash) {
          throw invalid(`block 0 is ${header.hash}, the genesis file makes it ${genesis.hash}`)
        }
      }),
  }
}

async function validatorsInState(client: Client, header: ProvenHeader, namer: Namer): Promise<Hex[] | undefined> {
  try {
    return await provenValidators(client, header, namer)
  } catch (error) {
    if (error instanceof Problem && error.code === 'state_missing') return undefined
    throw error
  }
}

const sorted = (accounts: readonly Hex[]) => [...accounts].sort().join()
