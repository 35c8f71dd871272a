import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import type { Consortium } from '../../src/domain/consortium.ts'
import { parseConsortium } from '../../src/domain/consortium/parse-consortium.ts'
import type { Hex } from '../../src/domain/fields.ts'
import type { RegisterEntityInput } from '../../src/domain/inputs/entity.ts'
import { criteria } from './assess-process.ts'
import { memberOf, seatNames, staffNames, type SeatName } from './cast.ts'

type Accounts<Name extends string> = Readonly<Record<Name, { readonly account: Hex }>>

/** On a chain that makes a block at once: a vote is over as soon as it has passed, and the timelock is a second. */
const periods = {
  voting_delay_seconds: 0,
  voting_period_seconds: 3600,
  timelock_seconds: 1,
  queue_period_seconds: 86_400,
  execution_period_seconds: 86_400,
}

/**
 * The consortium of a local chain: seven members with a seat and a node each. The nodes are named and run nowhere, and nobody has their keys,
 * nor those of the members' entities: the seats are what acts.
 * @param country the home country: ISO 3166-1 alpha-2
 * @param founders entities that are registered from the beginning, besides the members
 */
export function foundConsortium(
  { chainId, country }: { readonly chainId: number; readonly country: string },
  accounts: Accounts<SeatName | (typeof staffNames)[number]>,
  founders: readonly RegisterEntityInput[],
): Consortium {
  const members = seatNames.map((name, index) => {
    const { address, publicKey } = privateKeyToAccount(generatePrivateKey())
    const { entity, segment } = memberOf(name, address.toLowerCase(), country)
    const enode = `enode://${publicKey.slice(4)}@127.0.0.1:${30_301 + index}`
    return { entity, segment, enode, account: accounts[name].account }
  })
  const description = {
    name: 'Local registry',
    chain_id: chainId,
    genesis_time: '2026-01-01T00:00:00Z',
    home_countries: [country],
    segments: [...new Set(members.map(({ segment }) => segment)), 'auto_manufacturer'],
    entities: [...members.map(({ entity }) => entity), ...founders],
    seats: members.map(({ entity, segment, account }) => ({ entity_id: entity.entity_id, account, segment })),
    validators: members.map(({ entity, segment, enode }) => {
      const { entity_id, country } = entity
      return { operator_id: entity_id, operator_account: entity_id, enode, hosting_country: country, segment }
    }),
    staff: Object.fromEntries(staffNames.map((name) => [name, accounts[name].account])),
    documents: [criteria],
    motions: { ordinary: periods, constitution: periods },
  }
  return parseConsortium(JSON.stringify(description))
}
