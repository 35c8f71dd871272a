import { expect } from 'chai'
import * as fc from 'fast-check'
import { keyIdOf } from '../../src/domain/key-id.ts'
import { readKeys } from '../../src/domain/key-files/read-keys.ts'
import { openWorkshop } from './openssl.ts'
import { problemOf } from './problem-of.ts'

const algorithms = {
  'a P-256': ['EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  'a P-384': ['EC', '-pkeyopt', 'ec_paramgen_curve:P-384'],
  'an RSA': ['RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
  'an Ed25519': ['ED25519'],
} as const

describe('a file of keys', () => {
  const { run, read, write, remove } = openWorkshop()
  after(remove)
  const found = (name: string, password?: string) =>
    readKeys(read(name), password).map((key) => [key.key_id, key.source, key.proof_of_possession, key.certificate_authority])

  for (const [name, algorithm] of Object.entries(algorithms)) {
    describe(`with ${name} key`, () => {
      let id = ''
      before(() => {
        run('genpkey', '-algorithm', ...algorithm, '-out', 'key.pem')
        run('pkey', '-in', 'key.pem', '-pubout', '-outform', 'DER', '-out', 'public.der')
        id = keyIdOf(read('public.der'))
      })

      it('is a public key, a CSR or a certificate, PEM or DER', () => {
        run('pkey', '-in', 'key.pem', '-pubout', '-out', 'public.pem')
        const leaf = ['-addext', 'basicConstraints=critical,CA:FALSE']
        for (const form of ['pem', 'der']) {
          run('req', '-new', '-key', 'key.pem', '-subj', '/CN=device', '-outform', form, '-out', `csr.${form}`)
          run('req', '-x509', '-key', 'key.pem', '-subj', '/CN=device', ...leaf, '-outform', form, '-out', `certificate.${form}`)
          expect(found(`public.${form}`)).to.deep.equal([[id, 'public_key', false, false]])
          expect(found(`csr.${form}`)).to.deep.equal([[id, 'csr', true, false]])
          expect(found(`certificate.${form}`)).to.deep.equal([[id, 'certificate', false, false]])
        }
      })

      it('is a PKCS#12 bundle, however openssl protects it', () => {
        run('req', '-x509', '-key', 'key.pem', '-subj', '/CN=device', '-out', 'certificate.pem')
        const bundle = ['pkcs12', '-export', '-in', 'certificate.pem', '-passout', 'pass:open sesame', '-out', 'bundle.p12']
        for (const protection of [[], ['-legacy'], ['-certpbe', 'NONE', '-keypbe', 'NONE'], ['-nomac']]) {
          run(...bundle, '-inkey', 'key.pem', ...protection)
          expect(found('bundle.p12', 'open sesame')).to.deep.equal([[id, 'pkcs12', true, false]])
        }
        expect(problemOf(() => found('bundle.p12', 'open'))?.code).to.equal('pkcs12_unreadable')
        expect(problemOf(() => found('bundle.p12', 'öffne dich'))?.message).to.include('beyond ASCII')
        run(...bundle, '-nokeys')
        expect(found('bundle.p12', 'open sesame')).to.deep.equal([[id, 'certificate', false, true]])
      })

      it('is refused where it is a private key', () => {
        const commands = [
          ['pkey', '-outform', 'DER'],
          ['pkey', '-outform', 'PEM'],
          ...(name === 'an Ed25519' ? [] : [['pkey', '-traditional']]),
          ['pkcs8', '-topk8', '-outform', 'DER', '-passout', 'pass:x'],
          ['pkcs8', '-topk8', '-passout', 'pass:x'],
        ]
        for (const command of commands) {
          run(...command, '-in', 'key.pem', '-out', 'private')
          expect(problemOf(() => found('private'))?.code, command.join(' ')).to.equal('private_key_given')
        }
      })
    })
  }

  describe('of several PEM blocks', () => {
    const onePublic = () => read('one.pem').toString()
    before(() => {
      run('ecparam', '-name', 'prime256v1', '-genkey', '-out', 'one-key.pem')
      run('ec', '-in', 'one-key.pem', '-pubout', '-out', 'one.pem')
      run('req', '-x509', '-key', 'one-key.pem', '-subj', '/CN=root', '-text', '-out', 'root.pem')
    })

    it('holds them in their order, explanatory text between', () => {
      write('bundle', `Bag Attributes\r\n${onePublic().replaceAll('\n', '\r\n')}\n${read('root.pem').toString()}`)
      expect(readKeys(read('bundle')).map(({ source, position }) => [source, position.split(',')[0]])).to.deep.equal([
        ['public_key', 'block 1'],
        ['certificate', 'block 2'],
      ])
    })

    it('is refused with every block at fault named, by number and line', () => {
      write(
        'bundle',
        `${onePublic()}${onePublic().replace('M', '!')}${onePublic()}${onePublic().replace('PUBLIC', 'NO').replace('PUBLIC', 'NO')}`,
      )
      const problem = problemOf(() => found('bundle'))
      expect(problem?.message).to.match(/^block 2, line 5: .*; block 4, line 13: is a NO KEY/)
    })

    it('is refused where it is cut off', () => {
      const problem = problemOf(() => readKeys(Buffer.from(onePublic() + onePublic().slice(0, 80))))
      expect([problem?.code, problem?.field]).to.deep.equal(['pem_malformed', 'block 2, line 5'])
    })
  })

  describe('of CSRs', () => {
    before(() => run('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'csr-key.pem'))
    const csr = (...args: readonly string[]) => run('req', '-new', '-key', 'csr-key.pem', '-subj', '/CN=device', '-outform', 'DER', ...args)

    it('is refused where one is signed with SHA-1', () => {
      expect(problemOf(() => readKeys(csr('-sha1')))?.message).to.equal('the request is signed with ecdsa-with-SHA1')
    })

    it('is refused where the signature is not that of the key', () => {
      const good = csr()
      const other = Buffer.from(good)
      other.write('d', good.indexOf('device') + 1)
      other.write('D', good.indexOf('device'))
      expect(problemOf(() => readKeys(other))?.code).to.equal('csr_proof')
    })

    it('gives the id of the canonical key where the key is spelled otherwise', () => {
      run('ec', '-in', 'csr-key.pem', '-param_enc', 'explicit', '-conv_form', 'hybrid', '-out', 'explicit.pem')
      const explicit = run('req', '-new', '-key', 'explicit.pem', '-subj', '/CN=device', '-outform', 'DER')
      expect(readKeys(explicit)[0]?.key_id).to.equal(readKeys(csr())[0]?.key_id)
    })

    it('with changed bytes is a Problem or the same key', () => {
      const good = csr()
      const id = readKeys(good)[0]?.key_id
      const edit = fc.tuple(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }))
      fc.assert(
        fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), fc.option(fc.nat(good.length)), (edits, cut) => {
          const changed = Buffer.from(good)
          for (const [at, mask] of edits) changed[at] = (changed[at] as number) ^ mask
          problemOf(() => expect(readKeys(cut === null ? changed : changed.subarray(0, cut))[0]?.key_id).to.equal(id))
        }),
        { numRuns: 1000 },
      )
    })
  })

  it('of other content, empty or too large is refused', () => {
    const code = (bytes: Uint8Array) => problemOf(() => readKeys(bytes))?.code
    expect(code(new Uint8Array())).to.equal('invalid_key')
    expect(code(Buffer.from([0xff, 0xfe, 0x00]))).to.equal('invalid_key')
    expect(code(Buffer.alloc(65 * 1_048_576))).to.equal('key_file_too_large')
    expect(code(Buffer.from('3080020103', 'hex'))).to.equal('invalid_key')
    expect(code(Buffer.from('300602010330800000', 'hex'))).to.equal('pkcs12_unreadable')
  })

  it('of random bytes is a Problem', () => {
    const starts = fc.constantFrom([], [0x30], [0x30, 0x82, 0x01, 0x00], [0x30, 0x82, 0x01, 0x00, 0x02, 0x01, 0x03, 0x30])
    fc.assert(
      fc.property(starts, fc.uint8Array({ maxLength: 300 }), (start, rest) => {
        expect(problemOf(() => readKeys(Buffer.from([...start, ...rest])))).to.not.equal(undefined)
      }),
      { numRuns: 2000 },
    )
  })
})
