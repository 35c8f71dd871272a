import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { blockHashOf, decodeExtraData, sealersOf, type RpcBlock } from '../../../scripts/network-drills/seals.ts'

/** Block 3 of a network of four nodes, as Besu gave it. */
const block = JSON.parse(readFileSync(join(import.meta.dirname, 'qbft-block.json'), 'utf8')) as RpcBlock

/** What qbft_getValidatorsByBlockNumber said beside it. */
const validators = [
  '0x03beaeb5bee01f3872db9128c8b185ccf35a28a0',
  '0x60cc16ef10e0b608ab541e610aae672a51033d5e',
  '0x76105cee237035ac065559e11b280ca4eb3736d6',
  '0xb693dc70025ff694f5a40a66055928627400369e',
]

describe('the seals of a QBFT block', () => {
  it('are found in extraData, with the round in which the block was agreed', () => {
    const { round, seals, validators } = decodeExtraData(block.extraData)
    expect([round, seals.length, validators.length]).to.deep.equal([0, 3, 0])
  })

  it('are signed by a quorum of the validators, each once', async () => {
    const sealers = await sealersOf(block)
    expect(new Set(sealers).size).to.equal(3)
    expect(validators).to.include.members(sealers)
  })

  it('are of nobody known when a field of the header is another', async () => {
    const sealers = await sealersOf({ ...block, stateRoot: `0x${'11'.repeat(32)}` })
    expect(validators).not.to.include.members(sealers)
  })

  it('do not count in the hash by which the chain knows the block', () => {
    expect(blockHashOf(block)).to.equal(block.hash)
  })

  it('are not looked for in what is no extraData of QBFT', () => {
    expect(() => decodeExtraData('0xc0')).to.throw('has 0 fields')
  })
})
