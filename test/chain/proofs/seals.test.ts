import { expect } from 'chai'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { encodeHeader, sealsOf, type RpcBlock } from '../../../src/chain/proofs/header.ts'
import { verifyHeader } from '../../../src/chain/proofs/verify-header.ts'
import { sealersOf, verifySeals } from '../../../src/chain/proofs/verify-seals.ts'
import type { Hex } from '../../../src/domain/fields.ts'
import { problemOf as thrownBy } from '../../domain/problem-of.ts'
import { problemOf } from '../../support/problem-of.ts'
import { accountOf, qbftChain, resealed, validatorSet } from './qbft-chain.ts'

/** Block 3 of a network of four nodes, as Besu gave it, and what qbft_getValidatorsByBlockNumber said beside it. */
const block = JSON.parse(readFileSync(join(import.meta.dirname, 'qbft-block.json'), 'utf8')) as RpcBlock
const validators: Hex[] = [
  '0x03beaeb5bee01f3872db9128c8b185ccf35a28a0',
  '0x60cc16ef10e0b608ab541e610aae672a51033d5e',
  '0x76105cee237035ac065559e11b280ca4eb3736d6',
  '0xb693dc70025ff694f5a40a66055928627400369e',
]

describe('the header of a block of Besu', () => {
  it('hashes to the block’s hash, and with a field that is another to another', () => {
    expect(verifyHeader(encodeHeader(block), block['hash'] as Hex)).to.include({ number: 3, state_root: block['stateRoot'] })
    const other = encodeHeader({ ...block, stateRoot: `0x${'11'.repeat(32)}` })
    expect(thrownBy(() => verifyHeader(other, block['hash'] as Hex))?.code).to.equal('proof_invalid')
  })

  it('is sealed by a quorum of the validators, whatever the order in which they are named', async () => {
    await verifySeals(encodeHeader(block), validators)
    await verifySeals(encodeHeader(block), validators.toReversed())
    expect(validators).to.include.members(await sealersOf(encodeHeader(block)))
  })
})

describe('the seals of a block', () => {
  const seven = [1, 2, 3, 4, 5, 6, 7]
  const accounts = seven.map(accountOf)
  const sealed = async (sealers: readonly number[], round = 0) => (await qbftChain({ [validatorSet]: accounts })).mine({ sealers, round })
  const detailOf = async (rlp: Hex, of: readonly Hex[] = accounts) => {
    const problem = await problemOf(verifySeals(rlp, of))
    expect(problem.code).to.equal('proof_invalid')
    return problem.message
  }

  it('hold by five of seven, in a later round too', async () => {
    await verifySeals((await sealed([7, 3, 1, 2, 5])).rlp, accounts)
    await verifySeals((await sealed([1, 2, 3, 4, 5], 4)).rlp, accounts)
  })

  it('do not hold where one too few', async () => {
    expect(await detailOf((await sealed([1, 2, 3, 4])).rlp)).to.contain('4 seals of 7 validators, it takes 5')
    expect(await detailOf((await sealed([])).rlp)).to.contain('0 seals')
    expect(await detailOf((await sealed([])).rlp, [])).to.contain('0 validators')
  })

  it('do not hold where one is twice, be it to make five of four', async () => {
    expect(await detailOf((await sealed([1, 2, 3, 4, 4])).rlp)).to.contain(`two seals of ${accounts[3]}`)
  })

  it('do not hold where one is of somebody else, or forged', async () => {
    expect(await detailOf((await sealed([1, 2, 3, 4, 5, 8])).rlp)).to.contain(accountOf(8))
    const header = await sealed([1, 2, 3, 4, 5])
    await detailOf(await resealed(header, [1, 2, 3, 4, 5], `0x${'11'.repeat(32)}`))
    await verifySeals(await resealed(header, [2, 3, 4, 5, 6]), accounts)
  })

  it('do not hold for a header that was changed, nor for another round: it is signed, and not in the block’s hash', async () => {
    const header = await sealed([1, 2, 3, 4, 5], 1)
    await detailOf(header.rlp.replace(header.state_root.slice(2), '22'.repeat(32)) as Hex)
    expect((await sealed([1, 2, 3, 4, 5], 0)).hash).to.equal(header.hash)
    await detailOf(await resealed(header, [1, 2, 3, 4, 5], sealsOf(header.rlp)!.hash))
  })

  it('are looked for in blocks of QBFT alone', async () => {
    expect(await detailOf((await qbftChain({})).header(0).rlp)).to.contain('block 0')
    expect(await detailOf(encodeHeader({ ...block, mixHash: `0x${'11'.repeat(32)}` }))).to.contain('no block of QBFT')
    expect(await detailOf(encodeHeader({ ...block, extraData: '0xc0' }))).to.contain('has 0 fields')
    expect(await detailOf('0x00')).to.contain('header')
  })
})
