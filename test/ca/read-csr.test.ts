import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import * as fc from 'fast-check'
import { deviceRequestOf } from '../../src/ca/device-request.ts'
import { serialText, toHardwareModule } from '../../src/ca/hardware-module-name.ts'
import { csrSizeLimit, readCsr } from '../../src/ca/read-csr.ts'
import { Problem } from '../../src/domain/problem.ts'
import { csrConfig, openFactory, p256, plainConfig } from './openssl.ts'

const hwType = '1.3.6.1.4.1.54321.7.1'
const named = csrConfig(hwType, 'SN-0042')

describe('reading a certificate signing request', () => {
  const factory = openFactory()
  after(() => factory.remove())

  const codeOf = (bytes: Uint8Array): string | undefined => {
    try {
      deviceRequestOf(readCsr(bytes))
      return undefined
    } catch (error) {
      if (error instanceof Problem) return error.code
      throw error
    }
  }

  it("reads openssl's PEM and DER alike, with the hardwareModuleName", () => {
    const pem = factory.csr('plain', factory.key('plain'), named)
    factory.openssl('req', '-in', 'plain.csr', '-outform', 'DER', '-out', 'plain.der')

    const [one, other] = [readCsr(pem), readCsr(readFileSync(factory.file('plain.der')))]

    expect(one).to.deep.equal(other)
    expect(one.hardware_module).to.include({ hw_type: hwType })
    expect(one.hardware_module && serialText(one.hardware_module)).to.equal('SN-0042')
  })

  it('gives one key id and one certificate key for every spelling of the public key', () => {
    const key = factory.key('spelt')
    const requests = [
      factory.csr('spelt', key, named),
      ...['compressed', 'hybrid'].map((form) => {
        factory.openssl('ec', '-in', key, '-conv_form', form, '-out', `${form}.key`)
        return factory.csr(form, `${form}.key`, named)
      }),
      (() => {
        factory.openssl('ec', '-in', key, '-param_enc', 'explicit', '-out', 'explicit.key')
        return factory.csr('explicit', 'explicit.key', named)
      })(),
    ].map(readCsr)

    expect(new Set(requests.map(({ key_id }) => key_id)).size).to.equal(1)
    expect(new Set(requests.map(({ spki }) => Buffer.from(spki).toString('hex'))).size).to.equal(1)
    expect(new Set(requests.map(({ digest }) => digest)).size).to.equal(requests.length)
  })

  it('reads the request that docs/certificate-authority.md makes with openssl alone', () => {
    const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'certificate-authority.md'), 'utf8')
    const [, config = ''] = /cat > device\.cnf <<'END'\n(.*?)END\n/s.exec(page) ?? []
    writeFileSync(factory.file('device.cnf'), config)
    const commands = page.match(/^openssl (genpkey|req -new -sha256) .*$/gm) ?? []
    for (const command of commands) factory.openssl(...command.split(' ').slice(1))

    const { hardware_module } = deviceRequestOf(readCsr(readFileSync(factory.file('device.csr'))))
    expect(hardware_module).to.deep.equal(toHardwareModule('1.3.6.1.4.1.32474.1', 'SN-2000'))
  })

  const refused: readonly [string, string, () => Uint8Array][] = [
    ['a signature with SHA-1', 'csr_signature_algorithm', () => factory.csr('sha1', factory.key('sha1'), named, '-sha1')],
    ['a signature with MD5', 'csr_signature_algorithm', () => factory.csr('md5', factory.key('md5', '-algorithm', 'RSA'), named, '-md5')],
    ['an RSA key', 'csr_key_type', () => factory.csr('rsa', factory.key('rsa', '-algorithm', 'RSA'), named)],
    ['an Ed25519 key', 'csr_key_type', () => factory.csr('ed', factory.key('ed', '-algorithm', 'ED25519'), named)],
    [
      'a key on another curve',
      'csr_key_type',
      () => factory.csr('p384', factory.key('p384', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384'), named),
    ],
    ['no hardwareModuleName', 'csr_hardware_module', () => factory.csr('none', factory.key('none'), plainConfig())],
    ['a DNS name', 'csr_hardware_module', () => factory.csr('dns', factory.key('dns'), plainConfig('subjectAltName = DNS:localhost'))],
    [
      'a DNS name beside the hardwareModuleName',
      'csr_hardware_module',
      () => factory.csr('both', factory.key('both'), named.replace('hardware_module_name\n', 'hardware_module_name,DNS:localhost\n')),
    ],
    [
      'an otherName of another type',
      'csr_hardware_module',
      () => factory.csr('upn', factory.key('upn'), plainConfig('subjectAltName = otherName:1.3.6.1.4.1.311.20.2.3;UTF8:x')),
    ],
    ['an empty serial number', 'csr_hardware_module', () => factory.csr('empty', factory.key('empty'), csrConfig(hwType, ''))],
    [
      'a serial number of 65 octets',
      'csr_hardware_module',
      () => factory.csr('long', factory.key('long'), csrConfig(hwType, 'x'.repeat(65))),
    ],
    ['a certificate', 'pem_malformed', () => (certificate(), readFileSync(factory.file('self.pem')))],
    ['nothing', 'pem_malformed', () => Buffer.alloc(0)],
    ['random text', 'pem_malformed', () => Buffer.from('this is no request')],
    ['a megabyte', 'csr_too_large', () => Buffer.alloc(1_048_576, 0x30)],
    [
      'two requests in one file',
      'csr_malformed',
      () => Buffer.concat([readFileSync(factory.file('plain.csr')), readFileSync(factory.file('plain.csr'))]),
    ],
    ['a truncated DER', 'csr_malformed', () => readFileSync(factory.file('plain.der')).subarray(0, -1)],
    ['a byte too many', 'csr_malformed', () => Buffer.concat([readFileSync(factory.file('plain.der')), Buffer.of(0)])],
  ]
  const certificate = () =>
    factory.openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'self.key', '-subj', '/CN=x', '-out', 'self.pem')

  for (const [what, code, make] of refused) {
    it(`refuses ${what} (${code})`, () => {
      expect(codeOf(make())).to.equal(code)
    })
  }

  it('refuses a request whose key was exchanged', () => {
    factory.openssl('genpkey', ...p256, '-out', 'other.key')
    factory.openssl('req', '-in', factory.file('plain.csr'), '-outform', 'DER', '-out', 'a.der')
    const mine = factory.csr('other', 'other.key', named, '-outform', 'DER')
    const point = readCsr(mine).spki.subarray(-64)
    const theirs = readFileSync(factory.file('a.der'))
    const place = theirs.indexOf(Buffer.from(readCsr(theirs).spki.subarray(-64)))
    theirs.set(point, place)

    expect(codeOf(theirs)).to.equal('csr_proof')
  })

  it('takes the name that the operator vouches for only where the request has none', () => {
    const module = toHardwareModule(hwType, 'SN-1')
    const nameless = readCsr(factory.csr('unnamed', factory.key('unnamed'), plainConfig()))

    expect(deviceRequestOf(nameless, module).hardware_module).to.deep.equal(module)
    expect(() => deviceRequestOf(readCsr(readFileSync(factory.file('plain.csr'))), module)).to.throw(Problem)
  })

  it('answers any mutation of a real request with a Problem, or with the request itself', () => {
    const der = readFileSync(factory.file('plain.der'))
    const original = readCsr(der)
    const edits = fc.array(fc.record({ at: fc.nat(der.length - 1), octet: fc.nat(255) }), { minLength: 1, maxLength: 6 })
    const cut = fc.record({ from: fc.nat(der.length), length: fc.nat(40), insert: fc.uint8Array({ maxLength: 20 }) })
    fc.assert(
      fc.property(edits, fc.option(cut, { nil: undefined }), (changes, splice) => {
        const mutated = Buffer.from(der)
        for (const { at, octet } of changes) mutated[at] = octet
        const bytes =
          splice === undefined
            ? mutated
            : Buffer.concat([mutated.subarray(0, splice.from), splice.insert, mutated.subarray(splice.from + splice.length)])
        try {
          // What still proves possession is the same key with the same name: the signature covers both.
          const read = readCsr(bytes)
          expect(read).to.include({ key_id: original.key_id })
          expect(read.hardware_module).to.deep.equal(original.hardware_module)
        } catch (error) {
          expect(error).to.be.instanceOf(Problem)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('answers any octets with a Problem', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: csrSizeLimit + 1, size: 'max' }), fc.boolean(), (bytes, der) => {
        expect(codeOf(der ? Buffer.concat([Buffer.of(0x30), bytes]) : bytes)).to.match(/^(csr|pem)_/)
      }),
      { numRuns: 300 },
    )
  })
})
