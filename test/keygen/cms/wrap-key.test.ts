import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { execFileSync, spawnSync } from 'node:child_process'
import { expect } from 'chai'
import * as fc from 'fast-check'
import { derOfPem } from '../../../src/ca/pem.ts'
import { Problem } from '../../../src/domain/problem.ts'
import type { Recipient } from '../../../src/keygen/cms/recipient.ts'
import { unwrapKey } from '../../../src/keygen/cms/unwrap-key.ts'
import { wrapKey } from '../../../src/keygen/cms/wrap-key.ts'
import { openFactory } from '../../ca/openssl.ts'

const codeOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    if (error instanceof Problem) return error.code
    throw error
  }
  return 'none'
}

describe('a wrapped key', () => {
  const factory = openFactory()
  after(() => factory.remove())
  const derOfCertificate = (name: string) => derOfPem(readFileSync(factory.file(name)), ['CERTIFICATE'])[0]
  const certify = (name: string, key: string, ...more: string[]) => {
    factory.openssl('req', '-x509', '-new', '-key', key, '-subj', `/CN=${name}`, '-days', '2', '-out', `${name}.pem`, ...more)
    return { certificate: derOfCertificate(`${name}.pem`) }
  }
  const pkcs8 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'der' })
  const privateKeyIn = (name: string) => createPrivateKey(readFileSync(factory.file(name)))
  factory.key('device')
  const device = certify('device', 'device.key', '-addext', 'keyUsage=critical,digitalSignature,keyAgreement')
  const wrapped = wrapKey(pkcs8, device)
  const openBy = (cms: Uint8Array, ...args: string[]) => {
    writeFileSync(factory.file('wrapped.p7m'), cms)
    return spawnSync('openssl', ['cms', '-decrypt', '-binary', '-inform', 'DER', '-in', 'wrapped.p7m', ...args], { cwd: factory.path })
  }
  const withCertificate = ['-recip', 'device.pem', '-inkey', 'device.key']

  it('is opened by openssl alone, with the certificate or the bare key: PKCS#8, octet for octet', () => {
    for (const args of [withCertificate, ['-inkey', 'device.key']]) {
      const { status, stdout, stderr } = openBy(wrapped, ...args)
      expect(status, stderr.toString()).to.equal(0)
      expect(stdout.equals(pkcs8)).to.equal(true)
    }
    expect(unwrapKey(wrapped, privateKeyIn('device.key')).equals(pkcs8)).to.equal(true)
  })

  it('is AuthEnvelopedData with AES-256-GCM, dhSinglePass-stdDH-sha256kdf and aes256-wrap, as openssl reads it', () => {
    const printed = execFileSync('openssl', ['cms', '-cmsout', '-print', '-inform', 'DER'], { input: wrapped, encoding: 'utf8' })

    expect(printed).to.include('id-smime-ct-authEnvelopedData (1.2.840.113549.1.9.16.1.23)')
    expect(printed).to.include('dhSinglePass-stdDH-sha256kdf-scheme (1.3.132.1.11.1)')
    expect(printed).to.include('aes-256-gcm (2.16.840.1.101.3.4.1.46)').and.to.not.match(/sha1/i)
    expect(execFileSync('openssl', ['asn1parse', '-inform', 'DER'], { input: wrapped, encoding: 'utf8' })).to.include('id-aes256-wrap')
  })

  it('names a recipient without certificate by its key identifier', () => {
    const publicKey = createPublicKey(privateKeyIn('device.key')).export({ type: 'spki', format: 'der' })
    const bare = wrapKey(pkcs8, { publicKey, keyIdentifier: createHash('sha256').update(publicKey).digest() })

    expect(openBy(bare, '-inkey', 'device.key').stdout.equals(pkcs8)).to.equal(true)
    expect(unwrapKey(bare, privateKeyIn('device.key')).equals(pkcs8)).to.equal(true)
  })

  it('is never the same twice', () => {
    expect(wrapKey(pkcs8, device).equals(wrapped)).to.equal(false)
    expect(wrapKey(pkcs8, device)).to.have.length(wrapped.length)
  })

  it("does not open with another's key, of this curve or another type", () => {
    factory.key('other')
    certify('other', 'other.key')
    const x25519 = generateKeyPairSync('x25519').privateKey

    expect(codeOf(() => unwrapKey(wrapped, privateKeyIn('other.key')))).to.equal('wrapped_key_invalid')
    expect(codeOf(() => unwrapKey(wrapped, x25519))).to.equal('wrapped_key_invalid')
    for (const args of [
      ['-inkey', 'other.key'],
      ['-recip', 'other.pem', '-inkey', 'other.key'],
    ]) {
      const { status, stdout } = openBy(wrapped, ...args)
      expect(status).to.not.equal(0)
      expect(stdout).to.have.length(0)
    }
  })

  it('does not open with any one bit flipped', () => {
    const key = privateKeyIn('device.key')
    for (let bit = 0; bit < wrapped.length * 8; bit++) {
      const changed = Buffer.from(wrapped)
      changed[bit >> 3]! ^= 1 << (bit & 7)
      expect(
        codeOf(() => unwrapKey(changed, key)),
        `bit ${bit}`,
      ).to.equal('wrapped_key_invalid')
    }
  })

  it('does not open truncated, prolonged or as anything else', () => {
    const key = privateKeyIn('device.key')
    fc.assert(
      fc.property(fc.nat(wrapped.length - 1), fc.uint8Array({ minLength: 1, maxLength: 40 }), (length, noise) => {
        expect(codeOf(() => unwrapKey(wrapped.subarray(0, length), key))).to.equal('wrapped_key_invalid')
        expect(codeOf(() => unwrapKey(Buffer.concat([wrapped, noise]), key))).to.equal('wrapped_key_invalid')
        expect(codeOf(() => unwrapKey(Buffer.concat([wrapped.subarray(0, length), noise]), key))).to.equal('wrapped_key_invalid')
      }),
    )
  })

  it('never gives openssl another content, in whatever octet it is changed', () => {
    const opened = new Set<string>()
    for (let octet = 0; octet < wrapped.length; octet += 7) {
      const changed = Buffer.from(wrapped)
      changed[octet]! ^= 0x01
      const { status, stdout } = openBy(changed, ...withCertificate)
      if (status === 0) opened.add(stdout.toString('hex'))
    }
    expect([...opened].filter((content) => content !== pkcs8.toString('hex'))).to.deep.equal([])
  })

  describe('is made for no recipient that is unfit', () => {
    const now = Date.now()
    const unfit = (recipient: Recipient, at = now) => codeOf(() => wrapKey(pkcs8, recipient, at))

    it('as one on another curve, or with RSA or Ed25519', () => {
      const others = { p384: ['EC', '-pkeyopt', 'ec_paramgen_curve:P-384'], k1: ['EC', '-pkeyopt', 'ec_paramgen_curve:secp256k1'] }
      const all = { ...others, rsa: ['RSA'], ed: ['ED25519'] }
      for (const [name, algorithm] of Object.entries(all)) {
        factory.key(name, '-algorithm', ...algorithm)
        expect(unfit(certify(name, `${name}.key`)), name).to.equal('recipient_unfit')
      }
    })

    it('as one expired, or not valid yet', () => {
      expect(unfit(device, now + 3 * 86_400_000)).to.equal('recipient_unfit')
      expect(unfit(device, now - 86_400_000)).to.equal('recipient_unfit')
    })

    it('as one whose keyUsage forbids key agreement', () => {
      expect(unfit(certify('signs', 'device.key', '-addext', 'keyUsage=digitalSignature'))).to.equal('recipient_unfit')
    })

    it('as one that is malformed, anywhere', () => {
      const { certificate } = device
      const point = certificate.indexOf(Buffer.from('034200', 'hex')) + 10
      const offCurve = Buffer.from(certificate)
      offCurve[point]! ^= 1
      expect(unfit({ certificate: offCurve })).to.equal('recipient_unfit')
      fc.assert(
        fc.property(fc.nat(certificate.length - 1), (length) => {
          expect(unfit({ certificate: certificate.subarray(0, length) })).to.equal('recipient_unfit')
        }),
      )
      expect(unfit({ certificate: Buffer.concat([certificate, Buffer.of(0)]) })).to.equal('recipient_unfit')
      expect(unfit({ publicKey: Buffer.from('3000', 'hex'), keyIdentifier: Buffer.of(1) })).to.equal('recipient_unfit')
    })
  })
})
