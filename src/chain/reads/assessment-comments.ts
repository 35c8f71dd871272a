import { getAbiItem, numberToHex, toEventSelector } from 'viem'
import type { CommentRecord } from '../../domain/comment-record.ts'
import { assessmentRegistryAbi as abi } from '../abi/assessment-registry.generated.ts'
import type { ChainRegistry } from '../registry.ts'
import { readBlock } from './block.ts'
import { readEvents } from './events.ts'

const commented = toEventSelector(getAbiItem({ abi, name: 'AssessmentCommented' }))

/** Comments up to block `to`, oldest first; without an assessment's id those on all. */
export async function readAssessmentComments(
  registry: ChainRegistry,
  assessmentId: string | undefined,
  to: number,
): Promise<CommentRecord[]> {
  const topics = [commented, assessmentId === undefined ? null : numberToHex(BigInt(assessmentId), { size: 32 })]
  const found: CommentRecord[] = []
  for await (const events of readEvents(registry, { to, topics })) {
    for (const { eventName, args, blockNumber, transactionHash } of events) {
      if (eventName !== 'AssessmentCommented') continue
      const { block, time } = await readBlock(registry.client, Number(blockNumber))
      const what = { assessment_id: String(args.assessmentId), comment: args.commentDigest }
      found.push({ ...what, commented_at: time, block, transaction: transactionHash })
    }
  }
  return found
}
