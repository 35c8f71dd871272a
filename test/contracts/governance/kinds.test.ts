import { expect } from 'chai'
import { id, ZeroHash, type BaseContract } from 'ethers'
import { roleIds } from '../../../src/chain/powers.ts'
import { acting, deployGovernor, governedRegistry, motionKinds, periods, type Governance } from '../support/governance.ts'
import { call, carry, ready, states, type Call } from '../support/motion.ts'
import { countryBytes } from '../support/inputs.ts'
import { networkHelpers } from '../support/network.ts'
import { entityOf, seatDetails } from '../support/seats.ts'

const { loadFixture } = networkHelpers

type Act = { readonly call: (world: Governance) => Call; readonly refused: string; readonly by: (world: Governance) => BaseContract }

const intruder = ({ actors }: Governance) => actors.intruder.address
const onBoard = (name: string, args: (world: Governance) => readonly unknown[]): Act => ({
  call: (world) => call(world.board, name, args(world)),
  refused: 'RegistryRoleMissing',
  by: ({ board }) => board,
})
const onAuthority = (name: string, args: (world: Governance) => readonly unknown[]): Act => ({
  call: (world) => call(world.authority, name, args(world)),
  refused: 'AccessManagerUnauthorizedAccount',
  by: ({ authority }) => authority,
})
const onValidators = (name: string, args: (world: Governance) => readonly unknown[]): Act => ({
  call: (world) => call(world.validators, name, args(world)),
  refused: 'ValidatorSetNotAllowed',
  by: ({ validators }) => validators,
})

/** What takes two thirds of all seats. */
const constitution: Record<string, Act> = {
  'give or take seats': onBoard('changeSeats', () => [[entityOf('ministry')], [seatDetails('intruder')]]),
  'replace the account of a seat': onBoard('replaceSeatAccount', (world) => [entityOf('ministry'), intruder(world)]),
  'change a threshold': onBoard('setThreshold', () => [motionKinds.ordinary, 3, 5]),
  'change the home countries': onBoard('setHomeCountries', () => [[countryBytes('US'), countryBytes('DE')]]),
  'change the ValidatorSet': onBoard('setValidatorSet', ({ validators }) => [validators.target]),
  'hand out ADMIN': onAuthority('grantRole', (world) => [roleIds.ADMIN, intruder(world), 0]),
  'hand out BOARD': onAuthority('grantRole', (world) => [roleIds.BOARD, intruder(world), 0]),
  'take ADMIN': onAuthority('revokeRole', ({ constitutionTimelock }) => [roleIds.ADMIN, constitutionTimelock.target]),
  'change which role may call what': onAuthority('setTargetFunctionRole', ({ board }) => [
    board.target,
    [board.interface.getFunction('changeSeats').selector],
    roleIds.BOARD,
  ]),
  'change whose admin a role is': onAuthority('setRoleAdmin', () => [roleIds.ADMIN, roleIds.BOARD]),
  'move a contract to another Authority': onAuthority('updateAuthority', ({ board, authority }) => [board.target, authority.target]),
  'close a contract': onAuthority('setTargetClosed', ({ board }) => [board.target, true]),
  'upgrade a record contract': {
    call: ({ entities, keys }) => call(entities, 'upgradeToAndCall', [keys.target, '0x']),
    refused: 'RegistryRoleMissing',
    by: ({ entities }) => entities,
  },
  'dismiss a node': onValidators('dismiss', (world) => [intruder(world)]),
  'change the nodes': onValidators('change', (world) => [[intruder(world)], []]),
  'change the segments': onValidators('setSegments', () => [[]]),
  'change the term of a breach': onValidators('setBreachTerm', () => [86_400]),
  'hand over the nodes': onValidators('setGovernance', ({ board }) => [board.target, board.target, board.target]),
}

/** What more than half of all seats do. */
const ordinary: Record<string, Act> = {
  'accredit an assessor': {
    call: ({ entities, actors }) => call(entities, 'accredit', [actors.lab.address, 4_000_000_000]),
    refused: 'RegistryRoleMissing',
    by: ({ entities }) => entities,
  },
  'make a key void': {
    call: ({ keys }) => call(keys, 'voidKeys', [[ZeroHash], 1]),
    refused: 'RegistryRoleMissing',
    by: ({ keys }) => keys,
  },
  'swap nodes': onValidators('swap', (world) => [[intruder(world)], [intruder(world)]]),
}

describe('a motion of one kind', () => {
  for (const [act, { call: callOf, refused, by }] of Object.entries(constitution)) {
    it(`does not ${act}, when it is ordinary`, async () => {
      const world = await loadFixture(governedRegistry)
      const motion = await ready(world, 'ordinary', [callOf(world)])
      await expect(motion.governor.execute(...motion.content)).to.be.revertedWithCustomError(by(world), refused)
      expect(await motion.governor.state(motion.id)).to.equal(states.queued)
    })

    it(`does not ${act} by way of the Authority, when it is ordinary`, async () => {
      const world = await loadFixture(governedRegistry)
      const { to, data } = callOf(world)
      const timelock = await acting(world.ordinaryTimelock)
      for (const name of ['execute', 'schedule'] as const) {
        const args = name === 'execute' ? [to, data] : [to, data, 0]
        await expect(
          world.authority
            .connect(timelock)
            .getFunction(name)
            .staticCall(...args),
        ).to.be.revertedWithCustomError(world.authority, 'AccessManagerUnauthorizedCall')
      }
    })
  }

  for (const [act, { call: callOf, refused, by }] of Object.entries(ordinary)) {
    it(`does not ${act}, when it is on the constitution`, async () => {
      const world = await loadFixture(governedRegistry)
      const motion = await ready(world, 'constitution', [callOf(world)])
      await expect(motion.governor.execute(...motion.content)).to.be.revertedWithCustomError(by(world), refused)
    })
  }

  it('hands out and takes back staff roles, when it is ordinary, to each account one', async () => {
    const world = await loadFixture(governedRegistry)
    const { authority, actors } = world
    const newcomer = actors.newcomer.address
    for (const name of ['REGISTRAR', 'PROGRAMME_MANAGER', 'REGULATOR'] as const) {
      await carry(world, 'ordinary', [call(authority, 'grantRole', [roleIds[name], newcomer, 0])], `give ${name}`)
      expect((await authority.hasRole(roleIds[name], newcomer)).isMember).to.equal(true)
      await carry(world, 'ordinary', [call(authority, 'revokeRole', [roleIds[name], newcomer])], `take ${name}`)
      expect((await authority.hasRole(roleIds[name], newcomer)).isMember).to.equal(false)
    }
  })

  it('is not executed by the Governor of the other kind', async () => {
    const world = await loadFixture(governedRegistry)
    const motion = await ready(world, 'ordinary', [constitution['change a threshold']!.call(world)])
    await expect(world.constitutionGovernor.execute(...motion.content)).to.be.revertedWithCustomError(
      world.constitutionGovernor,
      'GovernorNonexistentProposal',
    )
  })
})

/** A role of OpenZeppelin's TimelockController. */
function roleOf(name: 'PROPOSER' | 'EXECUTOR' | 'CANCELLER'): string {
  return id(`${name}_ROLE`)
}

describe('a motion on the constitution', () => {
  it('hands everything over to another governance, ADMIN last', async () => {
    const world = await loadFixture(governedRegistry)
    const { authority, board, constitutionTimelock } = world
    const [, next] = await deployGovernor(board, 'constitution')
    const give = call(authority, 'grantRole', [roleIds.ADMIN, next.target, 0])
    const leave = call(authority, 'renounceRole', [roleIds.ADMIN, constitutionTimelock.target])
    await carry(world, 'constitution', [give, leave])
    expect(await authority.roleMembers(roleIds.ADMIN)).to.deep.equal([next.target])
  })
})

describe('what a motion cannot change', () => {
  const fixed: Record<string, (world: Governance) => readonly [call: Call, by: BaseContract, error: string]> = {
    'the timelock of its Governor': ({ constitutionGovernor: governor, actors }) => [
      call(governor, 'updateTimelock', [actors.intruder.address]),
      governor,
      'BoardGovernorFixed',
    ],
    'what the Governor calls': ({ constitutionGovernor: governor, board }) => [
      call(governor, 'relay', [board.target, 0, '0x']),
      governor,
      'BoardGovernorFixed',
    ],
    'the delay of its timelock': ({ constitutionTimelock: timelock }) => [
      call(timelock, 'updateDelay', [0]),
      timelock,
      'BoardTimelockFixed',
    ],
    'who may queue in its timelock': ({ constitutionTimelock: timelock, actors }) => [
      call(timelock, 'grantRole', [roleOf('PROPOSER'), actors.intruder.address]),
      timelock,
      'AccessControlUnauthorizedAccount',
    ],
    'that the Governor alone queues in its timelock': ({ constitutionTimelock: timelock, constitutionGovernor: governor }) => [
      call(timelock, 'revokeRole', [roleOf('PROPOSER'), governor.target]),
      timelock,
      'AccessControlUnauthorizedAccount',
    ],
    'that somebody holds ADMIN, by revocation': ({ constitutionTimelock: timelock, authority }) => [
      call(authority, 'revokeRole', [roleIds.ADMIN, timelock.target]),
      authority,
      'AuthorityLastAdmin',
    ],
    'that somebody holds ADMIN, by renunciation': ({ constitutionTimelock: timelock, authority }) => [
      call(authority, 'renounceRole', [roleIds.ADMIN, timelock.target]),
      authority,
      'AuthorityLastAdmin',
    ],
    'that ADMIN acts at once': ({ constitutionTimelock: timelock, authority }) => [
      call(authority, 'grantRole', [roleIds.ADMIN, timelock.target, 2 ** 32 - 1]),
      authority,
      'AuthorityAdminDelayed',
    ],
    'what waits in its timelock, past the Governor': ({ constitutionTimelock: timelock, board }) => [
      call(timelock, 'schedule', [board.target, 0, '0x', ZeroHash, ZeroHash, periods.timelock]),
      timelock,
      'AccessControlUnauthorizedAccount',
    ],
  }
  for (const [what, of] of Object.entries(fixed)) {
    it(`is ${what}`, async () => {
      const world = await loadFixture(governedRegistry)
      const [act, by, error] = of(world)
      const motion = await ready(world, 'constitution', [act])
      await expect(motion.governor.execute(...motion.content)).to.be.revertedWithCustomError(by, error)
    })
  }

  it('is a role that a timelock has: nobody is its admin, and none is renounced', async () => {
    const { ordinaryTimelock: timelock, ordinaryGovernor: governor, actors } = await loadFixture(governedRegistry)
    for (const role of ['PROPOSER', 'EXECUTOR', 'CANCELLER'] as const) {
      expect(await timelock.hasRole(roleOf(role), governor)).to.equal(true)
      expect(await timelock.hasRole(roleOf(role), actors.board)).to.equal(false)
      expect(await timelock.hasRole(roleOf(role), `0x${'0'.repeat(40)}`), 'open to everybody').to.equal(false)
    }
    expect(await timelock.hasRole(ZeroHash, timelock)).to.equal(false)
    expect(await timelock.hasRole(ZeroHash, actors.board)).to.equal(false)
    const given = await timelock.queryFilter(timelock.filters.RoleGranted())
    expect(given.map(({ args }) => args.account)).to.deep.equal([governor.target, governor.target, governor.target])
    const act = timelock.connect(await acting(timelock)).renounceRole(roleOf('PROPOSER'), timelock)
    await expect(act).to.be.revertedWithCustomError(timelock, 'BoardTimelockFixed')
  })
})
