import { keyBatches } from '../../src/chain/calls/key-batches.ts'
import { keysPerCall } from '../../src/chain/calls/key-calls.ts'
import { offerKeys } from '../../src/chain/calls/offer-calls.ts'
import { readBlock } from '../../src/chain/reads/block.ts'
import { readEntityOf } from '../../src/chain/reads/entity-of.ts'
import { readKeyRecords } from '../../src/chain/reads/key.ts'
import { readOffer, readOffersMade } from '../../src/chain/reads/offer.ts'
import type { ChainRegistry } from '../../src/chain/registry.ts'
import { entityIdField, type Hex } from '../../src/domain/fields.ts'
import { requireOfferable } from '../../src/domain/require-changeable.ts'
import { parseArgument } from '../parse-argument.ts'
import { keyIdsOf } from '../read-key-files.ts'
import { acting, outputOf, writer } from '../registry-command.ts'
import { countOf, sendBatches } from '../keys/send-batches.ts'
import { readTerm } from '../keys/read-term.ts'

/** `derkey key offer` */
export const keyOffer = writer('offer', 'offers keys to another entity, an offer for each 500; by their owner; run again, it goes on')
  .argument('<key-id-or-file...>', 'key ids, or files that hold keys')
  .requiredOption('--to <entity-id>', 'who is to own them')
  .option('--until <time>', 'RFC 3339 in UTC; without it, 30 days')
  .action((given, options, command) =>
    acting(options, async (here) => {
      const { registry, contracts } = here
      const toId = parseArgument('to', entityIdField, options.to)
      const keyIds = keyIdsOf(given)
      const expires_at = await readTerm(registry, options.until)
      const standing = keyIds.length > keysPerCall ? await standingOffers(registry, toId, keyIds) : []
      const offered = new Set(standing.flatMap(({ key_ids }) => key_ids))
      const rest = keyIds.filter((keyId) => !offered.has(keyId))
      if (rest.length > keysPerCall) {
        const ownerId = (await readEntityOf(registry, here.sender.address)) ?? null
        requireOfferable(rest, await readKeyRecords(registry, rest), ownerId)
      }
      const written = await sendBatches(here, outputOf(command), rest, (batch) => offerKeys(contracts, batch, toId, expires_at))

      const offer_ids = [...standing, ...written].flatMap(({ offer_id }) => offer_id ?? [])
      const document = {
        to_id: toId,
        expires_at,
        offer_ids,
        accepted_in_advance: offer_ids.length === 0,
        key_ids: keyIds,
        transactions: written,
      }
      const what = `${countOf(keyIds.length)} to ${toId}`
      outputOf(command).answer(
        document,
        offer_ids.length === 0 ? `${what}: accepted in advance` : `${what}: offer ${offer_ids.join(', ')}, until ${expires_at}`,
      )
    }),
  )

/** Of an earlier call with the same list that was interrupted: offers of a whole batch that are still open. */
async function standingOffers(registry: ChainRegistry, toId: string, keyIds: readonly Hex[]) {
  const { block } = await readBlock(registry.client)
  const batches = new Set(keyBatches(keyIds).map((batch) => batch.join()))
  const found = []
  for await (const made of readOffersMade(registry, { toId }, block)) {
    if (!batches.has(made.key_ids.join())) continue
    if ((await readOffer(registry, made.offer_id, block))?.state === 'open') found.push(made)
  }
  return found
}
