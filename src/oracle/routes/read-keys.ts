import { z } from 'zod'
import { keyIdField, type Hex } from '../../domain/fields.ts'
import { keyEvent, ownerPeriod, type OwnerPeriod } from '../../domain/key-history.ts'
import { Problem } from '../../domain/problem.ts'
import { asOf, type KeyInfo } from '../../domain/records.ts'
import { keyInfoAnswer, remedyOf } from '../../domain/remedy.ts'
import { readQuery } from '../http/read-query.ts'
import { ok, route, type Route } from '../http/route.ts'
import { knownKey } from '../known-key.ts'
import type { RegistryReads } from '../registry.ts'
import { isSupervisor, type Who } from '../who.ts'

export const keyParams = z.strictObject({ key_id: keyIdField.transform((value) => value as Hex) })

const keyHistory = z
  .object({ key_id: keyIdField, events: z.array(keyEvent), owners: z.array(ownerPeriod), as_of: asOf })
  .meta({ id: 'KeyHistory' })

const keyAnswer = keyInfoAnswer
  .extend({
    registry: z.string().describe('Which registry says so, in CAIP-10'),
    line: z
      .array(keyIdField)
      .optional()
      .describe('The keys of its device, this one among them, the oldest first, as far as signatures prove it; none where it stands alone'),
  })
  .meta({ id: 'GetKeyInfoAnswer' })

/** `get_key_info` (table 10), and what happened to a key so far. */
export function readKeyRoutes(registry: RegistryReads): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/keys/{key_id}',
      name: 'get_key_info',
      summary: 'Everything that is known of a key, and what its owner can do where it is not active; for any active entity',
      write: false,
      params: keyParams,
      query: readQuery,
      answer: keyAnswer,
      handle: async ({ params, query }) => {
        const head = await registry.head(query)
        const info = await knownKey(registry, params.key_id, head)
        const line = await registry.deviceLine(info, head.block)
        return ok({ registry: registry.name, ...info, ...(line && { line }), remedy: remedyOf(info), as_of: head })
      },
    }),
    route({
      method: 'get',
      path: '/v1/keys/{key_id}/history',
      name: 'get_key_history',
      summary: 'What happened to a key and who owned it, oldest first, for its owners so far and the supervisors',
      write: false,
      params: keyParams,
      query: readQuery,
      answer: keyHistory,
      handle: async ({ params, query, who }) => {
        const head = await registry.head(query)
        const info = await knownKey(registry, params.key_id, head)
        const { events, owners } = await registry.keyHistory(params.key_id, head.block)
        // whoever came to own it since may see what was before
        const now = query.as_of === undefined ? { info, owners } : await ownersNow(registry, params.key_id)
        requireOwner(who, now.info, now.owners)
        return ok({ key_id: params.key_id, events, owners, as_of: head })
      },
    }),
  ]
}

async function ownersNow(registry: RegistryReads, keyId: Hex) {
  const head = await registry.head()
  const info = await knownKey(registry, keyId, head)
  return { info, owners: (await registry.keyHistory(keyId, head.block)).owners }
}

function requireOwner(who: Who, info: KeyInfo, periods: readonly OwnerPeriod[]): void {
  const owners = new Set([info.key.owner_id, ...periods.map(({ owner_id }) => owner_id)])
  if (isSupervisor(who) || owners.has(who.subject)) return
  throw new Problem('right_missing', {
    detail: `a key's history is read by its owners so far and the supervisors; ${who.subject} is neither`,
  })
}
