import { expect } from 'chai'
import { readKeyInfo } from '../../src/chain/reads/key-info.ts'
import { keyInfo } from '../../src/domain/records.ts'
import { deployWorld, type World } from '../support/world.ts'

describe('get_key_info', () => {
  let world: World
  before(async () => {
    world = await deployWorld()
  })
  after(() => world.close())

  const keyId = `0x${'5a'.repeat(32)}` as const

  it('answers everything of a registered key, in the specification’s words', async () => {
    const lot = await world.registerKeys('chip_maker', world.processes.secure_element.process_id, [keyId])
    const info = await readKeyInfo(world.registry, keyId)

    expect(keyInfo.parse(info)).to.deep.equal(info)
    expect(info?.key).to.include({ key_id: keyId, lot_id: lot, status: 'active', owner_id: world.actors.chip_maker.account })
    expect(info?.key_generation.assessment_result.key_generation_entity).to.equal('onboard_se')
    expect(info?.key_protection.assessment_result.key_storage).to.equal('secure_element')
  })
})
