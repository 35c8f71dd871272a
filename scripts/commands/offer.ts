import { Command } from '@commander-js/extra-typings'
import { acceptInAdvance, acceptOffer, withdrawOffer, type OfferedKeys } from '../../src/chain/calls/offer-calls.ts'
import { readBlock } from '../../src/chain/reads/block.ts'
import { readOffer, readOfferedKeys, readOffersMade } from '../../src/chain/reads/offer.ts'
import { readAcceptedFrom } from '../../src/chain/reads/relations.ts'
import type { ChainRegistry } from '../../src/chain/registry.ts'
import { entityIdField, recordIdField } from '../../src/domain/fields.ts'
import { countOf } from '../keys/send-batches.ts'
import { parseArgument } from '../parse-argument.ts'
import { acting, found, linesOf, openRegistryOf, outputOf, reader, report, writer, type Written } from '../registry-command.ts'

const idOf = (text: string) => parseArgument('offer_id', recordIdField, text)
const entityOf = (name: string, text: string | undefined) => (text === undefined ? undefined : parseArgument(name, entityIdField, text))

const list = reader('list', 'offers of keys and lots, oldest first')
  .option('--from <entity-id>', 'only of this owner')
  .option('--to <entity-id>', 'only to this entity')
  .option('--open', 'only those that were neither accepted nor withdrawn; expired ones too', false)
  .action(async (options, command) => {
    const registry = await openRegistryOf(options)
    const { block } = await readBlock(registry.client)
    const filter = { fromId: entityOf('from', options.from), toId: entityOf('to', options.to) }
    const rows = []
    for await (const { offer_id } of readOffersMade(registry, filter, block)) {
      const record = await readOffer(registry, offer_id, block)
      if (record !== undefined && (!options.open || record.state === 'open')) rows.push(record)
    }
    outputOf(command).list(rows, ['offer_id', 'from_id', 'to_id', 'lot_id', 'key_count', 'state', 'expires_at'])
  })

const show = reader('show', 'shows an offer with its keys')
  .argument('<offer-id>', 'the offer')
  .action(async (id, options, command) => {
    const registry = await openRegistryOf(options)
    const { block } = await readBlock(registry.client)
    const record = found(await readOffer(registry, idOf(id), block), 'offer_unknown', id)
    const document = { ...record, key_ids: await readOfferedKeys(registry, id, block) }
    outputOf(command).answer(document, linesOf(document))
  })

/** What the receiver, or who made it, has to repeat of an offer. @throws Problem `offer_unknown` */
async function offeredKeysOf(registry: ChainRegistry, id: string): Promise<OfferedKeys> {
  const { block } = await readBlock(registry.client)
  const { offer_id, lot_id } = found(await readOffer(registry, idOf(id), block), 'offer_unknown', id)
  return { offer_id, lot_id, key_ids: lot_id === null ? await readOfferedKeys(registry, offer_id, block) : [] }
}

const accept = writer('accept', 'accepts offers: their keys are one’s own; by the entity that each names')
  .argument('<offer-id...>', 'the offers')
  .action((ids, options, command) =>
    acting(options, async ({ registry, contracts, act }) => {
      const offered: OfferedKeys[] = []
      for (const id of new Set(ids)) offered.push(await offeredKeysOf(registry, id))
      const offers: { readonly offer: OfferedKeys; readonly written: Written }[] = []
      try {
        for (const offer of offered) offers.push({ offer, written: await act(acceptOffer(contracts, offer)) })
      } catch (error) {
        if (offers.length > 0) outputOf(command).note(`accepted before: offer ${offers.map(({ offer }) => offer.offer_id).join(', ')}`)
        throw error
      }
      outputOf(command).answer(
        { offers: offers.map(({ offer, written }) => ({ ...written, ...offer })) },
        offers.map(({ offer, written }) => wordsOf(offer, written)),
      )
    }),
  )

function wordsOf({ offer_id, lot_id, key_ids }: OfferedKeys, { moved = 0, others = 0, block, transaction }: Written): string {
  const where = `(block ${block}, transaction ${transaction})`
  if (lot_id === null) return `offer ${offer_id} accepted: ${countOf(key_ids.length)} ${where}`
  const stayed = others === 0 ? '' : `; ${countOf(others)} of it went another way before, and did not`
  return `offer ${offer_id} accepted: lot ${lot_id} with ${countOf(moved)}${stayed} ${where}`
}

const withdraw = writer('withdraw', 'withdraws an offer, by who made it; or declines it, by the entity that it names')
  .argument('<offer-id>', 'the offer')
  .action((id, options, command) =>
    acting(options, async ({ registry, contracts, act }) => {
      const offered = await offeredKeysOf(registry, id)
      report(outputOf(command), { ...(await act(withdrawOffer(contracts, offered))), ...offered }, `offer ${id} withdrawn`)
    }),
  )

const acceptFrom = writer('accept-from', 'takes whatever an entity offers from now on, without being asked')
  .argument('<entity-id>', 'whose keys')
  .option('--stop', 'no longer', false)
  .action((id, { stop, ...options }, command) =>
    acting(options, async ({ contracts, act }) => {
      const fromId = parseArgument('entity_id', entityIdField, id)
      const written = await act(acceptInAdvance(contracts, fromId, !stop))
      report(outputOf(command), written, stop ? `offers of ${fromId} wait for your word` : `offers of ${fromId} are accepted in advance`)
    }),
  )

const acceptedFrom = reader('accepted-from', 'whose offers an entity takes without being asked')
  .argument('<entity-id>', 'who receives keys')
  .action(async (id, options, command) => {
    const registry = await openRegistryOf(options)
    const { block } = await readBlock(registry.client)
    const senders = await readAcceptedFrom(registry, parseArgument('entity_id', entityIdField, id), block)
    outputOf(command).list(senders, ['entity_id', 'block'])
  })

export const offer = new Command('offer').description('keys and lots that change hands')
for (const verb of [list, show, accept, withdraw, acceptFrom, acceptedFrom]) offer.addCommand(verb)
