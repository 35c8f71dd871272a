import { z } from 'zod'
import { assessmentKinds, assessmentStates, entityTypes, recordStates, statuses } from '../../domain/enumerations.ts'
import { countryField, entityIdField, keyIdField, recordIdField } from '../../domain/fields.ts'
import { Problem } from '../../domain/problem.ts'
import { entityRecord, keyGenerationRecord, keyProtectionRecord, lotRecord, processRecord } from '../../domain/records.ts'
import { route, type Route } from '../http/route.ts'
import { assessment, withoutIndex } from '../index/assemble.ts'
import type { IndexReader } from '../index/index-reader.ts'
import type { RegistryReads } from '../registry.ts'
import { isSupervisor } from '../who.ts'
import { answerPage, listAnswer, listQuery } from './list-query.ts'
import { ownAlone, ownOrMade } from './list-rights.ts'

const listedKey = z
  .object({
    key_id: keyIdField,
    process_id: recordIdField,
    lot_id: recordIdField,
    account: entityIdField.describe('Who registered it: the controller of its owner then, or a line account'),
    owner_id: entityIdField,
    status: z.enum(statuses).describe('Its own: GET /v1/keys/{key_id} says what it comes to'),
    block: z.number().int().describe('In which it was registered'),
  })
  .meta({ id: 'ListedKey' })

const keysQuery = listQuery.extend({
  process_id: recordIdField.optional(),
  lot_id: recordIdField.optional(),
  owner_id: entityIdField.optional(),
  status: z.enum(statuses).optional(),
  registered_by: entityIdField.optional().describe('An account'),
})
const lotsQuery = listQuery.extend({
  owner_id: entityIdField.optional(),
  process_id: recordIdField.optional(),
  state: z.enum(recordStates).optional(),
})
const processesQuery = listQuery.extend({ owner_id: entityIdField.optional(), state: z.enum(recordStates).optional() })
const assessmentsQuery = listQuery.extend({
  process_id: recordIdField.optional(),
  assessor_id: entityIdField.optional(),
  kind: z.enum(assessmentKinds).optional(),
  state: z.enum(assessmentStates).optional(),
})
const entitiesQuery = listQuery.extend({
  country: countryField.optional(),
  type: z.enum(entityTypes).optional(),
  state: z.enum(['active', 'suspended']).optional(),
})

/** Lists, page by page, each of one block: one's own records, and everything for the supervisors. */
export function listRoutes(reads: RegistryReads, index: Pick<IndexReader, 'keys' | 'records' | 'record'>): Route[] {
  const shared = { method: 'get', write: false, params: z.strictObject({}) } as const
  return [
    route({
      ...shared,
      path: '/v1/keys',
      name: 'list_keys',
      summary: 'Keys that one owns, or that one’s processes made, with filters, page by page; all of them for the supervisors',
      query: keysQuery,
      answer: listAnswer('KeyList', 'keys', listedKey),
      handle: async ({ query, who }) => {
        const { process_id, lot_id, owner_id, status, registered_by: account } = query
        const filter = await ownOrMade(reads, who, { process_id, lot_id, owner_id, status, account }, 'keys')
        return answerPage(reads, 'keys', query, (page) => index.keys(filter, page))
      },
    }),
    route({
      ...shared,
      path: '/v1/lots',
      name: 'list_lots',
      summary: 'Lots that one owns, or that one’s processes made; all of them for the supervisors',
      query: lotsQuery,
      answer: listAnswer('LotList', 'lots', lotRecord),
      handle: async ({ query, who }) => {
        const { owner_id, process_id, state } = query
        const filter = await ownOrMade(reads, who, { owner_id, process_id, state }, 'lots')
        return answerPage(reads, 'lots', query, (page) => index.records('lot', filter, page))
      },
    }),
    route({
      ...shared,
      path: '/v1/processes',
      name: 'list_processes',
      summary: 'One’s own processes; all of them for the supervisors',
      query: processesQuery,
      answer: listAnswer('ProcessList', 'processes', processRecord),
      handle: ({ query, who }) => {
        const { owner_id, state } = query
        const filter = ownAlone(who, { owner_id, state }, 'owner_id', 'processes')
        return answerPage(reads, 'processes', query, (page) => index.records('process', filter, page))
      },
    }),
    route({
      ...shared,
      path: '/v1/assessments',
      name: 'list_assessments',
      summary: 'Assessments that one recorded, or of one’s own process (process_id); all of them for the supervisors',
      query: assessmentsQuery,
      answer: listAnswer('AssessmentList', 'assessments', z.union([keyGenerationRecord, keyProtectionRecord])),
      handle: async ({ query, who }) => {
        const { process_id, assessor_id, kind, state } = query
        const wanted = { process_id, assessor_id, kind, state }
        const isOwn = await isProcessOf(reads, who.subject, process_id)
        const filter = isOwn ? wanted : ownAlone(who, wanted, 'assessor_id', 'assessments')
        return answerPage(reads, 'assessments', query, (page) => {
          const { items, ...rest } = index.records('assessment', filter, page)
          const lookup = <K extends Parameters<IndexReader['record']>[0]>(name: K, id: string) => index.record(name, id, rest.as_of.block)
          return { ...rest, items: items.map(({ assessment_id }) => assessment(lookup, assessment_id)) }
        })
      },
    }),
    route({
      ...shared,
      path: '/v1/entities',
      name: 'list_entities',
      summary: 'Entities, for the supervisors',
      query: entitiesQuery,
      answer: listAnswer('EntityList', 'entities', entityRecord),
      handle: ({ query, who }) => {
        if (!isSupervisor(who)) {
          const detail = 'entities are listed for the supervisors; GET /v1/entities/{entity_id} answers any active entity'
          throw new Problem('right_missing', { detail })
        }
        const { country, type, state } = query
        return answerPage(reads, 'entities', query, (page) => {
          const { items, ...rest } = index.records('entity', { country, type, state }, page)
          return { ...rest, items: items.map(withoutIndex) }
        })
      },
    }),
  ]
}

async function isProcessOf(reads: RegistryReads, subject: string, processId: string | undefined): Promise<boolean> {
  if (processId === undefined) return false
  const { block } = await reads.head()
  return (await reads.process(processId, block))?.owner_id === subject
}
