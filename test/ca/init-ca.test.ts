import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { caFiles } from '../../src/ca/ca-configuration.ts'
import { describeCertificate } from '../../src/ca/describe-certificate.ts'
import { initCa } from '../../src/ca/init-ca.ts'
import { openCa } from '../../src/ca/open-ca.ts'
import { certificateIn } from '../../src/ca/read-certificate.ts'
import { problemOf } from '../support/problem-of.ts'
import { configurationOf, now, password } from './certificate-authority.ts'
import { openFactory } from './openssl.ts'

describe('making a certificate authority', () => {
  const factory = openFactory()
  const three = configurationOf({ hierarchy: 'three', country: 'US' })
  const contentOf = (directory: string) =>
    Object.fromEntries(readdirSync(directory).map((name) => [name, readFileSync(join(directory, name)).toString('hex')]))
  const lineOf = (path: string, name: string) => readFileSync(join(path, name))

  before(() => initCa(factory.file('three'), three, password, now))
  after(() => factory.remove())

  it('makes SERCA, MCA and MICA that openssl verifies strictly', () => {
    expect(
      factory.openssl('verify', '-x509_strict', '-CAfile', 'three/serca.pem', '-untrusted', 'three/mca.pem', 'three/mica.pem'),
    ).to.equal('three/mica.pem: OK\n')
    const text = factory.openssl('x509', '-in', 'three/mica.pem', '-noout', '-text')
    expect(text).to.contain('Not After : Dec 31 23:59:59 9999 GMT')
    expect(text).to.match(/Basic Constraints: critical\s+CA:TRUE, pathlen:0/)
    expect(text).to.match(/Key Usage: critical\s+Certificate Sign, CRL Sign/)
    expect(text).to.match(/Certificate Policies: critical\s+Policy: X509v3 Any Policy/)
    expect(text).to.contain('ASN1 OID: prime256v1')
    expect(factory.openssl('x509', '-in', 'three/mca.pem', '-noout', '-text')).to.match(/CA:TRUE, pathlen:1/)
  })

  it('writes the chain as PEM and as DER, the issuing CA first', () => {
    const pem = factory.openssl('crl2pkcs7', '-nocrl', '-certfile', 'three/chain.pem', '-outform', 'PEM')
    const subjects = (args: string[]) => factory.openssl('pkcs7', ...args, '-print_certs', '-noout').match(/^subject=.*$/gm)
    writeFileSync(factory.file('chain.p7.pem'), pem)

    const fromPem = subjects(['-in', 'chain.p7.pem'])
    expect(fromPem?.map((line) => /(SERCA|MCA|MICA)/.exec(line)?.[0])).to.deep.equal(['MICA', 'MCA', 'SERCA'])
    expect(subjects(['-inform', 'DER', '-in', 'three/chain.p7b'])).to.have.members(fromPem as string[])
  })

  it('keeps its keys encrypted, in files that only their owner may read', () => {
    for (const name of ['serca', 'mca', 'mica'].map((each) => `${each}.key.pem`)) {
      expect(statSync(join(factory.file('three'), name)).mode & 0o777).to.equal(0o600)
      expect(lineOf(factory.file('three'), name).toString()).to.match(/^-----BEGIN ENCRYPTED PRIVATE KEY-----/)
    }
    expect(factory.openssl('pkey', '-in', 'three/mica.key.pem', '-passin', `pass:${password}`, '-noout', '-text')).to.contain('prime256v1')
    expect(statSync(factory.file('three')).mode & 0o777).to.equal(0o700)
  })

  it('never overwrites a certificate authority', async () => {
    const before = contentOf(factory.file('three'))

    expect(await problemOf(initCa(factory.file('three'), three, password, now))).to.include({ code: 'ca_exists' })
    expect(contentOf(factory.file('three'))).to.deep.equal(before)
  })

  it('leaves a folder alone that holds something else', async () => {
    mkdirSync(factory.file('taken'))
    writeFileSync(factory.file('taken/notes.txt'), 'mine')

    expect(await problemOf(initCa(factory.file('taken'), three, password, now))).to.include({ code: 'ca_exists' })
    expect(readdirSync(factory.file('taken'))).to.deep.equal(['notes.txt'])
  })

  describe('interrupted after any of its files', () => {
    const order = [
      'serca.key.pem',
      'serca.pem',
      'mca.key.pem',
      'mca.pem',
      'mica.key.pem',
      'mica.pem',
      'chain.pem',
      'chain.p7b',
      'ledger.db',
    ]
    const interrupted = (count: number): string => {
      const directory = factory.file(`interrupted-${count}`)
      mkdirSync(directory)
      copyFileSync(join(factory.file('three'), caFiles.configuration), join(directory, caFiles.unfinished))
      for (const name of order.slice(0, count)) copyFileSync(join(factory.file('three'), name), join(directory, name))
      writeFileSync(join(directory, `${order[count] ?? 'ca.json'}.0a1b2c3d4e5f.part`), 'half a file')
      return directory
    }
    for (const count of [0, 1, 2, 3, 5, 6, 9]) {
      it(`goes on behind ${count === 0 ? 'none' : order[count - 1]}, and keeps what was there`, async () => {
        const directory = interrupted(count)
        expect(await problemOf(openCa(directory, password))).to.include({ code: 'ca_missing' })

        await initCa(directory, three, password, now + 60)

        const ca = await openCa(directory, password)
        expect(ca.chain).to.have.length(3)
        ca.close()
        expect(readdirSync(directory)).to.have.members(readdirSync(factory.file('three')))
        for (const name of order.slice(0, Math.min(count, 6))) {
          expect(Buffer.compare(lineOf(directory, name), lineOf(factory.file('three'), name)), name).to.equal(0)
        }
      })
    }

    it('does not go on with another call, or another password', async () => {
      const directory = interrupted(4)

      expect(await problemOf(initCa(directory, { ...three, organization: 'Others' }, password, now))).to.include({
        code: 'ca_init_differs',
      })
      expect(await problemOf(initCa(directory, three, 'wrong', now))).to.include({ code: 'ca_password' })
      expect(existsSync(join(directory, caFiles.configuration))).to.equal(false)
    })
  })

  describe('opening it', () => {
    const copy = (name: string): string => {
      cpSync(factory.file('three'), factory.file(name), { recursive: true })
      return factory.file(name)
    }

    it('needs no key but that of the issuing CA', async () => {
      const directory = copy('offline')
      for (const name of ['serca', 'mca']) renameSync(join(directory, `${name}.key.pem`), factory.file(`${name}.away`))

      const ca = await openCa(directory, password)
      expect(describeCertificate(ca.chain[0] as Uint8Array).subject).to.contain('MICA')
      ca.close()
    })

    it('names what is wrong: password, folder, key, certificate, configuration', async () => {
      expect(await problemOf(openCa(factory.file('three'), 'wrong'))).to.include({ code: 'ca_password' })
      expect(await problemOf(openCa(factory.file('nowhere'), password))).to.include({ code: 'ca_missing' })

      const swapped = copy('swapped')
      copyFileSync(join(swapped, 'mca.key.pem'), join(swapped, 'mica.key.pem'))
      expect(await problemOf(openCa(swapped, password))).to.include({ code: 'ca_invalid' })

      await initCa(factory.file('other'), three, password, now)
      const mixed = copy('mixed')
      copyFileSync(factory.file('other/serca.pem'), join(mixed, 'serca.pem'))
      expect(await problemOf(openCa(mixed, password))).to.include({ code: 'ca_invalid' })

      const wrong = copy('wrong')
      writeFileSync(join(wrong, caFiles.configuration), '{"organization": 7}')
      expect(await problemOf(openCa(wrong, password))).to.include({ code: 'invalid_configuration' })

      const damaged = copy('damaged')
      writeFileSync(join(damaged, caFiles.ledger), 'this is no database, and long enough to be looked at by SQLite as one')
      expect(await problemOf(openCa(damaged, password))).to.include({ code: 'ledger_unusable' })
    })
  })

  it('refuses what no certificate authority can be made of, and leaves nothing behind', async () => {
    const wrong = [{ organization: '' }, { country: 'usa' }, { extension_oid: '1.2.x' }, { device_policies: [] }]
    for (const change of wrong) {
      const { code } = await problemOf(initCa(factory.file('never'), { ...three, ...change }, password, now))
      expect(code).to.equal('invalid_input')
    }
    expect(existsSync(factory.file('never'))).to.equal(false)
    const [serca] = (await initCa(factory.file('two'), configurationOf(), password, now)).certificates
    expect(Buffer.compare(certificateIn(lineOf(factory.file('two'), 'serca.pem')), serca as Uint8Array)).to.equal(0)
  })
})
