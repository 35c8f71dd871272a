import { hash } from 'node:crypto'
import { expect } from 'chai'
import * as fc from 'fast-check'
import { ellipticCurves } from '../../src/domain/elliptic-curves.ts'
import type { Hex } from '../../src/domain/fields.ts'
import { keyIdOf } from '../../src/domain/key-id.ts'
import { rotationStatement, verifyRotation } from '../../src/domain/rotation.ts'
import { openWorkshop } from './openssl.ts'

const registry: Hex = `0x${'c4'.repeat(20)}`
const keyId: Hex = `0x${'0a'.repeat(32)}`

describe('the rotation of a key', () => {
  const workshop = openWorkshop()
  const { run, write } = workshop
  after(workshop.remove)

  /** What a device does: a new key, and the statement signed by it, with openssl alone. */
  const rotate = (curve = 'prime256v1') => {
    run('ecparam', '-name', curve, '-genkey', '-noout', '-out', 'successor.pem')
    const publicKey = run('ec', '-in', 'successor.pem', '-pubout', '-outform', 'DER', '-conv_form', 'uncompressed')
    const rotation = { chainId: 31_337, registry, keyId, successorId: keyIdOf(publicKey) }
    const statement = rotationStatement(rotation)
    write('statement.bin', statement)
    const signature = run('dgst', '-sha256', '-sign', 'successor.pem', 'statement.bin')
    return { rotation, statement, publicKey, signature }
  }

  it('is stated as domain tag, chain id, registry, old and new key id, one behind the other', () => {
    const successorId: Hex = `0x${'0b'.repeat(32)}`
    const statement = rotationStatement({ chainId: 0x0102, registry, keyId, successorId })
    expect(Buffer.from(statement).toString('hex')).to.equal(
      [Buffer.from('derkey rotation v1').toString('hex'), '0102'.padStart(64, '0'), registry, keyId, successorId]
        .map((part) => part.replace('0x', ''))
        .join(''),
    )
  })

  it('is not stated of what is no address or no key id', () => {
    const rotation = { chainId: 1, registry, keyId, successorId: keyId }
    expect(() => rotationStatement({ ...rotation, registry: '0xc4' })).to.throw(RangeError, 'registry')
    expect(() => rotationStatement({ ...rotation, keyId: `0x${'zz'.repeat(32)}` })).to.throw(RangeError, 'keyId')
  })

  for (const { name, openssl } of ellipticCurves) {
    it(`is proven by what openssl signs with a ${name} key`, () => {
      const { statement, publicKey, signature } = rotate(openssl)
      expect(verifyRotation(statement, publicKey, signature)).to.equal(true)
    })
  }

  it('is not proven on another chain, in another registry, or of another old key', () => {
    const { rotation, publicKey, signature } = rotate()
    const others: Partial<typeof rotation>[] = [{ chainId: 1 }, { registry: `0x${'c5'.repeat(20)}` }, { keyId: `0x${'0c'.repeat(32)}` }]
    for (const other of others) {
      expect(verifyRotation(rotationStatement({ ...rotation, ...other }), publicKey, signature), JSON.stringify(other)).to.equal(false)
    }
  })

  it('is not proven with one bit flipped anywhere', () => {
    const { statement, publicKey, signature } = rotate()
    const whole = [statement, publicKey, signature] as const
    const place = fc.integer({ min: 0, max: 2 }).chain((part) =>
      fc.record({
        part: fc.constant(part),
        at: fc.integer({ min: 0, max: (whole[part] as Uint8Array).length - 1 }),
        bit: fc.integer({ min: 0, max: 7 }),
      }),
    )
    fc.assert(
      fc.property(place, ({ part, at, bit }) => {
        const [one, two, three] = whole.map((each) => Buffer.from(each)) as [Buffer, Buffer, Buffer]
        const flipped = [one, two, three][part] as Buffer
        flipped[at] = (flipped[at] as number) ^ (1 << bit)
        return !verifyRotation(one, two, three)
      }),
      { numRuns: 500 },
    )
  })

  it('is not proven by garbage, which is no fault either', () => {
    const { statement, publicKey, signature } = rotate()
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => !verifyRotation(statement, publicKey, bytes)))
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => !verifyRotation(statement, bytes, signature)))
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => !verifyRotation(bytes, publicKey, signature)))
    for (const longer of [Buffer.concat([signature, Buffer.of(0)]), Buffer.concat([Buffer.of(0), signature])]) {
      expect(verifyRotation(statement, publicKey, longer)).to.equal(false)
    }
    expect(verifyRotation(Buffer.concat([statement, Buffer.of(0)]), publicKey, signature)).to.equal(false)
  })

  it('is not proven by a signature in another spelling: numbers padded, or the plain r and s of JOSE', () => {
    const { statement, publicKey, signature } = rotate()
    const lengthOfR = signature[3] as number
    const r = signature.subarray(4, 4 + lengthOfR)
    const s = signature.subarray(6 + lengthOfR)
    const integer = (content: Uint8Array) => Buffer.concat([Buffer.of(2, content.length), content])
    const sequence = (...parts: Buffer[]) => {
      const content = Buffer.concat(parts)
      return Buffer.concat([Buffer.of(0x30, content.length), content])
    }
    expect(verifyRotation(statement, publicKey, sequence(integer(r), integer(s)))).to.equal(true)
    expect(verifyRotation(statement, publicKey, sequence(integer(Buffer.concat([Buffer.of(0), r])), integer(s)))).to.equal(false)
    const plain = Buffer.concat([r, s].map((part) => Buffer.from(part.toString('hex').slice(-64).padStart(64, '0'), 'hex')))
    expect(verifyRotation(statement, publicKey, plain)).to.equal(false)
    const long = sequence(integer(r), integer(s))
    expect(verifyRotation(statement, publicKey, Buffer.concat([Buffer.of(0x30, 0x81), long.subarray(1)]))).to.equal(false)
  })

  it("is not proven by a public key in another spelling than the registry's, though its hash be named", () => {
    const { rotation } = rotate()
    const spellings = [
      ['-conv_form', 'compressed'],
      ['-conv_form', 'hybrid'],
      ['-param_enc', 'explicit'],
    ]
    for (const spelling of spellings) {
      const publicKey = run('ec', '-in', 'successor.pem', '-pubout', '-outform', 'DER', ...spelling)
      const statement = rotationStatement({ ...rotation, successorId: `0x${hash('sha256', publicKey, 'hex')}` })
      write('statement.bin', statement)
      const signature = run('dgst', '-sha256', '-sign', 'successor.pem', 'statement.bin')
      expect(verifyRotation(statement, publicKey, signature), spelling.join(' ')).to.equal(false)
    }
  })

  it('is not proven by keys that do not sign with ECDSA, or by the hash of another algorithm', () => {
    run('genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048', '-out', 'rsa.pem')
    const publicKey = run('pkey', '-in', 'rsa.pem', '-pubout', '-outform', 'DER')
    const statement = rotationStatement({ chainId: 31_337, registry, keyId, successorId: keyIdOf(publicKey) })
    write('statement.bin', statement)
    expect(verifyRotation(statement, publicKey, run('dgst', '-sha256', '-sign', 'rsa.pem', 'statement.bin'))).to.equal(false)
    const good = rotate()
    const otherHash = run('dgst', '-sha384', '-sign', 'successor.pem', 'statement.bin')
    expect(verifyRotation(good.statement, good.publicKey, otherHash)).to.equal(false)
  })
})
