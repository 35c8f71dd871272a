import { randomBytes } from 'node:crypto'
import { createKeys } from '../../src/chain/calls/key-calls.ts'
import { setQuota } from '../../src/chain/calls/quota-calls.ts'
import type { Hex } from '../../src/domain/fields.ts'
import type { World } from '../../test/support/world.ts'
import { carryOut } from './carry-out.ts'

/** How a million keys are made and shipped. */
const [lots, callsPerLot, keysPerCall] = [100, 20, 500]
export const keyCount = lots * callsPerLot * keysPerCall

export type Filled = {
  readonly lotIds: readonly string[]
  /** Each list is what one transaction takes. */ readonly lists: readonly (readonly Hex[])[]
}

/** Registers a million keys of the chip maker's process, in lots of 10,000. */
export async function fill(world: World, processId: string): Promise<Filled> {
  const { contracts } = world.deployment
  const owner = world.actors.chip_maker
  // an offer is a record, and this many a day are more than the default
  for (const name of ['chip_maker', 'oem', 'utility'] as const) {
    await world.act('registrar', setQuota(contracts, world.actors[name].account, { keys: 3_000_000, records: 100_000 }))
  }
  const [lotIds, lists]: [string[], Hex[][]] = [[], []]
  for (let lot = 0; lot < lots; lot++) {
    const ofLot = Array.from({ length: callsPerLot }, () => keyIds(keysPerCall))
    const lotId = await world.registerKeys('chip_maker', processId, ofLot[0] ?? [])
    const rest = ofLot.slice(1).map((list) => createKeys(contracts, processId, lotId, list))
    await carryOut(world, owner, rest)
    lotIds.push(lotId)
    lists.push(...ofLot)
    if (lot % 10 === 9) process.stderr.write(`  ${(((lot + 1) * keyCount) / lots).toLocaleString('en-US')} keys registered\n`)
  }
  return { lotIds, lists }
}

function keyIds(count: number): Hex[] {
  const bytes = randomBytes(32 * count)
  return Array.from({ length: count }, (_, index): Hex => `0x${bytes.toString('hex', index * 32, index * 32 + 32)}`)
}
