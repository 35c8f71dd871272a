import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { expect } from 'chai'
import { deviceRequestOf } from '../../src/ca/device-request.ts'
import { initCa } from '../../src/ca/init-ca.ts'
import { issueCertificates } from '../../src/ca/issue-certificates.ts'
import { openCa } from '../../src/ca/open-ca.ts'
import { pemOf } from '../../src/ca/pem.ts'
import { readCsr } from '../../src/ca/read-csr.ts'
import { problemOf } from '../support/problem-of.ts'
import { configurationOf, now, pen, policyNamed, registryOf } from './certificate-authority.ts'
import { csrConfig, openFactory } from './openssl.ts'

const softHsm = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib64/softhsm/libsofthsm.so', '/opt/homebrew/lib/softhsm/libsofthsm2.so'].find(
  existsSync,
)

// The gate installs SoftHSM2; on a machine without it there is no token to test with.
if (softHsm !== undefined) {
  describe('keys in a PKCS#11 token', () => {
    const factory = openFactory()
    const directory = factory.file('ca')
    const pin = '918273'
    const configuration = configurationOf({ keys: { kind: 'pkcs11', module: softHsm, token: 'derkey', label: 'Test Utilities' } })
    const earlier = process.env['SOFTHSM2_CONF']

    const keyOf = (certificate: string) => factory.openssl('x509', '-in', certificate, '-noout', '-pubkey')

    before(() => {
      mkdirSync(factory.file('tokens'))
      writeFileSync(factory.file('softhsm2.conf'), `directories.tokendir = ${factory.file('tokens')}\nlog.level = ERROR\n`)
      process.env['SOFTHSM2_CONF'] = factory.file('softhsm2.conf')
      execFileSync('softhsm2-util', ['--init-token', '--free', '--label', 'derkey', '--pin', pin, '--so-pin', '12345678'])
    })
    after(() => {
      if (earlier === undefined) delete process.env['SOFTHSM2_CONF']
      else process.env['SOFTHSM2_CONF'] = earlier
      factory.remove()
    })

    it('make a certificate authority without a key file, and sign what openssl verifies', async () => {
      await initCa(directory, configuration, pin, now)
      const ca = await openCa(directory, pin)
      const registry = registryOf()
      const requests = ['one', 'two'].map((name) =>
        deviceRequestOf(readCsr(factory.csr(name, factory.key(name), csrConfig(`1.3.6.1.4.1.${pen}.1`, name)))),
      )
      for (const { key_id } of requests) registry.register(key_id)

      const results = await issueCertificates(ca, requests, {
        registries: [{ source: registry, policy: policyNamed('csip-baseline') }],
        client_type: 'device',
        now,
      })
      ca.close()

      for (const result of results) {
        if (result.state !== 'issued') throw new Error('refused')
        writeFileSync(factory.file('leaf.pem'), pemOf('CERTIFICATE', result.certificate))
        expect(factory.openssl('verify', '-x509_strict', '-CAfile', 'ca/serca.pem', '-untrusted', 'ca/mica.pem', 'leaf.pem')).to.equal(
          'leaf.pem: OK\n',
        )
      }
      expect(readdirSync(directory).filter((name) => name.includes('key'))).to.deep.equal([])
    })

    it('make a second certificate authority of that name with keys of its own, also after an interruption', async () => {
      const second = factory.file('second')
      await initCa(second, configuration, pin, now)
      expect(keyOf('second/mica.pem')).not.to.equal(keyOf('ca/mica.pem'))

      const before = keyOf('second/mica.pem')
      renameSync(`${second}/ca.json`, `${second}/ca.json.unfinished`)
      for (const name of ['mica.pem', 'chain.pem', 'chain.p7b']) rmSync(`${second}/${name}`)
      await initCa(second, configuration, pin, now)
      expect(keyOf('second/mica.pem')).to.equal(before)
    })

    it('names a wrong PIN, an unknown token, a broken module', async () => {
      const keys = { kind: 'pkcs11', module: softHsm, token: 'derkey', label: 'another' } as const
      const failing = (change: object) =>
        problemOf(initCa(factory.file('failing'), configurationOf({ keys: { ...keys, ...change } }), pin, now))

      expect(await problemOf(openCa(directory, '000000'))).to.include({ code: 'ca_password' })
      expect(await failing({ token: 'nobody' })).to.include({ code: 'pkcs11_failed' })
      factory.openssl('rand', '-out', 'module.so', '100')
      expect(
        await problemOf(
          initCa(factory.file('broken'), configurationOf({ keys: { ...keys, module: factory.file('module.so') } }), pin, now),
        ),
      ).to.include({
        code: 'pkcs11_failed',
      })
    })
  })
}
