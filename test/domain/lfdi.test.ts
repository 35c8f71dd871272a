import { expect } from 'chai'
import * as fc from 'fast-check'
import { createHash } from 'node:crypto'
import { checkDigit, formatSfdi, lfdiOf, lfdiOfFingerprint, sameLfdi, sfdiOf } from '../../src/domain/lfdi.ts'
import { isPin, parsePin, pinOf } from '../../src/domain/pin.ts'
import { problemOf } from './problem-of.ts'

/** IEEE 2030.5-2018, the example of 6.3. */
const fingerprint = '3E4F45AB31EDFE5B67E343E5E4562E31984E23E5349E2AD745672ED145EE213A'
const lfdi = '3E4F45AB31EDFE5B67E343E5E4562E31984E23E5'

describe('the LFDI', () => {
  it('is the leftmost 160 bits of the certificate’s SHA-256, as node:tls or openssl print it', () => {
    const colons = fingerprint.replaceAll(/..(?!$)/g, '$&:')
    expect([lfdiOfFingerprint(fingerprint), lfdiOfFingerprint(colons), lfdiOfFingerprint(fingerprint.toLowerCase())]).to.deep.equal([
      lfdi,
      lfdi,
      lfdi,
    ])
    const der = Buffer.from('any octets')
    expect(lfdiOf(der)).to.equal(createHash('sha256').update(der).digest('hex').slice(0, 40).toUpperCase())
  })

  it('is the same in either case', () => {
    expect(sameLfdi(lfdi, lfdi.toLowerCase())).to.be.true
    expect(sameLfdi(lfdi, lfdi.replace('3', '4'))).to.be.false
  })
})

describe('the SFDI', () => {
  it('is the leftmost 36 bits in decimal and a check digit', () => {
    expect(sfdiOf(lfdi)).to.equal(167261211391n)
    expect(sfdiOf(lfdi.toLowerCase())).to.equal(167261211391n)
    expect(formatSfdi(167261211391n)).to.equal('167-261-211-391')
  })

  it('keeps its leading zeros when read out', () => {
    expect(formatSfdi(sfdiOf('000000001'.padEnd(40, '0')))).to.equal('000-000-000-019')
  })
})

describe('the registration PIN', () => {
  it('ends with the digit that makes the sum of all a multiple of 10', () => {
    expect(pinOf(11111)).to.equal(111115)
    expect(parsePin('111115')).to.equal(111115)
    fc.assert(fc.property(fc.nat(99_999), (digits) => isPin(pinOf(digits)) && checkDigit(String(pinOf(digits))) === 0))
  })

  it('is refused with a wrong check digit, by name', () => {
    for (const pin of ['111114', '11111x', '1111115', '', '-11115']) {
      const problem = problemOf(() => parsePin(pin, 'pIN'))
      expect([problem?.code, problem?.field]).to.deep.equal(['invalid_input', 'pIN'])
    }
  })
})
