import { z } from 'zod'
import { offerStates } from '../../domain/enumerations.ts'
import { entityIdField, keyIdField, recordIdField } from '../../domain/fields.ts'
import { Problem } from '../../domain/problem.ts'
import { asOf, offerRecord, type OfferRecord } from '../../domain/records.ts'
import { noQuery, readQuery } from '../http/read-query.ts'
import { ok, route, type Route } from '../http/route.ts'
import { knownOffer } from '../known-offer.ts'
import type { RegistryReads } from '../registry.ts'
import { isSupervisor, type Who } from '../who.ts'
import { namedEntity } from '../written.ts'

/** Offers of one page. */
const pageSize = 100

const offersQuery = readQuery.extend({
  from_id: entityIdField.optional(),
  to_id: entityIdField.optional(),
  state: z.enum(offerStates).optional(),
  after: recordIdField.optional(),
})
const offersAnswer = z
  .object({
    offers: z.array(offerRecord),
    next_after: recordIdField.nullable().describe('Ask for more with after; null: that is all'),
    as_of: asOf,
  })
  .meta({ id: 'OffersAnswer' })
const offerAnswer = offerRecord
  .extend({ key_ids: z.array(keyIdField).describe('As they were offered; none of a lot'), as_of: asOf })
  .meta({ id: 'OfferAnswer' })
const installersAnswer = z.object({ installers: z.array(namedEntity), as_of: asOf }).meta({ id: 'InstallersAnswer' })
const sendersAnswer = z.object({ senders: z.array(namedEntity), as_of: asOf }).meta({ id: 'SendersAnswer' })

/** How keys change hands: offers, and whom an entity named. */
export function readOfferRoutes(registry: RegistryReads): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/offers',
      name: 'list_offers',
      summary: `Offers from and to oneself, oldest first, ${pageSize} a page; all of them for the supervisors`,
      write: false,
      params: z.strictObject({}),
      query: offersQuery,
      answer: offersAnswer,
      handle: async ({ query, who }) => {
        const head = await registry.head(query)
        const ids = (await idsFor(registry, who, query, head.block)).filter((id) => Number(id) > Number(query.after ?? 0))
        const offers: OfferRecord[] = []
        let seen = 0
        for (; seen < ids.length && offers.length < pageSize; seen++) {
          const offer = await registry.offer(ids[seen] ?? '', head.block)
          if (offer !== undefined && (query.state === undefined || offer.state === query.state)) offers.push(offer)
        }
        return ok({ offers, next_after: seen < ids.length ? (ids[seen - 1] ?? null) : null, as_of: head })
      },
    }),
    route({
      method: 'get',
      path: '/v1/offers/{offer_id}',
      name: 'get_offer',
      summary: 'An offer with its keys, for its parties and the supervisors',
      write: false,
      params: z.strictObject({ offer_id: recordIdField }),
      query: readQuery,
      answer: offerAnswer,
      handle: async ({ params: { offer_id }, query, who }) => {
        const head = await registry.head(query)
        const offer = await knownOffer(registry, who, offer_id, head.block)
        return ok({ ...offer, key_ids: await registry.offeredKeys(offer_id, head.block), as_of: head })
      },
    }),
    named('/v1/installers', 'list_installers', 'Who may install one’s keys besides', installersAnswer, async (who, block) => ({
      installers: await registry.installers(who.subject, block),
    })),
    named('/v1/senders', 'list_senders', 'Whose offers one takes without being asked', sendersAnswer, async (who, block) => ({
      senders: await registry.acceptedFrom(who.subject, block),
    })),
  ]

  function named(
    path: string,
    name: string,
    summary: string,
    answer: z.ZodType,
    read: (who: Who, block: number) => Promise<object>,
  ): Route {
    const handle = async (who: Who) => {
      if (who.kind !== 'entity') throw new Problem('right_missing', { detail: `${who.subject} is a staff account and owns no keys` })
      const head = await registry.head()
      return ok({ ...(await read(who, head.block)), as_of: head })
    }
    const shared = { method: 'get', path, name, summary, write: false, params: z.strictObject({}), query: noQuery, answer } as const
    return route({ ...shared, handle: ({ who }) => handle(who) })
  }
}

type Parties = { from_id?: string | undefined; to_id?: string | undefined }

/** @throws Problem `right_missing` for offers between others */
async function idsFor(registry: RegistryReads, who: Who, { from_id: fromId, to_id: toId }: Parties, block: number): Promise<string[]> {
  const isParty = fromId === who.subject || toId === who.subject
  if (isSupervisor(who) || isParty) return registry.offerIds({ fromId, toId }, block)
  if (fromId !== undefined && toId !== undefined) {
    throw new Problem('right_missing', { detail: `offers are listed for their parties and the supervisors; ${who.subject} is neither` })
  }
  const made = toId === undefined && fromId !== undefined ? [] : await registry.offerIds({ fromId: who.subject, toId }, block)
  const received = toId !== undefined ? [] : await registry.offerIds({ fromId, toId: who.subject }, block)
  return [...new Set([...made, ...received])].sort((a, b) => Number(a) - Number(b))
}
