import { createPrivateKey, createPublicKey, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { planKeys } from '../../../scripts/keygen/plan-keys.ts'
import { entropySources } from '../../../src/domain/enumerations.ts'
import { keyIdOf } from '../../../src/domain/key-id.ts'
import { readHardwareModule } from '../../../src/ca/hardware-module-name.ts'
import { readCsr } from '../../../src/ca/read-csr.ts'
import { requestedExtensions } from '../../../src/ca/requested-extensions.ts'
import { checkEntropy, reportedEntropy } from '../../../src/keygen/appliance/configuration.ts'
import { initAppliance } from '../../../src/keygen/appliance/init-appliance.ts'
import { makeBatch } from '../../../src/keygen/appliance/make-batch.ts'
import { openAppliance } from '../../../src/keygen/appliance/open-appliance.ts'
import type { DerkeyRun } from '../../support/run-derkey.ts'
import { problemOf } from '../../support/problem-of.ts'
import { thrownBy } from '../thrown-by.ts'
import { openWorkbench, operatingSystem, password, type Workbench } from './workbench.ts'

type Made = { counter: number; manifest: string; folder: string; sha256: string; keys: number; entropy_source: string }

describe('derkey keygen appliance', function () {
  this.timeout(30_000)
  let bench: Workbench
  before(async () => {
    bench = await openWorkbench()
  })
  after(() => bench.remove())

  const document = ({ code, stdout, stderr }: DerkeyRun) => {
    expect(code, stderr).to.equal(0)
    return JSON.parse(stdout) as Made
  }
  const refusal = ({ code, stdout, stderr }: DerkeyRun) => {
    expect(stdout).to.equal('')
    return { exit: code, code: (JSON.parse(stderr.slice(stderr.indexOf('{'))) as { code: string }).code }
  }
  const make = (...args: string[]) => bench.derkey('make', bench.directory, '--process', '7', '--out', bench.out, ...args)

  it('keeps its signing key encrypted, in a file that only its owner may read', () => {
    expect(statSync(join(bench.directory, 'appliance.key.pem')).mode & 0o777).to.equal(0o600)
    expect(readFileSync(join(bench.directory, 'appliance.key.pem'), 'utf8')).to.include('ENCRYPTED PRIVATE KEY')
    expect(bench.openssl('pkey', '-pubin', '-in', bench.publicKey, '-noout', '-text')).to.include('prime256v1')
  })

  it('makes keys for a line: openssl alone opens each, verifies the manifest, and finds the key ids that it names', async () => {
    const made = document(await make('--recipient', bench.file('line.pem'), '--count', '3', '--csr'))
    const manifest = bench.manifestIn(made.folder)

    expect(bench.openssl('dgst', '-sha256', '-verify', bench.publicKey, '-signature', `${made.manifest}.sig`, made.manifest)).to.include(
      'OK',
    )
    expect(manifest).to.include({
      appliance_id: bench.appliance_id,
      counter: made.counter,
      process_id: '7',
      entropy_source: 'operating_system',
    })
    expect(manifest.keys).to.have.length(3)
    for (const { key_id, wrapped, csr } of manifest.keys) {
      const key = createPrivateKey({ key: bench.opened(join(made.folder, wrapped?.file ?? '')), format: 'der', type: 'pkcs8' })
      expect(keyIdOf(createPublicKey(key).export({ type: 'spki', format: 'der' }))).to.equal(key_id)
      const request = join(made.folder, csr?.file ?? '')
      expect(bench.openssl('req', '-inform', 'DER', '-in', request, '-verify', '-noout', '-pubkey')).to.include('PUBLIC KEY')
      expect(readCsr(readFileSync(request)).key_id).to.equal(key_id)
    }
    expect(readdirSync(made.folder).sort()).to.deep.equal(['keys', 'manifest.json', 'manifest.json.sig', 'requests'])
  })

  it('makes a key for each device of a folder, which alone opens it, and asks for its certificate in its name', async () => {
    mkdirSync(bench.file('devices'))
    const module = ['-addext', 'subjectAltName=otherName:1.3.6.1.5.5.7.8.4;SEQ:m', '-config', bench.file('san.cnf')]
    for (const name of ['SN-1', 'SN-2']) {
      const hardware = `[m]\na=OID:1.3.6.1.4.1.32473.1\nb=FORMAT:ASCII,OCTETSTRING:${name}\n`
      writeFileSync(bench.file('san.cnf'), `[req]\ndistinguished_name=n\n[n]\n${hardware}`)
      bench.certify(name, ...module)
      renameSync(bench.file(`${name}.pem`), bench.file(`devices/${name}.pem`))
    }
    const made = document(await make('--recipient', bench.file('devices'), '--csr'))

    const names = bench.manifestIn(made.folder).keys.map(({ wrapped }) => wrapped?.file)
    expect(names).to.deep.equal(['keys/SN-1.p7m', 'keys/SN-2.p7m'])
    for (const name of ['SN-1', 'SN-2']) {
      renameSync(bench.file(`devices/${name}.pem`), bench.file(`${name}.pem`))
      expect(bench.opened(join(made.folder, `keys/${name}.p7m`), name)).to.have.length(138)
      const san = requestedExtensions(readFileSync(join(made.folder, `requests/${name}.csr`))).get('2.5.29.17')
      expect(Buffer.from(readHardwareModule(san ?? Buffer.of())?.hw_serial ?? '', 'hex').toString()).to.equal(name)
    }
    expect(() => bench.opened(join(made.folder, 'keys/SN-1.p7m'), 'SN-2')).to.throw()
  })

  it('gives a lost manifest out again, and shows what it made', async () => {
    const made = document(await make('--recipient', bench.file('line.pem'), '--count', '1'))
    const again = document(await bench.derkey('manifest', bench.directory, String(made.counter), '--out', bench.file('again')))
    const shown = await bench.derkey('show', bench.directory)

    expect(readFileSync(again.manifest).equals(readFileSync(made.manifest))).to.equal(true)
    expect((JSON.parse(shown.stdout) as { batches: { sha256: string }[] }).batches.at(-1)).to.include({
      sha256: made.sha256,
      state: 'published',
    })
    expect(refusal(await bench.derkey('manifest', bench.directory, '99', '--out', bench.file('again')))).to.deep.include({
      code: 'batch_unknown',
    })
  })

  it('refuses with a name, exit code 2, and no file', async () => {
    bench.openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384', '-out', 'p384.key')
    bench.openssl('req', '-x509', '-new', '-key', 'p384.key', '-subj', '/CN=p384', '-out', 'p384.pem')
    const before = readdirSync(bench.out)
    expect(refusal(await make('--recipient', bench.file('p384.pem'), '--count', '1'))).to.deep.equal({ exit: 2, code: 'recipient_unfit' })
    expect(readdirSync(bench.out)).to.deep.equal(before)
  })

  describe('plans no key', () => {
    const wrong: [string, string, number | undefined, string][] = [
      ['for an expired recipient', 'expired.pem', 1, 'recipient_unfit'],
      ['for a recipient that is no certificate', 'line.key', 1, 'recipient_unfit'],
      ['for a folder with one unfit device', 'two', undefined, 'recipient_unfit'],
      ['for an empty folder', 'none', undefined, 'recipient_unfit'],
      ['in another number than there are devices', 'same', 3, 'invalid_input'],
      ['for two devices of one name', 'same', undefined, 'invalid_input'],
      ['for a device whose name is no file name', 'odd', undefined, 'invalid_input'],
      ['for a line without saying how many', 'line.pem', undefined, 'invalid_input'],
      ['for a recipient that is not there', 'absent', 1, 'file_unreadable'],
    ]
    before(() => {
      bench.openssl('req', '-new', '-key', 'line.key', '-subj', '/CN=expired', '-out', 'expired.csr')
      bench.openssl('x509', '-req', '-in', 'expired.csr', '-key', 'line.key', '-days', '-1', '-out', 'expired.pem')
      const folders = {
        none: [],
        two: [
          ['a.pem', 'line.pem'],
          ['b.pem', 'expired.pem'],
        ],
        same: [
          ['a.pem', 'line.pem'],
          ['a.crt', 'line.pem'],
        ],
        odd: [['ä ö.pem', 'line.pem']],
      }
      for (const [folder, files] of Object.entries(folders)) {
        mkdirSync(bench.file(folder))
        for (const [name = '', source = ''] of files) writeFileSync(bench.file(`${folder}/${name}`), readFileSync(bench.file(source)))
      }
    })
    for (const [what, recipient, count, code] of wrong) {
      it(what, () => {
        const problem = thrownBy(() => planKeys({ recipient: bench.file(recipient), count, csr: true, now: Date.now() }))
        expect(problem).to.include({ code })
      })
    }
  })

  it('opens with its password alone, and overwrites nothing', async () => {
    expect(await problemOf(openAppliance(bench.directory, 'wrong'))).to.include({ code: 'appliance_password' })
    expect(await problemOf(openAppliance(bench.out, password))).to.include({ code: 'appliance_missing' })
    expect(await problemOf(initAppliance(bench.directory, operatingSystem, password))).to.include({ code: 'appliance_exists' })
    const first = await openAppliance(bench.directory, password)
    expect(await problemOf(openAppliance(bench.directory, password)), 'two at once').to.include({ code: 'appliance_busy' })
    first.close()
  })

  it('makes nothing where its ledger was lost: it would use every number again', async () => {
    const robbed = bench.file('robbed')
    await initAppliance(robbed, operatingSystem, password)
    rmSync(join(robbed, 'batches.db'))
    expect(await problemOf(openAppliance(robbed, password))).to.include({ code: 'appliance_ledger_unusable' })
    expect(readdirSync(robbed)).to.not.include('batches.db')
  })

  it('goes on where its making was interrupted, with the same key', async () => {
    const again = bench.file('again-appliance')
    const { appliance_id } = await initAppliance(again, operatingSystem, password)
    rmSync(join(again, 'appliance.json'))
    expect(await initAppliance(again, operatingSystem, password)).to.include({ appliance_id })
  })

  describe('reports the entropy source as what it is', () => {
    const noise = { file: '/dev/noise', min_entropy: 4 }

    it('a raw noise source is physical only where the operator says so, and validated only by a certificate', () => {
      expect(reportedEntropy({ declared: null, certificate: null, noise }, false)).to.include({ source: 'unknown' })
      expect(reportedEntropy({ declared: 'physical', certificate: null, noise }, false)).to.include({ source: 'physical' })
      expect(thrownBy(() => checkEntropy({ declared: 'physical_validated', certificate: null, noise }, false))).to.include({
        code: 'entropy_claim',
      })
      expect(thrownBy(() => checkEntropy({ declared: 'physical', certificate: 'E1', noise }, false))).to.include({ code: 'entropy_claim' })
      expect(thrownBy(() => checkEntropy({ declared: 'drbg_validated', certificate: 'E1', noise }, false))).to.include({
        code: 'entropy_claim',
      })
      expect(thrownBy(() => checkEntropy({ declared: 'physical_validated', certificate: 'E1', noise }, false))).to.equal(undefined)
    })

    it('without one it is the operating system, whatever is said; of keys in a token, what is said of the token', () => {
      for (const declared of entropySources.filter((each) => each !== 'operating_system')) {
        const certificate = declared.endsWith('_validated') ? 'E1' : null
        expect(
          thrownBy(() => checkEntropy({ declared, certificate, noise: null }, false)),
          declared,
        ).to.include({ code: 'entropy_claim' })
        expect(reportedEntropy({ declared, certificate, noise: null }, false)).to.deep.equal({
          source: 'operating_system',
          certificate: null,
        })
        expect(reportedEntropy({ declared, certificate, noise: null }, true)).to.deep.equal({ source: declared, certificate })
      }
      expect(reportedEntropy({ declared: 'physical', certificate: null, noise }, true), 'said of the noise').to.include({
        source: 'unknown',
      })
    })

    it('stops with a name and without a key when the noise source fails', async () => {
      writeFileSync(bench.file('noise'), Buffer.concat([randomBytes(1024 + 100), Buffer.alloc(8192, 5)]))
      const failing = bench.file('failing')
      const said = { declared: 'physical', certificate: null, noise: { file: bench.file('noise'), min_entropy: 4 } } as const
      await initAppliance(failing, { ...operatingSystem, entropy: said }, password)
      const appliance = await openAppliance(failing, password)
      const before = readdirSync(bench.out)
      const { order, out } = bench
      expect(thrownBy(() => makeBatch(appliance, { processId: '1', keys: [order, order], out, now: Date.now() }))).to.include({
        code: 'noise_source_failed',
      })
      expect(appliance.ledger.last(), 'no number is used').to.equal(undefined)
      appliance.close()
      expect(readdirSync(bench.out)).to.deep.equal(before)
    })
  })
})
