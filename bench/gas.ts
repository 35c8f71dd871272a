import { randomBytes } from 'node:crypto'
import { createKeys } from '../src/chain/calls/key-calls.ts'
import { grantRegistration, nameLineAccount } from '../src/chain/calls/process-calls.ts'
import type { Hex } from '../src/domain/fields.ts'
import { deployWorld } from '../test/support/world.ts'
import type { Bench } from './report.ts'

/** Gas of a key that a bare loop in assembly writes into a slot of its own, 700 in a transaction. */
const floor = 22_729
const most = 23_400

/** Gas a key of createKeys, each in a new lot, with every check, through the proxies, sent by a line account of an entity with a grant. */
export const gas: Bench = async (report) => {
  const world = await deployWorld()
  try {
    const { contracts } = world.deployment
    const { process_id } = world.processes.secure_element
    await world.act('chip_maker', grantRegistration(contracts, process_id, world.actors.oem.account))
    // the one actor that is no entity: an account of the manufacturer's line
    await world.act('oem', nameLineAccount(contracts, process_id, world.actors.intruder.account))
    const register = (count: number) => world.act('intruder', createKeys(contracts, process_id, undefined, randomKeyIds(count)))
    await register(1)
    for (const count of [1, 100, 500]) {
      const { gasUsed } = await register(count)
      report({
        bench: 'gas',
        what: `createKeys of ${count}`,
        value: Number(gasUsed) / count,
        unit: 'gas a key',
        baseline: { what: 'floor, a raw slot', value: floor },
        ...(count === 500 && { reach: `<= ${most.toLocaleString('en-US')} gas` }),
      })
    }
  } finally {
    await world.close()
  }
}

export function randomKeyIds(count: number): Hex[] {
  return Array.from({ length: count }, (): Hex => `0x${randomBytes(32).toString('hex')}`)
}
