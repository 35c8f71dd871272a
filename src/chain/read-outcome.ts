import { parseEventLogs, type Hex, type TransactionReceipt } from 'viem'
import { assessmentRegistryAbi } from './abi/assessment-registry.generated.ts'
import { entityRegistryAbi } from './abi/entity-registry.generated.ts'
import { keyRegistryAbi } from './abi/key-registry.generated.ts'
import { processRegistryAbi } from './abi/process-registry.generated.ts'
import { sampleRegistryAbi } from './abi/sample-registry.generated.ts'
import type { Deployment } from './deployment.ts'

/** What a transaction made or changed, by identifier. */
export type Outcome = {
  readonly process_id?: string
  readonly assessment_id?: string
  readonly lot_id?: string
  readonly entity_id?: string
  readonly sample_id?: string
  readonly offer_id?: string
  /** Of a lot that changed hands: keys that went with it, and those that have an owner of their own and stayed. */
  readonly moved?: number
  readonly others?: number
  /** Keys that are new, or that something happened to. */
  readonly key_ids?: readonly Hex[]
}

const abi = [...entityRegistryAbi, ...processRegistryAbi, ...assessmentRegistryAbi, ...keyRegistryAbi, ...sampleRegistryAbi] as const

/** Read from the events of the registry's contracts; those of others do not count. Empty: nothing changed. */
export function readOutcome({ contracts }: Deployment, { logs }: Pick<TransactionReceipt, 'logs'>): Outcome {
  const ours = new Set(Object.values(contracts).map(({ address }) => address))
  const outcome: { -readonly [F in keyof Outcome]: Outcome[F] } = {}
  const keyIds: Hex[] = []
  for (const { args, address, eventName } of parseEventLogs({ abi, logs })) {
    // the one that was corrected is not what the transaction was about
    if (!ours.has(address.toLowerCase() as Hex) || eventName === 'AssessmentCorrected') continue
    if ('processId' in args) outcome.process_id = String(args.processId)
    if ('assessmentId' in args) outcome.assessment_id = String(args.assessmentId)
    if ('lotId' in args && args.lotId !== 0) outcome.lot_id = String(args.lotId)
    if ('offerId' in args && args.offerId !== 0) outcome.offer_id = String(args.offerId)
    if (eventName === 'LotTransferred') [outcome.moved, outcome.others] = [args.moved, args.others]
    if ('sampleId' in args) outcome.sample_id = String(args.sampleId)
    if ('entityId' in args) outcome.entity_id = args.entityId.toLowerCase()
    if ('keyIds' in args) keyIds.push(...args.keyIds)
    if ('keyId' in args) keyIds.push(args.keyId)
  }
  if (keyIds.length > 0) outcome.key_ids = keyIds
  return outcome
}
