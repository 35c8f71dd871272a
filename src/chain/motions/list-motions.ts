import { motionKinds, type MotionKind, type MotionState, type Tally } from '../../domain/motions/motion-record.ts'
import { toSeconds, toTime, type Hex } from '../../domain/fields.ts'
import { firstBlockAt } from '../reads/block-at.ts'
import { readHeight } from '../reads/block.ts'
import { blocksPerRequest, readLogs } from '../reads/logs.ts'
import type { ChainRegistry } from '../registry.ts'
import { decodeCall } from './decode-call.ts'
import { createdTopic, toProposals, type Proposal } from './find-proposal.ts'
import { governorOf } from './governance.ts'
import { wordsOf } from './motion.ts'
import { readState, readTally } from './read-tally.ts'

/** A line of the list. `calls` is Contract.function of each; raw calldata are `unknown`. */
export type ListedMotion = {
  readonly motion_id: Hex
  readonly kind: MotionKind
  readonly state: MotionState
  readonly tally: Tally
  readonly vote_until: string
  readonly description: string
  readonly calls: readonly string[]
}

export type ListOptions = {
  /** RFC 3339: motions proposed then or later. */
  readonly since?: string | undefined
  /** Told how many of the blocks were looked through, after each window of them. */
  readonly onBlocks?: (done: number, total: number) => void
}

/** Motions in the order of their proposal. */
export async function listMotions(registry: ChainRegistry, { since, onBlocks }: ListOptions = {}): Promise<ListedMotion[]> {
  const { client, deployment } = registry
  const address = motionKinds.map((kind) => governorOf(deployment.contracts, kind))
  const to = await readHeight(client)
  const from = since === undefined ? deployment.block : await firstBlockAt(client, toSeconds(since), deployment.block, to)
  const proposals: Proposal[] = []
  let looked = 0
  for await (const logs of readLogs(client, { address, topics: [createdTopic], from, to })) {
    for (const log of logs) {
      const kind = motionKinds[address.indexOf(log.address.toLowerCase() as Hex)] ?? 'ordinary'
      proposals.push(...toProposals(kind, [log]))
    }
    looked = Math.min(looked + blocksPerRequest, to - from + 1)
    onBlocks?.(looked, to - from + 1)
  }
  const rows: ListedMotion[] = []
  for (const proposal of proposals) rows.push(await toRow(registry, proposal))
  return rows
}

async function toRow(registry: ChainRegistry, proposal: Proposal): Promise<ListedMotion> {
  const { id, kind, deadline, description, calls } = proposal
  const [state, tally] = await Promise.all([readState(registry, proposal), readTally(registry, proposal)])
  const names = calls.map((call) => decodeCall(registry.deployment.contracts, call))
  return {
    motion_id: id,
    kind,
    state,
    tally,
    vote_until: toTime(deadline),
    description: wordsOf(description),
    calls: names.map(({ contract, function: name }) => (contract === null || name === null ? 'unknown' : `${contract}.${name}`)),
  }
}
