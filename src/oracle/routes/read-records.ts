import { z } from 'zod'
import { digestField, entityIdField, recordIdField } from '../../domain/fields.ts'
import { Problem } from '../../domain/problem.ts'
import {
  asOf,
  documentRecord,
  entityRecord,
  keyGenerationRecord,
  keyProtectionRecord,
  lotRecord,
  processRecord,
  quotaRecord,
  type AsOf,
} from '../../domain/records.ts'
import { readQuery } from '../http/read-query.ts'
import { ok, route, type Answer, type Route } from '../http/route.ts'
import type { ReadAt, RegistryReads } from '../registry.ts'
import { isSupervisor, type Who } from '../who.ts'

const dated = { as_of: asOf }
const entityAnswer = entityRecord
  .extend({
    quota: quotaRecord.nullable().describe('Of today, for the entity itself and for staff; null for others, and with as_of'),
    ...dated,
  })
  .meta({ id: 'EntityAnswer' })
const documentAnswer = documentRecord.extend(dated).meta({ id: 'DocumentAnswer' })
const documentsAnswer = z.object({ documents: z.array(documentRecord), ...dated }).meta({ id: 'DocumentsAnswer' })
const processAnswer = processRecord.extend(dated).meta({ id: 'ProcessAnswer' })
const lotAnswer = lotRecord.extend(dated).meta({ id: 'LotAnswer' })
const assessmentAnswer = z.union([
  keyGenerationRecord.extend(dated).meta({ id: 'KeyGenerationAnswer' }),
  keyProtectionRecord.extend(dated).meta({ id: 'KeyProtectionAnswer' }),
])

/** Records by their identifier, each of one block. */
export function readRecordRoutes(registry: RegistryReads): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/entities/{entity_id}',
      name: 'get_entity',
      summary: 'An entity (table 9), for any active entity',
      write: false,
      params: z.strictObject({ entity_id: entityIdField }),
      query: readQuery,
      answer: entityAnswer,
      handle: ({ params: { entity_id }, query, who }) =>
        answer(registry, query, 'entity', entity_id, async (block) => {
          const entity = await registry.entity(entity_id, block)
          if (entity === undefined) return undefined
          // how much a company makes a day is its own business
          const maySeeQuota = (isSupervisor(who) || who.subject === entity_id) && query.as_of === undefined
          const quota = maySeeQuota ? await registry.quota(entity_id, block) : undefined
          return { ...entity, quota: quota ?? null }
        }),
    }),
    route({
      method: 'get',
      path: '/v1/documents',
      name: 'list_documents',
      summary: 'The documents of the Governing Body, oldest first, for any active entity',
      write: false,
      params: z.strictObject({}),
      query: readQuery,
      answer: documentsAnswer,
      handle: async ({ query }) => {
        const head = await registry.head(query)
        return ok({ documents: await registry.documents(head.block), as_of: head })
      },
    }),
    route({
      method: 'get',
      path: '/v1/documents/{sha256}',
      name: 'get_document',
      summary: 'The document whose file has this SHA-256, for any active entity',
      write: false,
      params: z.strictObject({ sha256: digestField }),
      query: readQuery,
      answer: documentAnswer,
      handle: ({ params: { sha256 }, query }) => answer(registry, query, 'document', sha256, (block) => registry.document(sha256, block)),
    }),
    route({
      method: 'get',
      path: '/v1/processes/{process_id}',
      name: 'get_process',
      summary: 'A process (table 5), for any active entity',
      write: false,
      params: z.strictObject({ process_id: recordIdField }),
      query: readQuery,
      answer: processAnswer,
      handle: ({ params: { process_id }, query }) =>
        answer(registry, query, 'process', process_id, (block) => registry.process(process_id, block)),
    }),
    route({
      method: 'get',
      path: '/v1/assessments/{assessment_id}',
      name: 'get_assessment',
      summary: 'An assessment (tables 6 to 8), for any active entity',
      write: false,
      params: z.strictObject({ assessment_id: recordIdField }),
      query: readQuery,
      answer: assessmentAnswer,
      handle: ({ params: { assessment_id }, query }) =>
        answer(registry, query, 'assessment', assessment_id, (block) => registry.assessment(assessment_id, block)),
    }),
    route({
      method: 'get',
      path: '/v1/lots/{lot_id}',
      name: 'get_lot',
      summary: 'A lot, for its owner, the owner of its process and the supervisors',
      write: false,
      params: z.strictObject({ lot_id: recordIdField }),
      query: readQuery,
      answer: lotAnswer,
      handle: ({ params: { lot_id }, query, who }) =>
        answer(registry, query, 'lot', lot_id, async (block) => {
          const lot = await registry.lot(lot_id, block)
          if (lot === undefined) return undefined
          const now = query.as_of === undefined ? lot : await registry.lot(lot_id, (await registry.head()).block)
          await requireReader(registry, who, now?.owner_id ?? '', lot.process_id, block)
          return lot
        }),
    }),
  ]
}

async function answer<T extends object>(
  registry: RegistryReads,
  at: ReadAt,
  what: 'entity' | 'process' | 'assessment' | 'lot' | 'document',
  id: string,
  read: (block: number) => Promise<T | undefined>,
): Promise<Answer> {
  const head: AsOf = await registry.head(at)
  const record = await read(head.block)
  if (record === undefined) {
    throw new Problem(`${what}_unknown`, { field: what === 'document' ? 'sha256' : `${what}_id`, detail: `there is no ${what} ${id}` })
  }
  return ok({ ...record, as_of: head })
}

async function requireReader(registry: RegistryReads, who: Who, ownerId: string, processId: string, block: number): Promise<void> {
  if (isSupervisor(who) || ownerId === who.subject) return
  const process = await registry.process(processId, block)
  if (process?.owner_id === who.subject) return
  const detail = `a lot is read by its owner, the owner of its process and the supervisors; ${who.subject} is none of them`
  throw new Problem('right_missing', { detail })
}
