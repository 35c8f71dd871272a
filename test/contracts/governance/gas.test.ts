import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { getBytes, type ContractTransactionResponse } from 'ethers'
import { roleIds } from '../../../src/chain/powers.ts'
import { governedRegistry, motionKinds, periods, type MotionKind } from '../support/governance.ts'
import { call, draft, enough, opened, propose, vote, type Call } from '../support/motion.ts'
import { networkHelpers } from '../support/network.ts'
import { entityOf, seatDetails } from '../support/seats.ts'

const { loadFixture } = networkHelpers
const snapshot = join(import.meta.dirname, 'gas.snapshot.json')

/** Without what the calldata's bytes cost: how many of them are zero hangs on addresses, and those on what ran before. */
async function gasOf(sending: Promise<ContractTransactionResponse>): Promise<number> {
  const transaction = await sending
  const bytes = getBytes(transaction.data)
  const calldata = bytes.reduce((gas, byte) => gas + (byte === 0 ? 4 : 16), 0)
  return Number((await transaction.wait())?.gasUsed) - calldata
}

/** Gas of each step of a motion of one call, with seven seats. */
async function measure(kind: MotionKind, name: string, callOf: (world: Awaited<ReturnType<typeof governedRegistry>>) => Call) {
  const world = await loadFixture(governedRegistry)
  const motion = await draft(world, kind, [callOf(world)], name)
  const proposed = await gasOf(propose(world, motion))
  await opened(motion)
  const votes: number[] = []
  for (const seat of enough[kind]) votes.push(await gasOf(vote(world, motion, seat, 'for')))
  const queued = await gasOf(motion.governor.queue(...motion.content))
  await networkHelpers.time.increase(periods.timelock)
  const executed = await gasOf(motion.governor.execute(...motion.content))
  return {
    [`${name}: propose`]: proposed,
    [`${name}: first vote`]: votes[0],
    [`${name}: vote`]: votes[1],
    [`${name}: vote that passes it`]: votes.at(-1),
    [`${name}: queue`]: queued,
    [`${name}: execute`]: executed,
  }
}

describe('gas of a motion', () => {
  it('is as in the snapshot', async () => {
    const gas = {
      ...(await measure('ordinary', 'registrar', ({ authority, actors }) =>
        call(authority, 'grantRole', [roleIds.REGISTRAR, actors.newcomer.address, 0]),
      )),
      ...(await measure('constitution', 'threshold', ({ board }) => call(board, 'setThreshold', [motionKinds.ordinary, 3, 5]))),
      ...(await measure('constitution', 'seats', ({ board }) =>
        call(board, 'changeSeats', [[entityOf('carMaker')], [seatDetails('one'), seatDetails('two')]]),
      )),
    }
    if (process.env['DERKEY_UPDATE_GAS'] === '1') writeFileSync(snapshot, `${JSON.stringify(gas, null, 2)}\n`)

    expect(gas).to.deep.equal(JSON.parse(readFileSync(snapshot, 'utf8')))
  })
})
