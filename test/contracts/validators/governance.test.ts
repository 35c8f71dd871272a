import { expect } from 'chai'
import { getAddress } from 'ethers'
import type { ValidatorSet } from '../../../types/index.ts'
import { networkHelpers, type Signer } from '../support/network.ts'
import { refusalOf } from '../support/refusal.ts'
import { accountOf, country, entryOf, factsOf, publicKeyOf, segment, signEntry, signRotation } from './nodes.ts'
import { day, foundedWorld, founders, nobody, segments, vet, type ValidatorWorld } from './world.ts'

const { loadFixture } = networkHelpers
type Governor = 'constitution' | 'ordinary' | 'board' | 'operator'

/** Every function that changes something, who alone may call it, and arguments with which they can. */
const acts: Record<string, { by: Governor; call: (contract: ValidatorSet) => Promise<unknown> }> = {
  vet: {
    by: 'constitution',
    call: async (contract) => {
      const entry = entryOf('spare', { segment: 'service' })
      return contract.vet.staticCall(entry, await signEntry(contract, entry, 'spare'))
    },
  },
  dismiss: { by: 'constitution', call: (contract) => contract.dismiss.staticCall(accountOf('standby')) },
  change: { by: 'constitution', call: (contract) => contract.change.staticCall([accountOf('service')], [accountOf('standby')]) },
  setSegments: { by: 'constitution', call: (contract) => contract.setSegments.staticCall([...segments, 'banks'].map(segment)) },
  setBreachTerm: { by: 'constitution', call: (contract) => contract.setBreachTerm.staticCall(day) },
  setGovernance: {
    by: 'constitution',
    call: (contract) => contract.setGovernance.staticCall(contract, contract, contract),
  },
  swap: { by: 'ordinary', call: (contract) => contract.swap.staticCall([accountOf('service')], [accountOf('standby')]) },
  recordFacts: {
    by: 'ordinary',
    call: (contract) => contract.recordFacts.staticCall(accountOf('maker'), factsOf('maker', { ...founders.maker, control: 'FR' })),
  },
  correctFacts: { by: 'constitution', call: (contract) => contract.correctFacts.staticCall(accountOf('maker'), factsOf('maker')) },
  setOperatorAccount: {
    by: 'constitution',
    call: (contract) => contract.setOperatorAccount.staticCall(accountOf('maker'), accountOf('a')),
  },
  setHomeCountries: { by: 'board', call: (contract) => contract.setHomeCountries.staticCall(['US', 'CA', 'MX'].map(country)) },
  rotate: {
    by: 'operator',
    call: async (contract) => {
      const { publicKeyX, publicKeyY } = publicKeyOf('next')
      const signature = await signRotation(contract, accountOf('maker'), 'next')
      return contract.rotate.staticCall(accountOf('maker'), publicKeyX, publicKeyY, signature)
    },
  },
  setEndpoint: { by: 'operator', call: (contract) => contract.setEndpoint.staticCall(accountOf('maker'), '0x0a000001', 1) },
}

async function withStandby(): Promise<ValidatorWorld> {
  const world = await foundedWorld()
  await vet(world, 'standby', { segment: 'service' })
  return world
}

describe('who may do what to the nodes', () => {
  it('is said for every function that changes something', async () => {
    const { validators } = await loadFixture(withStandby)
    const names = validators.interface.fragments.flatMap((each) =>
      each.type === 'function' && (each as unknown as { stateMutability: string }).stateMutability !== 'view'
        ? [(each as unknown as { name: string }).name]
        : [],
    )
    expect(Object.keys(acts).sort()).to.deep.equal(names.sort())
  })

  for (const [name, { by, call }] of Object.entries(acts)) {
    it(`${name} is for ${by} alone`, async () => {
      const world = await loadFixture(withStandby)
      const callers: Record<string, Signer> = {
        constitution: world.constitution,
        ordinary: world.ordinary,
        board: world.board,
        operator: world.operator,
        stranger: world.stranger,
      }
      for (const [caller, signer] of Object.entries(callers)) {
        const refusal = await refusalOf(call(world.validators.connect(signer)))
        const wanted = caller === by ? null : ['ValidatorSetNotAllowed', signer.address, world[by].address]
        expect(refusal === null ? null : [refusal.name, ...refusal.args], caller).to.deep.equal(wanted)
      }
    })
  }
})

describe('segments', () => {
  it('are replaced, and say so', async () => {
    const { validators, constitution } = await loadFixture(foundedWorld)
    const list = [...segments, 'z_9', 'a'.repeat(32)].map(segment)
    await expect(validators.connect(constitution).setSegments(list)).to.emit(validators, 'SegmentsSet').withArgs(list)
    await expect(validators.connect(constitution).setSegments(list)).to.not.emit(validators, 'SegmentsSet')
    expect(await validators.segments()).to.deep.equal(list)
    await validators.connect(constitution).setSegments(segments.map(segment))
    expect(await validators.isSegment(segment('z_9'))).to.equal(false)
  })

  it('stay while a node is of them, on standby too', async () => {
    const { validators, constitution } = await loadFixture(withStandby)
    const without = (name: string) => validators.connect(constitution).setSegments(segments.filter((each) => each !== name).map(segment))
    await expect(without('academia'))
      .to.be.revertedWithCustomError(validators, 'ValidatorSetSegmentInUse')
      .withArgs(segment('academia'), getAddress(accountOf('university')))
    await validators.connect(constitution).change([accountOf('service')], [accountOf('standby')])
    await expect(without('service'))
      .to.be.revertedWithCustomError(validators, 'ValidatorSetSegmentInUse')
      .withArgs(segment('service'), getAddress(accountOf('standby')))
    await expect(validators.connect(constitution).setSegments([])).to.be.revertedWithCustomError(validators, 'ValidatorSetSegmentInUse')
  })

  it('are words of a-z, 0-9 and "_", each once', async () => {
    const { validators, constitution } = await loadFixture(foundedWorld)
    const set = (...more: string[]) => validators.connect(constitution).setSegments([...segments.map(segment), ...more])
    const bad = ['', 'Utility', 'two words', '9lives', '_x', 'dash-ed', 'ä'].map(segment)
    for (const word of [...bad, `0x61006100${'0'.repeat(56)}`, `0x6161${'0'.repeat(58)}01`]) {
      await expect(set(word)).to.be.revertedWithCustomError(validators, 'ValidatorSetSegmentInvalid').withArgs(word)
    }
    await expect(set(segment('maker')))
      .to.be.revertedWithCustomError(validators, 'ValidatorSetSegmentRepeated')
      .withArgs(segment('maker'))
  })
})

describe('the term of a breach', () => {
  it('is between a day and a year, and said where it changed', async () => {
    const { validators, constitution } = await loadFixture(foundedWorld)
    const set = (term: number) => validators.connect(constitution).setBreachTerm(term)
    for (const term of [0, day - 1, 365 * day + 1]) {
      await expect(set(term))
        .to.be.revertedWithCustomError(validators, 'ValidatorSetTermInvalid')
        .withArgs(term, day, 365 * day)
    }
    await expect(set(day)).to.emit(validators, 'BreachTermSet').withArgs(day)
    await expect(set(day)).to.not.emit(validators, 'BreachTermSet')
    await set(365 * day)
    expect(await validators.breachTerm()).to.equal(365n * BigInt(day))
  })
})

describe('the governance', () => {
  it('is handed over whole: who had it has nothing left', async () => {
    const { validators, constitution, ordinary, board, operator, stranger } = await loadFixture(foundedWorld)
    const next = [stranger.address, operator.address, stranger.address] as const
    for (const account of next) await networkHelpers.setCode(account, '0x00')
    await expect(validators.connect(constitution).setGovernance(...next))
      .to.emit(validators, 'GovernanceSet')
      .withArgs(...next)
    await expect(validators.connect(stranger).setGovernance(...next)).to.not.emit(validators, 'GovernanceSet')
    for (const [account, needed] of [
      [constitution, stranger],
      [ordinary, stranger],
      [board, stranger],
    ] as const) {
      await expect(validators.connect(account).setBreachTerm(day))
        .to.be.revertedWithCustomError(validators, 'ValidatorSetNotAllowed')
        .withArgs(account.address, needed.address)
    }
    await validators.connect(stranger).setBreachTerm(day)
  })

  it('is a contract’s: an account that is misspelled is nobody’s, and could never give it back', async () => {
    const { validators, constitution } = await loadFixture(foundedWorld)
    const contract = validators.target as string
    for (const index of [0, 1, 2]) {
      const args = [0, 1, 2].map((position) => (position === index ? getAddress(accountOf('a')) : contract)) as [string, string, string]
      await expect(validators.connect(constitution).setGovernance(...args))
        .to.be.revertedWithCustomError(validators, 'ValidatorSetGovernanceUnknown')
        .withArgs(getAddress(accountOf('a')))
    }
  })

  it('is never nobody’s', async () => {
    const { validators, constitution, ordinary, board } = await loadFixture(foundedWorld)
    const all = [constitution.address, ordinary.address, board.address] as const
    for (const index of [0, 1, 2]) {
      const args = all.map((account, position) => (position === index ? nobody : account)) as [string, string, string]
      await expect(validators.connect(constitution).setGovernance(...args)).to.be.revertedWithCustomError(
        validators,
        'ValidatorSetAccountZero',
      )
    }
  })
})

describe('the account of a node’s operator', () => {
  it('is replaced where the last one is lost, and said where it changed', async () => {
    const { validators, constitution, operator, stranger } = await loadFixture(foundedWorld)
    const set = (account: string) => validators.connect(constitution).setOperatorAccount(accountOf('maker'), account)
    await expect(set(stranger.address))
      .to.emit(validators, 'NodeOperatorAccountSet')
      .withArgs(getAddress(accountOf('maker')), stranger.address)
    await expect(set(stranger.address)).to.not.emit(validators, 'NodeOperatorAccountSet')
    await validators.connect(stranger).setEndpoint(accountOf('maker'), '0x0a000001', 1)
    await expect(validators.connect(operator).setEndpoint(accountOf('maker'), '0x0a000002', 1)).to.be.revertedWithCustomError(
      validators,
      'ValidatorSetNotAllowed',
    )
    await expect(set(nobody)).to.be.revertedWithCustomError(validators, 'ValidatorSetAccountZero')
    await expect(validators.connect(constitution).setOperatorAccount(accountOf('thief'), stranger.address)).to.be.revertedWithCustomError(
      validators,
      'ValidatorSetNodeUnknown',
    )
  })
})
