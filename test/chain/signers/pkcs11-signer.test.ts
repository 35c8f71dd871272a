import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { expect } from 'chai'
import { parseTransaction, recoverMessageAddress, recoverTransactionAddress, type Hex } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { openPkcs11Signer } from '../../../src/chain/pkcs11-signer.ts'
import type { Signer } from '../../../src/chain/signer.ts'
import { openssl } from '../../../scripts/demo/openssl.ts'
import { problemOf } from '../../support/problem-of.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const module = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib64/softhsm/libsofthsm.so', '/opt/homebrew/lib/softhsm/libsofthsm2.so'].find(
  existsSync,
)

// The gate installs SoftHSM2; on a machine without it there is no token to test with.
if (module !== undefined) {
  describe('a key in a hardware token', () => {
    const folder = temporaryFolder()
    const earlier = process.env['SOFTHSM2_CONF']
    const privateKey = generatePrivateKey()
    const { address } = privateKeyToAccount(privateKey)
    const pin = folder.file('pin')
    let signer: Signer

    const keep = async (label: string, id: string, key: string) => {
      const [der, pkcs8] = [folder.file(`${label}.der`), folder.file(`${label}.pk8`)]
      writeFileSync(der, Buffer.from(key, 'hex'))
      await openssl('pkcs8', '-topk8', '-nocrypt', '-inform', 'DER', '-in', der, '-out', pkcs8)
      execFileSync('softhsm2-util', ['--import', pkcs8, '--token', 'seat', '--label', label, '--id', id, '--pin', '918273'], {
        stdio: 'pipe',
      })
    }
    /** ECPrivateKey (RFC 5915) without its public key, which OpenSSL computes. */
    const ecPrivateKey = (key: string, curve: string) => {
      const fields = `0201010420${key}a0${(curve.length / 2).toString(16).padStart(2, '0')}${curve}`
      return `30${(fields.length / 2).toString(16)}${fields}`
    }

    before(async () => {
      mkdirSync(folder.file('tokens'))
      writeFileSync(folder.file('softhsm2.conf'), `directories.tokendir = ${folder.file('tokens')}\nlog.level = ERROR\n`)
      writeFileSync(pin, '918273\n', { mode: 0o600 })
      process.env['SOFTHSM2_CONF'] = folder.file('softhsm2.conf')
      const initialise = ['--init-token', '--free', '--label', 'seat', '--pin', '918273', '--so-pin', '12345678']
      execFileSync('softhsm2-util', initialise, { stdio: 'pipe' })
      await keep('vote', '01', ecPrivateKey(privateKey.slice(2), '06052b8104000a'))
      await keep('device', '02', ecPrivateKey('11'.repeat(32), '06082a8648ce3d030107'))
      signer = await openPkcs11Signer({ module, token: 'seat', key: 'vote' }, pin)
    })
    after(() => {
      signer.close?.()
      if (earlier === undefined) delete process.env['SOFTHSM2_CONF']
      else process.env['SOFTHSM2_CONF'] = earlier
      folder.remove()
    })

    it('is the account of its public key', () => {
      expect(signer.address).to.equal(address.toLowerCase())
    })

    it('signs transactions with a low s, many of them', async () => {
      for (let nonce = 0; nonce < 20; nonce++) {
        const transaction = { type: 'eip1559', chainId: 20305, to: address, data: '0x01', nonce, gas: 1n } as const
        const raw = await signer.sign({ ...transaction, maxFeePerGas: 0n, maxPriorityFeePerGas: 0n })
        const { s = '0x0' } = parseTransaction(raw as `0x02${string}`)

        expect(await recoverTransactionAddress({ serializedTransaction: raw as `0x02${string}` })).to.equal(address)
        expect(BigInt(s) <= 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n).to.equal(true)
      }
    })

    it('signs messages', async () => {
      const signature: Hex = await signer.signMessage('an application')
      expect(await recoverMessageAddress({ message: 'an application', signature })).to.equal(address)
    })

    const wrong: [string, { module?: string; token?: string; key?: string }, RegExp][] = [
      ['an unknown token', { token: 'nobody' }, /no token/],
      ['an unknown key', { key: 'nobody' }, /no key pair/],
      ['a key on another curve', { key: 'device' }, /not on secp256k1/],
      ['a module that is none', { module: pin }, /cannot be loaded/],
    ]
    for (const [what, change, said] of wrong) {
      it(`names ${what}`, async () => {
        signer.close?.()
        const problem = await problemOf(openPkcs11Signer({ module, token: 'seat', key: 'vote', ...change }, pin))
        signer = await openPkcs11Signer({ module, token: 'seat', key: 'vote' }, pin)

        expect(problem.code).to.equal('pkcs11_failed')
        expect(problem.message).to.match(said)
      })
    }

    it('names a PIN that others can read, and a wrong one', async () => {
      writeFileSync(folder.file('open'), '918273\n', { mode: 0o644 })
      writeFileSync(folder.file('wrong'), '000000\n', { mode: 0o600 })
      const opened = (file: string) => problemOf(openPkcs11Signer({ module, token: 'seat', key: 'vote' }, folder.file(file)))
      signer.close?.()

      expect((await opened('open')).code).to.equal('secret_exposed')
      expect((await opened('wrong')).message).to.contain('CKR_PIN_INCORRECT')
      signer = await openPkcs11Signer({ module, token: 'seat', key: 'vote' }, pin)
    })
  })
}
