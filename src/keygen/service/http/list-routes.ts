import type { KeyObject } from 'node:crypto'
import { z } from 'zod'
import type { EntropySource } from '../../../domain/enumerations.ts'
import { recordIdField } from '../../../domain/fields.ts'
import { Problem } from '../../../domain/problem.ts'
import { cutLists, listsOf, mostLists, type KeyList } from '../operations/cut-lists.ts'
import { requireProcess } from '../operations/enrol.ts'
import type { Parts } from '../operations/parts.ts'
import { clientOf, nothing, route, type Route } from './route.ts'

/** Who signs the lists of each process, and where the keys that the service makes come from. */
export type ListParts = Parts & { readonly listKeys: ReadonlyMap<string, KeyObject>; readonly entropy: EntropySource }

const keyList = z
  .object({
    process_id: recordIdField,
    counter: z.number().int().min(1).describe('1, 2, 3, … of this process: none is left out'),
    manifest: z.string().describe('The octets of manifest.json, base64'),
    signature: z.string().describe('The octets of manifest.json.sig, base64: ECDSA with SHA-256, DER'),
  })
  .meta({ id: 'KeyList' })
const answer = z.object({ lists: z.array(keyList) })

/** 5.5.6: the manufacturer registers the keys itself, by signed lists. */
export function listRoutes(parts: ListParts): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/key-lists',
      name: 'cut_key_lists',
      summary: 'Signed lists of the keys that were confirmed since the last, for `derkey key register`; none where there is no new key',
      right: 'list',
      params: nothing,
      query: nothing,
      body: z.strictObject({ process_id: recordIdField }),
      status: 201,
      answer,
      handle: (call) => {
        const { process_id: processId } = call.body
        requireProcess(clientOf(call), processId)
        const key = parts.listKeys.get(processId)
        if (key === undefined)
          throw new Problem('not_listed', { field: 'process_id', detail: `the service registers the keys of process ${processId} itself` })
        return { lists: cutLists(parts, processId, key, parts.entropy).map(shownOf) }
      },
    }),
    route({
      method: 'get',
      path: '/v1/key-lists',
      name: 'key_lists',
      summary: `Lists that were made already, the oldest first, ${mostLists} a call: for one whose answer was lost`,
      right: 'list',
      params: nothing,
      query: z.strictObject({
        process_id: recordIdField,
        after: z.coerce.number().int().min(0).default(0).describe('The counter of the last list that is known'),
      }),
      status: 200,
      answer,
      handle: (call) => {
        const { process_id: processId, after } = call.query
        requireProcess(clientOf(call), processId)
        return { lists: listsOf(parts.ledger, processId, after).map(shownOf) }
      },
    }),
  ]
}

function shownOf({ process_id, counter, manifest, signature }: KeyList) {
  const base64 = (octets: Uint8Array) => Buffer.from(octets).toString('base64')
  return { process_id, counter, manifest: base64(manifest), signature: base64(signature) }
}
