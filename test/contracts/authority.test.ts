import { expect } from 'chai'
import { roleIds } from '../../src/chain/powers.ts'
import { networkHelpers } from './support/network.ts'
import { deployRegistry } from './support/registry.ts'

const { loadFixture } = networkHelpers
const { ADMIN, BOARD, REGISTRAR, PROGRAMME_MANAGER, REGULATOR } = roleIds

describe('the authority', () => {
  it('lists roles in use and who holds them', async () => {
    const { authority, actors } = await loadFixture(deployRegistry)
    expect(await authority.roles()).to.deep.equal([ADMIN, BOARD, REGISTRAR, PROGRAMME_MANAGER, REGULATOR])
    expect(await authority.roleMembers(ADMIN)).to.deep.equal([actors.board.address])
    expect(await authority.roleMembers(REGULATOR)).to.deep.equal([actors.regulator.address])
    await authority.labelRole(REGISTRAR, 'REGISTRAR')
    expect(await authority.roleLabel(REGISTRAR)).to.equal('REGISTRAR')
    expect(await authority.roleLabel(BOARD)).to.equal('')
  })

  it('lists a new member once, and none that was revoked or renounced', async () => {
    const { authority, actors } = await loadFixture(deployRegistry)
    await authority.grantRole(BOARD, actors.newcomer, 0)
    await authority.grantRole(BOARD, actors.newcomer, 60)
    expect(await authority.roleMembers(BOARD)).to.deep.equal([actors.board.address, actors.newcomer.address])
    await authority.revokeRole(BOARD, actors.board)
    await authority.connect(actors.newcomer).renounceRole(BOARD, actors.newcomer)
    expect(await authority.roleMembers(BOARD)).to.deep.equal([])
    expect(await authority.roles()).to.include(BOARD)
  })

  it('lists a member whose grant is still delayed', async () => {
    const { authority, actors } = await loadFixture(deployRegistry)
    await authority.setGrantDelay(BOARD, 3600)
    await networkHelpers.time.increase(6 * 86_400)
    await authority.grantRole(BOARD, actors.newcomer, 0)
    expect((await authority.hasRole(BOARD, actors.newcomer)).isMember).to.equal(false)
    expect(await authority.roleMembers(BOARD)).to.include(actors.newcomer.address)
  })

  const staff = { REGISTRAR, PROGRAMME_MANAGER, REGULATOR }
  for (const [held, heldId] of Object.entries(staff)) {
    for (const [wanted, wantedId] of Object.entries(staff).filter(([name]) => name !== held)) {
      it(`gives no account that is ${held} the role of ${wanted}`, async () => {
        const { authority, actors } = await loadFixture(deployRegistry)
        await authority.grantRole(heldId, actors.newcomer, 0)
        await expect(authority.grantRole(wantedId, actors.newcomer, 0))
          .to.be.revertedWithCustomError(authority, 'AuthorityStaffRoleHeld')
          .withArgs(actors.newcomer, heldId, wantedId)
        await authority.revokeRole(heldId, actors.newcomer)
        await authority.grantRole(wantedId, actors.newcomer, 0)
      })
    }
  }

  for (const [name, roleId] of Object.entries(staff)) {
    it(`lets BOARD, and not ADMIN, hand out and take back the role of ${name}`, async () => {
      const { authority, actors } = await loadFixture(deployRegistry)
      await authority.grantRole(BOARD, actors.newcomer, 0)
      await authority.renounceRole(BOARD, actors.board)
      const [board, admin] = [authority.connect(actors.newcomer), authority.connect(actors.board)]
      for (const act of [admin.grantRole(roleId, actors.intruder, 0), admin.revokeRole(roleId, actors.intruder)]) {
        await expect(act).to.be.revertedWithCustomError(authority, 'AccessManagerUnauthorizedAccount').withArgs(actors.board, BOARD)
      }
      await board.grantRole(roleId, actors.intruder, 0)
      expect(await authority.roleMembers(roleId)).to.include(actors.intruder.address)
      await board.revokeRole(roleId, actors.intruder)
      expect(await authority.roleMembers(roleId)).to.not.include(actors.intruder.address)
    })
  }

  it('lets ADMIN alone say who hands out a role, and BOARD hand out no more than the staff roles', async () => {
    const { authority, actors } = await loadFixture(deployRegistry)
    await authority.grantRole(BOARD, actors.newcomer, 0)
    const board = authority.connect(actors.newcomer)
    const acts = [
      board.setRoleAdmin(REGISTRAR, REGULATOR),
      board.setRoleGuardian(REGISTRAR, BOARD),
      board.setGrantDelay(REGISTRAR, 60),
      board.grantRole(ADMIN, actors.newcomer, 0),
      board.grantRole(BOARD, actors.intruder, 0),
    ]
    for (const act of acts) {
      await expect(act).to.be.revertedWithCustomError(authority, 'AccessManagerUnauthorizedAccount').withArgs(actors.newcomer, ADMIN)
    }
    await authority.setRoleAdmin(REGISTRAR, ADMIN)
    await expect(board.grantRole(REGISTRAR, actors.intruder, 0)).to.be.revertedWithCustomError(
      authority,
      'AccessManagerUnauthorizedAccount',
    )
  })

  it('takes a role back at once: the next call of the former holder is refused', async () => {
    const { authority, entities, actors } = await loadFixture(deployRegistry)
    await authority.revokeRole(REGISTRAR, actors.registrar)
    await expect(entities.connect(actors.registrar).suspend(actors.oem))
      .to.be.revertedWithCustomError(entities, 'RegistryRoleMissing')
      .withArgs(actors.registrar, REGISTRAR)
  })

  it('can close a contract: nothing that is restricted can be called there', async () => {
    const { authority, entities, actors } = await loadFixture(deployRegistry)
    await authority.setTargetClosed(entities, true)
    await expect(entities.connect(actors.registrar).suspend(actors.oem)).to.be.revertedWithCustomError(entities, 'RegistryRoleMissing')
  })

  it('holds delayed members to their delay', async () => {
    const { authority, entities, actors } = await loadFixture(deployRegistry)
    await authority.grantRole(BOARD, actors.newcomer, 3600)
    const data = entities.interface.encodeFunctionData('strikeOff', [actors.lab.address, 1])
    const act = () => actors.newcomer.sendTransaction({ to: entities.target, data })
    await expect(act()).to.be.revertedWithCustomError(authority, 'AccessManagerNotScheduled')
    await authority.connect(actors.newcomer).schedule(entities, data, 0)
    await expect(act()).to.be.revertedWithCustomError(authority, 'AccessManagerNotReady')
    await networkHelpers.time.increase(3600)
    await expect(act()).to.be.revertedWithCustomError(entities, 'EntityRegistryEntityUnknown')
  })
})
