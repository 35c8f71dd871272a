import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { validateUpgradeSafety } from '@openzeppelin/upgrades-core'
import { compileLayouts, layoutOf, withBuildInfo } from './support/build-info.ts'
import { ethers, networkHelpers } from './support/network.ts'
import { keyedWorld } from './support/world.ts'

const { loadFixture } = networkHelpers
const names = ['DocumentRegistry', 'EntityRegistry', 'ProcessRegistry', 'AssessmentRegistry', 'KeyRegistry']
const snapshot = join(import.meta.dirname, 'storage.snapshot.json')

describe('a record contract', () => {
  it('keeps its records when it is upgraded', async () => {
    const { keys, entities, processes, assessments, actors, oemKeys } = await loadFixture(keyedWorld)
    const before = await keys.getKeyInfo(oemKeys[0]!)
    const next = await ethers.deployContract('KeyRegistry', [entities.target, processes.target, assessments.target])
    await expect(keys.connect(actors.board).upgradeToAndCall(next.target, '0x')).to.emit(keys, 'Upgraded').withArgs(next.target)
    expect((await keys.getKeyInfo(oemKeys[0]!)).key).to.deep.equal(before.key)
  })

  it('cannot be upgraded to something that is no UUPS implementation', async () => {
    const { keys, authority, actors } = await loadFixture(keyedWorld)
    await expect(keys.connect(actors.board).upgradeToAndCall(authority.target, '0x')).to.be.revertedWithCustomError(
      keys,
      'ERC1967InvalidImplementation',
    )
  })

  it('cannot be used, nor taken over, without its proxy', async () => {
    const { actors } = await loadFixture(keyedWorld)
    const bare = await ethers.deployContract('EntityRegistry')
    await expect(bare.getFunction('initialize')(actors.board)).to.be.revertedWithCustomError(bare, 'InvalidInitialization')
    await expect(bare.getFunction('upgradeToAndCall')(bare.target, '0x')).to.be.revertedWithCustomError(bare, 'UUPSUnauthorizedCallContext')
  })

  it('is safe to upgrade, and where its state lies has only been added to', async function () {
    this.timeout(60_000)
    const info = compileLayouts(names)
    const report = await withBuildInfo(info, (folder) => validateUpgradeSafety(folder))
    expect(report.ok, report.explain()).to.equal(true)
    expect(report.upgradeableContractReports.map(({ contract }) => contract.split(':')[1])).to.include.members(names)

    const layouts = Object.fromEntries(names.map((name) => [name, layoutOf(info, name)]))
    if (process.env['DERKEY_UPDATE_STORAGE'] === '1') writeFileSync(snapshot, `${JSON.stringify(layouts, null, 2)}\n`)
    const released = JSON.parse(readFileSync(snapshot, 'utf8')) as Record<string, string[]>
    for (const name of names) expect(layouts[name], name).to.include.members(released[name]!)
  })
})
