import { expect } from 'chai'
import * as fc from 'fast-check'
import { contentOf, derOf, positiveInteger, readDer, tags } from '../../src/domain/der.ts'
import { problemOf } from './problem-of.ts'

const faultOf = (hex: string) => problemOf(() => readDer(Buffer.from(hex, 'hex'), 'test').any('it'))?.message
const integerOf = (hex: string) => {
  const bytes = Buffer.from(hex, 'hex')
  return positiveInteger(bytes, readDer(bytes, 'test').take(tags.integer, 'it'), 'it')
}

describe('DER', () => {
  it('is read back as it was written, at every length', () => {
    fc.assert(
      fc.property(fc.oneof(fc.nat(300), fc.nat(70_000), fc.constantFrom(127, 128, 255, 256, 65_535, 65_536)), (length) => {
        const written = derOf(tags.octetString, Buffer.alloc(length, 7))
        const reader = readDer(written, 'test')
        expect(contentOf(written, reader.take(tags.octetString, 'it'))).to.have.lengthOf(length)
        reader.close()
      }),
      { numRuns: 200 },
    )
  })

  it('has one spelling: indefinite and over-long lengths, long tags and missing octets are refused', () => {
    expect(faultOf('3080')).to.include('indefinite length')
    expect(faultOf('30810100')).to.include('not of minimal form')
    expect(faultOf('3082000100')).to.include('not of minimal form')
    expect(faultOf('1f8100')).to.include('tag of several octets')
    expect(faultOf('3085')).to.include('too large')
    expect(faultOf('30850100000000')).to.include('too large')
    expect(faultOf('3003')).to.include('3 bytes are missing')
    expect(faultOf('30')).to.include('missing or truncated')
    expect(faultOf('')).to.include('missing or truncated')
  })

  it('names what stood in the place of what belongs there, and what is too much', () => {
    const bytes = Buffer.from('0500ff', 'hex')
    expect(problemOf(() => readDer(bytes, 'Test').take(tags.sequence, 'the key'))?.message).to.equal(
      'Test: the key has tag 0x05 at offset 0 where 0x30 belongs',
    )
    const reader = readDer(bytes, 'Test')
    reader.take(tags.null, 'nothing')
    expect(problemOf(() => reader.close())?.message).to.equal('Test: 1 bytes too many at offset 2')
  })

  it('has integers of minimal form', () => {
    expect([integerOf('020100'), integerOf('02017f'), integerOf('02020080')]).to.deep.equal([0n, 127n, 128n])
    for (const hex of ['0200', '020180', '0202007f']) expect(problemOf(() => integerOf(hex))?.code, hex).to.equal('invalid_key')
  })
})
