import type { Deployment } from '../../chain/deployment.ts'
import { authorityRoles } from '../../chain/reverts/rows.ts'
import type { Hex } from '../../domain/fields.ts'
import { assessment, entity, withoutIndex, type Lookup } from '../index/assemble.ts'
import type { IndexReader } from '../index/index-reader.ts'
import type { RegistryReads } from '../registry.ts'
import { staffRoles } from '../who.ts'
import { everyRecord } from './every-record.ts'
import { readHistory, type SenderOf } from './key-history.ts'
import { waitForIndex } from './wait-for-block.ts'

export type IndexReadsOptions = {
  readonly maxAgeSeconds: number
  readonly deployment: Deployment
  /** Account that sent a transaction: what no event tells. */
  readonly senderOf: SenderOf
  /** What is not in the index: how much of its quota an entity has used, samples drawn by block hashes, corrected findings. */
  readonly chain: Pick<RegistryReads, 'quota' | 'sample' | 'sampleFindings' | 'openOffersOf' | 'keyRecords' | 'keysRegisteredBy'>
}

/** Reads the index for every answer; `block` is one that `head` gave. */
export function indexReads(reader: IndexReader, { deployment, senderOf, chain, maxAgeSeconds }: IndexReadsOptions): RegistryReads {
  const at =
    (block: number): Lookup =>
    (kind, id) =>
      reader.record(kind, id, block)
  const now = <T>(answer: T) => Promise.resolve(answer)
  return {
    quota: chain.quota,
    sample: chain.sample,
    sampleFindings: chain.sampleFindings,
    openOffersOf: chain.openOffersOf,
    keyRecords: chain.keyRecords,
    keysRegisteredBy: chain.keysRegisteredBy,
    name: reader.registry,
    chainId: deployment.chain_id,
    head: (wanted = {}) => waitForIndex(reader, wanted, maxAgeSeconds),
    blockTime: (block) => waitForIndex(reader, { as_of: block }, maxAgeSeconds),
    entity: (entityId, block) => now(entity(at(block), entityId)),
    process: (processId, block) => now(reader.record('process', processId, block)),
    assessment: (assessmentId, block) => now(assessment(at(block), assessmentId)),
    document: (sha256, block) => {
      const document = reader.record('document', sha256, block)
      return now(document && withoutIndex(document))
    },
    documents: (block) => now(everyRecord(reader, 'document', {}, block).map(withoutIndex)),
    comments: (assessmentId, block) => now(everyRecord(reader, 'comment', { assessment_id: assessmentId }, block)),
    lot: (lotId, block) => now(reader.record('lot', lotId, block)),
    keyInfo: (keyId, block) => {
      // nearly always nothing was written since the block was asked for
      const { as_of, info } = reader.answer(keyId)
      return now(as_of.block === block ? info : reader.keyInfo(keyId, block))
    },
    deviceLine: ({ key, predecessor_id, successor_id }, block) =>
      now(predecessor_id === null && successor_id === null ? undefined : reader.line(key.key_id as Hex, block)),
    keyHistory: (keyId, block) => readHistory(reader, { deployment, senderOf }, keyId, block),
    staffRoles: (account, block) => {
      const holds = (role: string) => {
        const number = authorityRoles.findIndex((name) => name.toLowerCase() === role)
        return reader.record('role', String(number), block)?.members.includes(account.toLowerCase()) === true
      }
      return now(staffRoles.filter(holds))
    },
    offer: (offerId, block) => {
      const { took_keys: _, ...offer } = reader.record('offer', offerId, block) ?? { took_keys: false }
      return now('offer_id' in offer ? offer : undefined)
    },
    offeredKeys: (offerId, block) => {
      const made = reader.history('offer', offerId, block).find(({ eventName }) => eventName === 'OfferMade')
      return now(made?.eventName === 'OfferMade' ? made.args.keyIds : [])
    },
    offerIds: ({ fromId, toId }, block) =>
      now(everyRecord(reader, 'offer', { from_id: fromId, to_id: toId }, block).map(({ offer_id }) => offer_id)),
    installers: (ownerId, block) => now(standing(everyRecord(reader, 'installer', { owner_id: ownerId }, block))),
    acceptedFrom: (toId, block) => now(standing(everyRecord(reader, 'sender', { to_id: toId }, block))),
  }
}

type Relation = { readonly entity_id: string; readonly stands: boolean; readonly block: number }

function standing(relations: readonly Relation[]) {
  return relations.filter(({ stands }) => stands).map(({ entity_id, block }) => ({ entity_id, block }))
}
