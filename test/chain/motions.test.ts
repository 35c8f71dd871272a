import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { accredit } from '../../src/chain/calls/entity-calls.ts'
import { changeSeats, setHomeCountries } from '../../src/chain/calls/board-calls.ts'
import type { ContractCall } from '../../src/chain/calls/contract-call.ts'
import { cancelMotion } from '../../src/chain/motions/cancel.ts'
import { carryMotion } from '../../src/chain/motions/carry.ts'
import { readClock, waitForClock } from '../../src/chain/motions/clock.ts'
import { executeMotion } from '../../src/chain/motions/execute.ts'
import { listMotions } from '../../src/chain/motions/list-motions.ts'
import { describedBy, motionIdOf, type Motion } from '../../src/chain/motions/motion.ts'
import { proposeMotion } from '../../src/chain/motions/propose.ts'
import { queueMotion } from '../../src/chain/motions/queue.ts'
import { readMotion } from '../../src/chain/motions/read-motion.ts'
import { tryCalls } from '../../src/chain/motions/try-calls.ts'
import { voteOnMotion } from '../../src/chain/motions/vote.ts'
import { boardAbi } from '../../src/chain/abi/board.generated.ts'
import { decodeCall } from '../../src/chain/motions/decode-call.ts'
import { readGoverned } from '../../src/chain/motions/read-governed.ts'
import { readNodeStanding } from '../../src/chain/reads/validators.ts'
import { afterCalls } from '../../src/domain/motions/after-calls.ts'
import { capStanding } from '../../src/domain/motions/governed.ts'
import { passMotion } from '../support/pass-motion.ts'
import { readEntity } from '../../src/chain/reads/entity.ts'
import { problemOf } from '../support/problem-of.ts'
import { deployWorld, type Actor, type World } from '../support/world.ts'

describe('a motion on the chain', () => {
  let world: World
  before(async () => {
    world = await deployWorld()
  })
  after(() => world.close())

  const send = ({ sender }: Actor, call: ContractCall) => sender.send({ id: randomUUID(), ...call })
  const later = (seconds: number) => world.client.request({ method: 'evm_increaseTime', params: [seconds] } as never)
  const seat = (index: number): Actor => world.seats[index] as Actor
  const accreditation = () => accredit(world.deployment.contracts, world.actors.assessor.account, '2037-01-01T00:00:00Z')
  const draft = (calls: readonly ContractCall[], kind: Motion['kind'] = 'ordinary'): Motion => ({
    kind,
    calls,
    description: describedBy(`motion ${randomUUID()}`, seat(0).account),
  })
  const proposed = async (motion: Motion) => {
    await send(seat(0), proposeMotion(world.deployment.contracts, motion))
    return motionIdOf(motion)
  }

  it('is read at every step of its life, with its votes by seat', async () => {
    const { registry, deployment } = world
    const { contracts } = deployment
    const motion = draft([accreditation()])
    const id = await proposed(motion)
    await later(1)
    const vote = (index: number, how: 'for' | 'against', reason?: string) =>
      send(seat(index), voteOnMotion(contracts, 'ordinary', id, how, reason))
    await vote(0, 'against', 'too long')
    await vote(1, 'for')
    const voted = await readMotion(registry, id)

    expect(voted.motion).to.deep.include({ motion_id: id, kind: 'ordinary', state: 'active', proposer: seat(0).account })
    expect(voted.motion.tally).to.deep.equal({ seats: 7, needed: 4, for: 1, against: 1, abstain: 0 })
    expect(voted.motion.times).to.include({ queue_until: null, execute_from: null })
    expect(voted.votes.map(({ vote: how, segment, country, reason }) => [how, segment, country, reason])).to.deep.equal([
      ['against', 'utility', 'US', 'too long'],
      ['for', 'utility', 'US', ''],
      [null, 'inverter_manufacturer', 'DE', ''],
      [null, 'chip_vendor', 'NL', ''],
      [null, 'service_provider', 'US', ''],
      [null, 'academia', 'US', ''],
      [null, 'government', 'US', ''],
    ])

    for (const index of [2, 3, 4]) await vote(index, 'for')
    const passed = (await readMotion(registry, id)).motion
    expect(passed.state).to.equal('passed')
    expect(passed.times.queue_until).to.be.a('string')
    await send(seat(6), queueMotion(contracts, motion))
    const queued = (await readMotion(registry, id)).motion
    expect(queued.state).to.equal('queued')
    await waitForClock(registry, Date.parse(queued.times.execute_from ?? '') / 1000, { timeoutMs: 20_000 })
    await send(world.actors.intruder, executeMotion(contracts, motion))

    expect((await readMotion(registry, id)).motion.state).to.equal('executed')
    expect(await readEntity(registry, world.actors.assessor.account)).to.include({ accredited_until: '2037-01-01T00:00:00Z' })
    expect((await problemOf(send(seat(0), executeMotion(contracts, motion)))).code).to.equal('motion_final')
  })

  it('says in words what it calls, batches and upgrades included', async () => {
    const { registry, deployment } = world
    const { contracts } = deployment
    const seatGiven = { entity_id: `0x${'aa'.repeat(20)}`, account: `0x${'bb'.repeat(20)}`, country: 'CA', segment: 'utility' }
    const calls = [
      changeSeats(contracts, [seat(0).account], [{ ...seatGiven, group: `0x${'cc'.repeat(32)}` }]),
      setHomeCountries(contracts, ['US', 'CA']),
      { to: contracts.KeyRegistry.address, data: '0xdeadbeef' as const },
      { to: contracts.Board.address, data: '0x12' as const },
    ]
    const { motion } = await readMotion(registry, await proposed(draft(calls, 'constitution')))

    expect(motion.calls.map(({ contract, function: name }) => [contract, name])).to.deep.equal([
      ['Board', 'changeSeats'],
      ['Board', 'setHomeCountries'],
      ['KeyRegistry', null],
      ['Board', null],
    ])
    expect(motion.calls[0]?.arguments).to.deep.equal({
      taken: [seat(0).account],
      given: [
        {
          entityId: seatGiven.entity_id,
          account: seatGiven.account,
          country: 'CA',
          segment: 'utility',
          group: `0x${'cc'.repeat(32)}`,
        },
      ],
    })
    expect(motion.calls[1]?.arguments).to.deep.equal({ countries: ['US', 'CA'] })
    expect(motion.calls[2]).to.deep.include({ arguments: null, calldata: '0xdeadbeef' })
  })

  it('says what each of its calls would end with now', async () => {
    const { contracts } = world.deployment
    const unknown = accredit(contracts, `0x${'99'.repeat(20)}`, '2037-01-01T00:00:00Z')
    const answers = await tryCalls(world.registry, draft([accreditation(), unknown]))
    expect(answers.map((problem) => problem?.code ?? null)).to.deep.equal([null, 'entity_unknown'])
    const otherKind = await tryCalls(world.registry, draft([accreditation()], 'constitution'))
    expect(otherKind.map((problem) => problem?.code)).to.deep.equal(['role_missing'])
  })

  it('has the effect on the caps that was computed beforehand, and that the contracts count', async () => {
    const { registry, deployment, consortium, actors } = world
    const { contracts } = deployment
    const seatGiven = { entity_id: actors.oem.account, account: actors.oem.account, country: 'CA', segment: 'chip_vendor' }
    const calls = [
      changeSeats(contracts, [consortium.seats[6]?.entity_id ?? ''], [{ ...seatGiven, group: `0x${'0e'.repeat(32)}` }]),
      setHomeCountries(contracts, ['US', 'NL', 'FR']),
    ]
    const decoded = calls.map((each) => decodeCall(contracts, each))
    const earlier = await proposed(draft([accreditation()]))
    const computed = capStanding(afterCalls(await readGoverned(registry), decoded))
    await passMotion(world, calls, 'constitution')

    expect(capStanding(await readGoverned(registry))).to.deep.equal(computed)
    const vote = voteOnMotion(contracts, 'ordinary', earlier, 'for')
    expect((await problemOf(send(actors.oem, vote))).code, 'the new seat').to.equal('seat_too_new')
    expect((await problemOf(send(seat(6), vote))).code, 'the seat that was taken').to.equal('not_seated')
    const { address } = contracts.Board
    const seats = await world.client.readContract({ address, abi: boardAbi, functionName: 'standing' })
    const nodes = await readNodeStanding(registry)
    expect([seats.seats, seats.needed, seats.neededConstitution, seats.foreign, seats.inSegment].map(Number)).to.deep.equal([
      computed.seats.size,
      computed.seats.needed.ordinary,
      computed.seats.needed.constitution,
      computed.seats.foreign.count,
      computed.seats.segment.count,
    ])
    expect([nodes.size, nodes.breaking - 1, nodes.foreign, nodes.in_segment, nodes.in_group]).to.deep.equal([
      computed.nodes.size,
      computed.nodes.foreign.most,
      computed.nodes.foreign.count,
      computed.nodes.segment.count,
      computed.nodes.group.count,
    ])
  })

  it('is found in the list, in the order of proposal', async () => {
    const [first, second] = [
      await proposed(draft([accreditation()])),
      await proposed(draft([setHomeCountries(world.deployment.contracts, ['US'])], 'constitution')),
    ]
    const rows = await listMotions(world.registry)
    const newest = rows.slice(-2)

    expect(newest.map(({ motion_id, kind, calls }) => [motion_id, kind, calls])).to.deep.equal([
      [first, 'ordinary', ['EntityRegistry.accredit']],
      [second, 'constitution', ['Board.setHomeCountries']],
    ])
    const { timestamp } = await world.client.getBlock()
    const since = new Date((Number(timestamp) + 1) * 1000).toISOString().replace('.000Z', 'Z')
    expect(await listMotions(world.registry, { since })).to.deep.equal([])
  })

  it('is carried from proposal to execution where the seats are at hand, waiting by the chain’s clock', async () => {
    const steps: string[] = []
    const senders = world.seats.map(({ sender }) => sender)
    const motion = { kind: 'ordinary', calls: [accreditation()], description: 'carried' } as const
    const { receipt } = await carryMotion(world.registry, senders, motion, { timeoutMs: 30_000, onStep: (step) => steps.push(step) })

    expect(receipt.status).to.equal('success')
    expect(steps).to.deep.equal(['propose', 'vote', 'vote', 'vote', 'vote', 'queue', 'execute'])
    const tooFew = carryMotion(world.registry, senders.slice(0, 3), { ...motion, description: 'too few' }, { timeoutMs: 30_000 })
    expect((await problemOf(tooFew)).message).to.equal('needs 4 seats for it, 3 are at hand')
  })

  it('refuses to wait longer than it was told', async () => {
    const clock = await readClock(world.registry)
    const problem = await problemOf(waitForClock(world.registry, clock + 500, { timeoutMs: 1 }))
    expect(problem.code).to.equal('motion_too_early')
    expect(problem.message).to.match(/in (499|500) seconds/)
  })

  describe('is refused, each with its own code', () => {
    const refused = async (actor: Actor, call: ContractCall) => (await problemOf(send(actor, call))).code
    let motion: Motion
    beforeEach(async () => {
      motion = draft([accreditation()])
      await proposed(motion)
    })
    const vote = () => voteOnMotion(world.deployment.contracts, 'ordinary', motionIdOf(motion), 'for')

    it('a vote twice', async () => {
      await later(1)
      await send(seat(0), vote())
      expect(await refused(seat(0), vote())).to.equal('vote_cast')
    })
    it('a vote after the end', async () => {
      await later(4000)
      expect(await refused(seat(0), vote())).to.equal('motion_too_late')
    })
    it('a vote once it has passed', async () => {
      await later(1)
      for (const index of [0, 1, 2, 3]) await send(seat(index), vote())
      expect(await refused(seat(4), vote())).to.equal('motion_too_late')
    })
    it('a vote or a proposal by who holds no seat', async () => {
      await later(1)
      expect(await refused(world.actors.intruder, vote())).to.equal('not_seated')
      const other = { ...draft([accreditation()]), description: 'plain' }
      expect(await refused(world.actors.registrar, proposeMotion(world.deployment.contracts, other))).to.equal('not_seated')
    })
    it('a queue before it has passed, an execution before it is queued', async () => {
      await later(1)
      expect(await refused(seat(0), queueMotion(world.deployment.contracts, motion))).to.equal('motion_not_passed')
      expect(await refused(seat(0), executeMotion(world.deployment.contracts, motion))).to.equal('motion_not_passed')
    })
    it('the same motion again, and one in the name of another seat', async () => {
      expect(await refused(seat(0), proposeMotion(world.deployment.contracts, motion))).to.equal('motion_known')
      const stolen = draft([accreditation()])
      expect(await refused(seat(1), proposeMotion(world.deployment.contracts, stolen))).to.equal('motion_not_proposer')
    })
    it('a call of an address without code', async () => {
      const nowhere = draft([{ to: `0x${'77'.repeat(20)}`, data: '0x' }])
      expect(await refused(seat(0), proposeMotion(world.deployment.contracts, nowhere))).to.equal('motion_target_unknown')
    })
    it('a cancellation once the vote has begun', async () => {
      await later(1)
      expect(await refused(seat(0), cancelMotion(world.deployment.contracts, motion))).to.equal('motion_not_proposer')
    })
    it('an unknown motion', async () => {
      expect((await problemOf(readMotion(world.registry, `0x${'00'.repeat(31)}01`))).code).to.equal('motion_unknown')
    })
  })
})
