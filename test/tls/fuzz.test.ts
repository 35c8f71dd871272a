import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import * as fc from 'fast-check'
import { Problem } from '../../src/domain/problem.ts'
import { parseClientHello } from '../../src/tls/client-hello.ts'
import { certificateFields } from '../../src/tls/peer/certificate-fields.ts'
import { checkLeaf } from '../../src/tls/peer/check-leaf.ts'
import { authorityKey, hardwareModule, subjectKeyId } from '../../src/tls/peer/extensions.ts'
import { objectionOf } from '../../src/tls/peer/registry-extension.ts'
import { readSep } from '../../src/tls/sep/xml.ts'
import { createPki } from './pki.ts'
import type { Pki } from './pki.ts'

/** A TLS 1.2 ClientHello of openssl with the mandatory cipher alone, up to its extensions. */
const hello = Buffer.concat([
  Buffer.from('1603010036010000320303', 'hex'),
  Buffer.alloc(32, 7),
  Buffer.from('000004c0ae00ff01000000', 'hex'),
])

describe('what strangers send', () => {
  let pki: Pki
  before(() => {
    pki = createPki()
  })
  after(() => pki?.remove())

  it('is a ClientHello, or is none', () => {
    expect(parseClientHello(hello)).to.deep.equal({
      version: 'TLS 1.2',
      ciphers: ['TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8', 'TLS_EMPTY_RENEGOTIATION_INFO_SCSV'],
    })
    fc.assert(fc.property(fc.nat(hello.length - 10), (length) => parseClientHello(hello.subarray(0, length)) === undefined))
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(), fc.nat(255), (bytes, at, value) => {
        parseClientHello(Buffer.from(bytes))
        const changed = Buffer.from(hello)
        changed[at % hello.length] = value
        parseClientHello(changed)
      }),
    )
  })

  it('is a ClientHello of which no more is kept than a client needs', () => {
    const suites = Buffer.alloc(60_000, 0xc0)
    const long = Buffer.concat([hello.subarray(0, 44), Buffer.of(suites.length >> 8, suites.length & 0xff), suites, Buffer.of(1, 0)])
    expect(parseClientHello(long)?.ciphers).to.have.length(128)
  })

  it('is a certificate, or a Problem: never another error', () => {
    const { raw } = new X509Certificate(readFileSync(pki.issue('device', { issuer: pki.mica }).certificate))
    const attempt = (der: Uint8Array) => {
      try {
        const fields = certificateFields(der)
        checkLeaf(fields, ['1.2.3'])
        authorityKey(fields)
        subjectKeyId(fields)
        hardwareModule(fields)
        objectionOf(fields, '0x00')
        return true
      } catch (error) {
        if (error instanceof Problem && error.code === 'invalid_key') return false
        throw error
      }
    }
    expect(attempt(raw)).to.equal(true)
    fc.assert(fc.property(fc.nat(raw.length - 1), (length) => !attempt(raw.subarray(0, length))))
    fc.assert(
      fc.property(fc.nat(raw.length - 1), fc.nat(255), fc.nat(raw.length - 1), fc.nat(255), (one, first, other, second) => {
        const changed = Buffer.from(raw)
        changed[one] = first
        changed[other] = second
        attempt(changed)
      }),
      { numRuns: 2000 },
    )
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => !attempt(bytes)))
  })

  it('is an EndDevice, or is none', () => {
    const body = Buffer.from('<EndDevice xmlns="urn:ieee:std:2030.5:ns"><sFDI>1</sFDI></EndDevice>')
    expect(readSep(body, 'EndDevice')).to.deep.equal({ sFDI: '1' })
    fc.assert(
      fc.property(fc.nat(body.length - 1), fc.uint8Array({ maxLength: 6 }), (at, bytes) => {
        readSep(Buffer.concat([body.subarray(0, at), bytes, body.subarray(at)]), 'EndDevice')
      }),
      { numRuns: 1000 },
    )
  })
})
