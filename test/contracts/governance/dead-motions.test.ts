import { expect } from 'chai'
import { ZeroHash } from 'ethers'
import { roleIds } from '../../../src/chain/powers.ts'
import { day, governedRegistry, periods, type Governance } from '../support/governance.ts'
import { call, closed, draft, open, pass, propose, ready, saltOf, states, vote, type Call, type Motion } from '../support/motion.ts'
import { networkHelpers } from '../support/network.ts'
import { seatNames } from '../support/seats.ts'

const { loadFixture } = networkHelpers
const { REGISTRAR } = roleIds

function calls({ authority, actors }: Governance): Call[] {
  return [call(authority, 'grantRole', [REGISTRAR, actors.intruder.address, 0])]
}

/** What can become of a motion but execution. */
const ends: Record<string, { readonly state: bigint; readonly make: (world: Governance) => Promise<Motion> }> = {
  'called off': {
    state: states.canceled,
    make: async (world) => {
      const motion = await draft(world, 'ordinary', calls(world))
      await propose(world, motion)
      await motion.governor.connect(world.seats.utilityOne).cancel(...motion.content)
      return motion
    },
  },
  'rejected by votes against it': {
    state: states.defeated,
    make: async (world) => {
      const motion = await open(world, 'ordinary', calls(world))
      for (const seat of seatNames) await vote(world, motion, seat, seat.startsWith('utility') ? 'for' : 'against')
      await closed(motion)
      return motion
    },
  },
  'rejected for want of votes': {
    state: states.defeated,
    make: async (world) => {
      const motion = await open(world, 'ordinary', calls(world))
      await closed(motion)
      return motion
    },
  },
  'not queued in time': {
    state: states.expired,
    make: async (world) => {
      const motion = await pass(world, 'ordinary', calls(world))
      await networkHelpers.time.increase(periods.queue + 1)
      return motion
    },
  },
  'not executed in time': {
    state: states.expired,
    make: async (world) => {
      const motion = await ready(world, 'ordinary', calls(world))
      await networkHelpers.time.increase(periods.execution + 1)
      return motion
    },
  },
}

for (const [end, { state, make }] of Object.entries(ends)) {
  describe(`a motion that was ${end}`, () => {
    async function dead() {
      const world = await loadFixture(governedRegistry)
      const motion = await make(world)
      const everybody = [...Object.values(world.seats), ...Object.values(world.actors)]
      return { ...world, motion, everybody }
    }

    it('is queued and executed through its Governor by nobody', async () => {
      const { motion, everybody } = await dead()
      for (const account of everybody) {
        const governor = motion.governor.connect(account)
        for (const act of [governor.queue, governor.execute]) {
          await expect(act.staticCall(...motion.content)).to.be.revertedWithCustomError(governor, 'GovernorUnexpectedProposalState')
        }
      }
    })

    it('is scheduled, executed and cancelled in the timelock by nobody', async () => {
      const { motion, everybody, ordinaryTimelock } = await dead()
      const [targets, values, calldatas] = motion.content
      const salt = saltOf(motion)
      const operation = await ordinaryTimelock.hashOperationBatch(targets, values, calldatas, ZeroHash, salt)
      expect(await ordinaryTimelock.isOperation(operation)).to.equal(end === 'not executed in time')
      for (const account of everybody) {
        const timelock = ordinaryTimelock.connect(account)
        const one = [targets[0]!, 0n, calldatas[0]!, ZeroHash, salt] as const
        for (const attempt of [
          timelock.executeBatch.staticCall(targets, values, calldatas, ZeroHash, salt),
          timelock.execute.staticCall(...one),
          timelock.scheduleBatch.staticCall(targets, values, calldatas, ZeroHash, salt, periods.timelock),
          timelock.schedule.staticCall(...one, periods.timelock),
          timelock.cancel.staticCall(operation),
        ]) {
          await expect(attempt).to.be.revertedWithCustomError(timelock, 'AccessControlUnauthorizedAccount')
        }
      }
    })

    it('is neither voted on nor proposed again, and stays what it is', async () => {
      const { motion, seats, authority, actors } = await dead()
      for (const days of [1, 30, 1_000]) {
        await networkHelpers.time.increase(days * day)
        const governor = motion.governor.connect(seats.ministry)
        const [targets, values, calldatas] = motion.content
        for (const attempt of [
          governor.castVote(motion.id, 1),
          governor.propose(targets, values, calldatas, motion.description),
          governor.execute(...motion.content),
        ]) {
          await expect(attempt).to.be.revertedWithCustomError(governor, 'GovernorUnexpectedProposalState')
        }
        expect(await governor.state(motion.id)).to.equal(state)
      }
      expect((await authority.hasRole(REGISTRAR, actors.intruder)).isMember).to.equal(false)
    })
  })
}
