import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { expect } from 'chai'
import { initCa } from '../../src/ca/init-ca.ts'
import { issueFiles } from '../../src/ca/issue-files.ts'
import type { Judge } from '../../src/ca/judge-key.ts'
import { openCa } from '../../src/ca/open-ca.ts'
import type { IssuingCa } from '../../src/ca/open-ca.ts'
import { readCsr } from '../../src/ca/read-csr.ts'
import { requestFiles } from '../../src/ca/request-files.ts'
import { Problem } from '../../src/domain/problem.ts'
import { problemOf } from '../support/problem-of.ts'
import { configurationOf, now, password, pen, policyNamed, registryOf } from './certificate-authority.ts'
import { csrConfig, openFactory } from './openssl.ts'

describe('issuing for a folder of requests', () => {
  const factory = openFactory()
  const registry = registryOf()
  const [requests, certificates] = [factory.file('requests'), factory.file('certificates')]
  const judge = (): Judge => ({ registries: [{ source: registry, policy: policyNamed('csip-baseline') }], client_type: 'device', now })
  let ca: IssuingCa

  before(async () => {
    mkdirSync(requests)
    await initCa(factory.file('ca'), configurationOf(), password, now)
    ca = await openCa(factory.file('ca'), password)
    for (const name of ['a-good', 'b-unregistered', 'd-good', 'e-good']) {
      const csr = factory.csr(name, factory.key(name), csrConfig(`1.3.6.1.4.1.${pen}.1`, name))
      if (name.endsWith('good')) registry.register(readCsr(csr).key_id)
      writeFileSync(`${requests}/${name}.csr.pem`, csr)
    }
    writeFileSync(`${requests}/c-broken.csr`, 'nothing of the kind')
    writeFileSync(`${requests}/d-good.csr`, readFileSync(`${requests}/d-good.csr.pem`))
    writeFileSync(`${requests}/notes.txt`, 'not a request')
    mkdirSync(`${requests}/more.csr`)
  })
  after(() => {
    ca.close()
    factory.remove()
  })

  it('gives each its own result; a bad one stops none of the others', async () => {
    const done: number[] = []
    const results = await issueFiles(ca, requestFiles(requests, certificates), judge, {
      reissue: false,
      progress: (count) => done.push(count),
    })

    expect(
      results.map((each) => [each.file.slice(requests.length + 1), each.state === 'failed' ? each.problem.code : each.state]),
    ).to.deep.equal([
      ['a-good.csr.pem', 'issued'],
      ['b-unregistered.csr.pem', 'refused'],
      ['c-broken.csr', 'pem_malformed'],
      ['d-good.csr', 'issued'],
      ['d-good.csr.pem', 'file_exists'],
      ['e-good.csr.pem', 'issued'],
    ])
    expect(done).to.deep.equal([6])
    expect(readdirSync(certificates).sort()).to.deep.equal(['a-good', 'd-good', 'e-good'].flatMap((name) => [`${name}.der`, `${name}.pem`]))
  })

  it('writes the certificate with the CAs above it, and without the root', () => {
    const pem = readFileSync(`${certificates}/a-good.pem`, 'utf8')

    expect(pem.match(/BEGIN CERTIFICATE/g)).to.have.length(2)
    expect(
      factory.openssl(
        'verify',
        '-x509_strict',
        '-CAfile',
        'ca/serca.pem',
        '-untrusted',
        'certificates/a-good.pem',
        'certificates/a-good.pem',
      ),
    ).to.equal('certificates/a-good.pem: OK\n')
    expect(factory.openssl('x509', '-inform', 'DER', '-in', 'certificates/a-good.der', '-noout', '-serial')).to.match(/^serial=/)
  })

  it('writes the same files again after it was interrupted between ledger and file', async () => {
    const before = readFileSync(`${certificates}/e-good.pem`)
    rmSync(certificates, { recursive: true })

    const results = await issueFiles(ca, requestFiles(requests, certificates), judge, { reissue: false })

    expect(Buffer.compare(readFileSync(`${certificates}/e-good.pem`), before)).to.equal(0)
    expect(results.filter((each) => each.state === 'issued').every((each) => each.issued_before)).to.equal(true)
  })

  it('tells of a certificate that cannot be written, and gives it out at the next call', async () => {
    writeFileSync(factory.file('blocked'), 'a file where a folder belongs')
    const [failed] = await issueFiles(ca, requestFiles(`${requests}/a-good.csr.pem`, factory.file('blocked/a.pem')), judge, {
      reissue: true,
    })
    const serial = ca.ledger.entries().at(-1)?.serial

    expect(failed?.state === 'failed' && failed.problem.code).to.equal('file_unwritable')
    const [issued] = await issueFiles(ca, requestFiles(`${requests}/a-good.csr.pem`, factory.file('a.p7b')), judge, { reissue: false })
    expect(issued?.state === 'issued' && issued.serial).to.equal(serial)
    expect(factory.openssl('pkcs7', '-inform', 'DER', '-in', 'a.p7b', '-print_certs', '-noout').match(/^issuer=/gm)).to.have.length(3)
  })

  it('lets nothing leave while the ledger cannot be written', async () => {
    const other = new DatabaseSync(factory.file('ca/ledger.db'))
    other.exec("CREATE TRIGGER full BEFORE INSERT ON certificates BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END")
    const files = requestFiles(requests, factory.file('never'))

    const { code } = await problemOf(issueFiles(ca, files, judge, { reissue: true }))
    other.exec('DROP TRIGGER full')
    other.close()

    expect(code).to.equal('ledger_unusable')
    expect(readdirSync(factory.path)).not.to.include('never')
  })

  it('gives out nothing from the ledger that this CA did not sign', async () => {
    const other = new DatabaseSync(factory.file('ca/ledger.db'))
    other.exec('UPDATE certificates SET certificate = (SELECT certificate FROM certificates ORDER BY number LIMIT 1)')
    const files = requestFiles(`${requests}/e-good.csr.pem`, factory.file('never.pem'))

    const { code } = await problemOf(issueFiles(ca, files, judge, { reissue: false }))
    other.close()

    expect(code).to.equal('ledger_unusable')
  })

  it('refuses a folder without requests, and a certificate in place of its request', () => {
    mkdirSync(factory.file('empty'))

    expect(() => requestFiles(factory.file('empty'), certificates)).to.throw(Problem, 'holds no file')
    expect(() => requestFiles(requests, `${requests}/`)).to.throw(Problem, 'where the request stands')
    expect(() => requestFiles(factory.file('nowhere'), certificates)).to.throw(Problem, 'ENOENT')
  })
})
