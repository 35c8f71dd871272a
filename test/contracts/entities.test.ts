import { expect } from 'chai'
import type { Result } from 'ethers'
import { countries } from '../../src/domain/iso3166.ts'
import type { actorNames } from './support/actors.ts'
import { countryBytes, entityDetails, roleBits } from './support/inputs.ts'
import { ethers, networkHelpers } from './support/network.ts'
import { refusalOf } from './support/refusal.ts'
import { deployRegistry } from './support/registry.ts'
import { assessedWorld } from './support/world.ts'

const { loadFixture } = networkHelpers
const individual = 2

async function registry() {
  const { entities, actors } = await loadFixture(deployRegistry)
  return { entities: entities.connect(actors.registrar), actors }
}

describe('register', () => {
  it('keeps every field of table 9 and answers with it', async () => {
    const { entities, actors } = await registry()
    const details = entityDetails('Volt Ltd', { rlid: 'lei:5493001KJTIIGC8Y1R12', country: countryBytes('DE'), group: 'duns:1', pen: 7 })
    await entities.register(actors.oem, details, roleBits('manufacturer', 'distributor'), 'minutes of 3 March')
    const entity = await entities.entity(actors.oem)
    expect((entity as unknown as Result).toObject()).to.deep.include({
      entityId: actors.oem.address,
      controller: actors.oem.address,
      entityType: 1n,
      name: 'Volt Ltd',
      rlid: 'lei:5493001KJTIIGC8Y1R12',
      role: roleBits('manufacturer', 'distributor'),
      roleCertification: 'minutes of 3 March',
      country: countryBytes('DE'),
      group: 'duns:1',
      pen: 7n,
      state: 1n,
      accreditedUntil: 0n,
      struckOffSince: 0n,
    })
    expect(await entities.entityAt(1)).to.deep.equal(entity)
    expect(await entities.entityCount()).to.equal(1)
  })

  it('says so, with all that an index needs', async () => {
    const { entities, actors } = await registry()
    const details = entityDetails('Volt')
    await expect(entities.register(actors.oem, details, 4, 'x'))
      .to.emit(entities, 'EntityRegistered')
      .withArgs(actors.oem, 1, Object.values(details), 4, 'x')
  })

  const faults: readonly (readonly [string, Parameters<typeof entityDetails>[1], string])[] = [
    ['no type', { entityType: 0 }, 'EntityRegistryTypeUnknown'],
    ['a type past the list', { entityType: 6 }, 'EntityRegistryTypeUnknown'],
    ['no name', { name: '' }, 'EntityRegistryNameInvalid'],
    ['a name of 101 bytes', { name: 'é'.repeat(50) + 'x' }, 'EntityRegistryNameInvalid'],
    ["a person's name", { entityType: individual, name: 'JANE DOE' }, 'EntityRegistryNameInvalid'],
    ["a person's name with nothing but letters", { entityType: individual, name: 'JANE.DOE' }, 'EntityRegistryNameInvalid'],
    ['an rlid without scheme', { rlid: '5493001KJTIIGC8Y1R12' }, 'EntityRegistryRlidInvalid'],
    ['an rlid without value', { rlid: 'duns:' }, 'EntityRegistryRlidInvalid'],
    ['an rlid with a blank', { rlid: 'duns:1 2' }, 'EntityRegistryRlidInvalid'],
    ['an rlid whose scheme begins with a digit', { rlid: '1duns:1' }, 'EntityRegistryRlidInvalid'],
    ['an rlid whose scheme has 17 letters', { rlid: `${'a'.repeat(17)}:1` }, 'EntityRegistryRlidInvalid'],
    ['an rlid whose value has 49 characters', { rlid: `duns:${'1'.repeat(49)}` }, 'EntityRegistryRlidInvalid'],
    ['an LEI with a wrong check digit', { rlid: 'lei:5493001KJTIIGC8Y1R13' }, 'EntityRegistryRlidInvalid'],
    ['an LEI that is too short', { rlid: 'lei:5493001KJTIIGC8Y1R1' }, 'EntityRegistryRlidInvalid'],
    ['an LEI in small letters', { rlid: 'lei:5493001kjtiigc8y1r12' }, 'EntityRegistryRlidInvalid'],
    ['a group that is no rlid', { group: 'Volt Holding' }, 'EntityRegistryGroupInvalid'],
    ['a country that is not assigned', { country: countryBytes('UK') }, 'EntityRegistryCountryUnknown'],
    ['a country in small letters', { country: countryBytes('us') }, 'EntityRegistryCountryUnknown'],
    ['no country', { country: '0x0000' }, 'EntityRegistryCountryUnknown'],
  ]
  for (const [fault, over, error] of faults) {
    it(`refuses ${fault}`, async () => {
      const { entities, actors } = await registry()
      await expect(entities.register(actors.oem, entityDetails('Volt', over), 0, '')).to.be.revertedWithCustomError(entities, error)
    })
  }

  it('takes an individual under an accreditation number', async () => {
    const { entities, actors } = await registry()
    await entities.register(actors.lab, entityDetails('A-12/7.X', { entityType: individual }), roleBits('assessor'), '')
    expect((await entities.entity(actors.lab)).name).to.equal('A-12/7.X')
  })

  it('refuses a role past the list, and a certification of 201 bytes', async () => {
    const { entities, actors } = await registry()
    await expect(entities.register(actors.oem, entityDetails('Volt'), 1 << 11, ''))
      .to.be.revertedWithCustomError(entities, 'EntityRegistryRoleUnknown')
      .withArgs(1 << 11)
    await expect(entities.register(actors.oem, entityDetails('Volt'), 1, 'x'.repeat(201)))
      .to.be.revertedWithCustomError(entities, 'EntityRegistryRoleCertificationTooLong')
      .withArgs(201, 200)
  })

  it('refuses an rlid and an account that another entity has, by its name', async () => {
    const { entities, actors } = await registry()
    await entities.register(actors.oem, entityDetails('Volt'), 0, '')
    await expect(entities.register(actors.utility, entityDetails('Other', { rlid: 'duns:Volt' }), 0, ''))
      .to.be.revertedWithCustomError(entities, 'EntityRegistryRlidTaken')
      .withArgs('duns:Volt', actors.oem)
    await expect(entities.register(actors.oem, entityDetails('Other'), 0, ''))
      .to.be.revertedWithCustomError(entities, 'EntityRegistryAccountTaken')
      .withArgs(actors.oem, actors.oem)
    await expect(entities.register(ethers.ZeroAddress, entityDetails('Other'), 0, '')).to.be.revertedWithCustomError(
      entities,
      'EntityRegistryAccountZero',
    )
  })

  it('knows exactly the officially assigned codes of ISO 3166-1', async () => {
    const { entities, actors } = await registry()
    const letters = Array.from({ length: 26 }, (_, index) => String.fromCodePoint(65 + index))
    const accepted: string[] = []
    for (const code of letters.flatMap((first) => letters.map((second) => first + second))) {
      const call = entities.register.staticCall(actors.oem, entityDetails('Volt', { country: countryBytes(code) }), 0, '')
      if ((await refusalOf(call)) === null) accepted.push(code)
    }
    expect(accepted).to.deep.equal([...countries].sort())
  })
})

describe('update', () => {
  it('replaces the details, and frees the rlid that is left', async () => {
    const { entities, actors } = await registry()
    await entities.register(actors.oem, entityDetails('Volt'), 0, '')
    const details = entityDetails('Ampere')
    await expect(entities.update(actors.oem, details)).to.emit(entities, 'EntityUpdated').withArgs(actors.oem, Object.values(details))
    await entities.register(actors.utility, entityDetails('Volt'), 0, '')
    expect((await entities.entity(actors.oem)).name).to.equal('Ampere')
  })

  it('says nothing when nothing changes', async () => {
    const { entities, actors } = await registry()
    await entities.register(actors.oem, entityDetails('Volt'), 2, 'x')
    for (const again of [
      entities.update(actors.oem, entityDetails('Volt')),
      entities.setRole(actors.oem, 2),
      entities.setRoleCertification(actors.oem, 'x'),
      entities.reinstate(actors.oem),
    ]) {
      expect((await (await again).wait())?.logs).to.deep.equal([])
    }
  })

  it('refuses an entity that is not registered', async () => {
    const { entities, actors } = await registry()
    await expect(entities.update(actors.oem, entityDetails('Volt')))
      .to.be.revertedWithCustomError(entities, 'EntityRegistryEntityUnknown')
      .withArgs(actors.oem)
  })
})

describe('each act', () => {
  it('is announced with what it changed, and can be read afterwards', async () => {
    const { entities, actors } = await loadFixture(assessedWorld)
    const registrar = entities.connect(actors.registrar)
    await expect(registrar.setRole(actors.oem, 8)).to.emit(entities, 'EntityRoleSet').withArgs(actors.oem, 8)
    await expect(registrar.setRoleCertification(actors.oem, 'x')).to.emit(entities, 'EntityRoleCertificationSet').withArgs(actors.oem, 'x')
    await expect(registrar.suspend(actors.oem)).to.emit(entities, 'EntitySuspended').withArgs(actors.oem)
    const { role, roleCertification, state } = await entities.entity(actors.oem)
    expect([role, roleCertification, state]).to.deep.equal([8n, 'x', 2n])
    await expect(registrar.reinstate(actors.oem)).to.emit(entities, 'EntityReinstated').withArgs(actors.oem)
    await expect(entities.connect(actors.board).accredit(actors.lab, 4_000_000_000))
      .to.emit(entities, 'EntityAccredited')
      .withArgs(actors.lab, 4_000_000_000)
    expect((await entities.entity(actors.lab)).accreditedUntil).to.equal(4_000_000_000)
  })
})

describe('accredit and strikeOff', () => {
  it('want an assessor, and a time that fits', async () => {
    const { entities, actors } = await loadFixture(assessedWorld)
    const board = entities.connect(actors.board)
    await expect(board.accredit(actors.oem, 4_000_000_000)).to.be.revertedWithCustomError(entities, 'EntityRegistryRoleMissing')
    await expect(board.accredit(actors.lab, 1)).to.be.revertedWithCustomError(entities, 'EntityRegistryUntilPast')
    await expect(board.strikeOff(actors.oem, 1)).to.be.revertedWithCustomError(entities, 'EntityRegistryNotAccredited')
    await expect(board.strikeOff(actors.lab, 4_000_000_000)).to.be.revertedWithCustomError(entities, 'EntityRegistrySinceTooLate')
    await expect(board.accredit(actors.struckOffLab, 4_000_000_000)).to.be.revertedWithCustomError(entities, 'EntityRegistryStruckOff')
  })

  it('strike off for good; a later act can only move it to an earlier time', async () => {
    const { entities, actors } = await loadFixture(assessedWorld)
    const board = entities.connect(actors.board)
    const since = (await entities.entity(actors.struckOffLab)).struckOffSince
    await expect(board.strikeOff(actors.struckOffLab, since + 1n))
      .to.be.revertedWithCustomError(entities, 'EntityRegistrySinceTooLate')
      .withArgs(since + 1n, since)
    await expect(board.strikeOff(actors.struckOffLab, since - 5n))
      .to.emit(entities, 'EntityStruckOff')
      .withArgs(actors.struckOffLab, since - 5n)
    expect((await (await board.strikeOff(actors.struckOffLab, since - 5n)).wait())?.logs).to.deep.equal([])
  })
})

describe('sameGroup', () => {
  it('knows an entity, its parent, its sisters, and nobody else', async () => {
    const { entities, actors } = await loadFixture(assessedWorld)
    const index = async (name: (typeof actorNames)[number]) => entities.indexOf(actors[name])
    await entities.connect(actors.registrar).update(actors.otherOem, entityDetails('otherOem', { group: 'duns:chipMaker' }))
    const same = async (one: (typeof actorNames)[number], other: (typeof actorNames)[number]) =>
      entities.sameGroup(await index(one), await index(other))
    expect(await same('chipMaker', 'chipMaker')).to.equal(true)
    expect(await same('chipMaker', 'chipMakersLab')).to.equal(true)
    expect(await same('otherOem', 'chipMakersLab')).to.equal(true)
    expect(await same('lab', 'chipMaker')).to.equal(false)
  })
})
