import { createHash, createPublicKey } from 'node:crypto'
import { expect } from 'chai'
import * as fc from 'fast-check'
import { ellipticCurves } from '../../src/domain/elliptic-curves.ts'
import { keyIdOf, keyIdOfCertificate } from '../../src/domain/key-id.ts'
import { openWorkshop } from './openssl.ts'
import { problemOf } from './problem-of.ts'

const forms = ['uncompressed', 'compressed', 'hybrid'] as const
const encodings = ['named_curve', 'explicit'] as const

describe('the key id', () => {
  const workshop = openWorkshop()
  const { run } = workshop
  after(workshop.remove)

  const spellings = (file: string) =>
    forms.flatMap((form) =>
      encodings.map((encoding) => run('ec', '-in', file, '-pubout', '-outform', 'DER', '-conv_form', form, '-param_enc', encoding)),
    )
  const newKey = (curve: string) => {
    const file = `${curve}.pem`
    run('ecparam', '-name', curve, '-genkey', '-noout', '-out', file)
    return file
  }
  const p256 = () => spellings(newKey('prime256v1'))

  for (const { name, openssl } of ellipticCurves) {
    it(`of a ${name} key is one, whatever spelling openssl gives the key`, () => {
      const all = spellings(newKey(openssl))
      const named = all[0] as Buffer
      expect(new Set(all.map((der) => der.toString('hex')))).to.have.lengthOf(6)
      expect(new Set(all.map(keyIdOf))).to.deep.equal(new Set([`0x${createHash('sha256').update(named).digest('hex')}`]))
    })
  }

  it('of a certificate is that of its key, with explicit parameters too', () => {
    const file = newKey('prime256v1')
    run('ec', '-in', file, '-param_enc', 'explicit', '-conv_form', 'compressed', '-out', 'explicit.pem')
    const [named] = spellings(file)
    for (const key of [file, 'explicit.pem']) {
      expect(keyIdOfCertificate(run('req', '-x509', '-key', key, '-subj', '/CN=device', '-outform', 'DER'))).to.equal(
        keyIdOf(named as Buffer),
      )
    }
  })

  it('of other key types is SHA-256 of the SubjectPublicKeyInfo as it stands', () => {
    for (const args of [['ed25519'], ['x448'], ['RSA', '-pkeyopt', 'rsa_keygen_bits:1024']]) {
      run('genpkey', '-algorithm', ...args, '-out', 'other.pem')
      const der = run('pkey', '-in', 'other.pem', '-pubout', '-outform', 'DER')
      expect(keyIdOf(der)).to.equal(`0x${createHash('sha256').update(der).digest('hex')}`)
    }
  })

  it('takes a live buffer at an offset', () => {
    const [der] = p256()
    const within = Buffer.concat([Buffer.alloc(13, 0x30), der as Buffer, Buffer.alloc(5)])
    expect(keyIdOf(within.subarray(13, 13 + 91))).to.equal(keyIdOf(der as Buffer))
  })

  const refusals: readonly (readonly [string, (der: Buffer) => Uint8Array])[] = [
    ['nothing', () => new Uint8Array()],
    ['trailing bytes', (der) => Buffer.concat([der, Buffer.of(0)])],
    ['a truncated key', (der) => der.subarray(0, -1)],
    ['a point that is not on the curve', (der) => flip(der, 90)],
    ['the point at infinity', () => Buffer.from('3019301306072a8648ce3d020106082a8648ce3d03010703020000', 'hex')],
    ['a length that is not of minimal form', (der) => Buffer.concat([Buffer.of(0x30, 0x81, 0x59), der.subarray(2)])],
    ['an indefinite length', (der) => Buffer.concat([Buffer.of(0x30, 0x80), der.subarray(2), Buffer.of(0, 0)])],
    ['an unknown named curve', (der) => flip(der, 22)],
    ['a hybrid point of the wrong parity', (der) => withForm(der, (der[90] as number) & 1 ? 6 : 7)],
    ['a coordinate that is not reduced', () => unreduced()],
    ['the key under id-ecDH', () => Buffer.from('3015300f06052b8104010c06082a8648ce3d030107030200ff', 'hex')],
    ['an implicit curve', () => Buffer.from('3012300b06072a8648ce3d020105000303000400', 'hex')],
  ]
  for (const [what, change] of refusals) {
    it(`is refused to ${what}`, () => {
      const problem = problemOf(() => keyIdOf(change(p256()[0] as Buffer)))
      expect(problem?.code).to.equal('invalid_key')
    })
  }

  it('is refused to explicit parameters with another base point (CVE-2020-0601) or another curve', () => {
    const explicit = p256()[1] as Buffer
    for (const number of ['6b17d1f2e12c4247', '5ac635d8aa3a93e7', 'bce6faada7179e84']) {
      const at = explicit.indexOf(Buffer.from(number, 'hex'))
      expect(at).to.be.greaterThan(0)
      expect(problemOf(() => keyIdOf(flip(explicit, at)))?.code).to.equal('invalid_key')
    }
  })

  it('never changes, and never becomes anything but a Problem, by changing some bytes of a key', () => {
    const all = p256()
    const id = keyIdOf(all[0] as Buffer)
    const changes = fc.array(fc.tuple(fc.nat(400), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 3 })
    const sameKey = (der: Buffer) => openSslPoint(der) === openSslPoint(all[0] as Buffer)
    fc.assert(
      fc.property(fc.constantFrom(...all), changes, (der, edits) => {
        const changed = Buffer.from(der)
        for (const [at, mask] of edits) changed[at % changed.length] = (changed[at % changed.length] as number) ^ mask
        let given: string | undefined
        const problem = problemOf(() => (given = keyIdOf(changed)))
        if (problem === undefined && given !== id) expect(sameKey(changed), changed.toString('hex')).to.be.false
      }),
      { numRuns: 3000 },
    )
  })

  it('of a certificate with changed bytes is never anything but an id or a Problem', () => {
    const der = run('req', '-x509', '-key', newKey('prime256v1'), '-subj', '/CN=device', '-outform', 'DER')
    const changes = fc.array(fc.tuple(fc.nat(der.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(changes, fc.nat(der.length), (edits, cut) => {
        const changed = Buffer.from(der)
        for (const [at, octet] of edits) changed[at] = octet
        expect(problemOf(() => keyIdOfCertificate(changed.subarray(0, cut)))?.code).to.be.oneOf(['invalid_key', undefined])
        expect(problemOf(() => keyIdOfCertificate(changed))?.code).to.be.oneOf(['invalid_key', undefined])
      }),
      { numRuns: 2000 },
    )
  })

  it('of random bytes is a Problem', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => problemOf(() => keyIdOf(bytes))?.code === 'invalid_key'),
      { numRuns: 2000 },
    )
  })
})

/** The point that OpenSSL sees in a key that it takes; undefined in one that it refuses. */
function openSslPoint(der: Buffer): string | undefined {
  try {
    const { x, y } = createPublicKey({ key: der, format: 'der', type: 'spki' }).export({ format: 'jwk' })
    return `${x}.${y}`
  } catch (error) {
    return error instanceof Error ? undefined : ''
  }
}

function flip(der: Buffer, at: number): Buffer {
  const changed = Buffer.from(der)
  changed[at] = (changed[at] as number) ^ 1
  return changed
}

function withForm(der: Buffer, form: number): Buffer {
  const changed = Buffer.from(der)
  changed[26] = form
  return changed
}

/** x = p, which stands for 0: y² = b. */
function unreduced(): Buffer {
  const header = '3059301306072a8648ce3d020106082a8648ce3d03010703420004'
  const p = 'ffffffff00000001000000000000000000000000ffffffffffffffffffffffff'
  const y = '66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4'
  return Buffer.from(header + p + y, 'hex')
}
