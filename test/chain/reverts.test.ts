import { expect } from 'chai'
import { encodeErrorResult, type AbiParameter } from 'viem'
import { decodeRevert, registryAbis, revertRows } from '../../src/chain/decode-revert.ts'
import { problems } from '../../src/domain/problem.ts'

const errors = [...new Map(registryAbis.flat().flatMap((item) => (item.type === 'error' ? [[item.name, item] as const] : []))).values()]

/** A value of the type, as a contract might give it. */
function sample({ type, name }: AbiParameter): unknown {
  if (type === 'address') return `0x${'Ab'.repeat(20).toLowerCase()}`
  if (type === 'string') return `a ${name}`
  if (type === 'bytes') return '0x4142'
  if (type === 'bool') return true
  const bytes = /^bytes(\d+)$/.exec(type)?.[1]
  if (bytes !== undefined) return `0x${'41'.repeat(Number(bytes))}`
  const bits = Number(/^uint(\d+)$/.exec(type)?.[1] ?? 0)
  return bits > 48 ? 2n : 2
}

describe('a custom error of the contracts', () => {
  it('is one of at least sixty', () => {
    expect(errors.length).to.be.greaterThan(60)
  })

  for (const error of errors) {
    it(`${error.name} is a problem in words`, () => {
      expect(revertRows).to.have.property(error.name)
      const data = encodeErrorResult({ abi: [error], errorName: error.name, args: error.inputs.map(sample) })
      const problem = decodeRevert(data)

      expect(problems).to.have.property(problem.code)
      expect(problem.message).to.not.match(/undefined|NaN|\[object/)
      expect(problem.message).to.not.equal('')
      const registryOwn = /Registry|^(Authority|Board|ValidatorSet)/.test(error.name)
      if (registryOwn) expect(problem.code, 'has a code of its own').to.not.equal('transaction_reverted')
    })
  }

  it('that is not known is told by its bytes', () => {
    expect(decodeRevert('0xdeadbeef').message).to.contain('0xdeadbeef')
  })

  it('of Solidity itself is told by its name', () => {
    const data = '0x4e487b710000000000000000000000000000000000000000000000000000000000000011'
    expect(decodeRevert(data).message).to.contain('Panic')
  })
})
