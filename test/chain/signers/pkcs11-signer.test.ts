import { writeFileSync } from 'node:fs'
import { expect } from 'chai'
import { parseTransaction, recoverMessageAddress, recoverTransactionAddress, type Hex } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { openSignerOf } from '../../../scripts/open-signer.ts'
import { openPkcs11Signer } from '../../../src/chain/pkcs11-signer.ts'
import type { Signer } from '../../../src/chain/signer.ts'
import { problemOf } from '../../support/problem-of.ts'
import { softHsm, softToken } from './soft-token.ts'

// The gate installs SoftHSM2; on a machine without it there is no token to test with.
if (softHsm !== undefined) {
  const module: string = softHsm
  describe('a key in a hardware token', () => {
    const privateKey = generatePrivateKey()
    const { address } = privateKeyToAccount(privateKey)
    let token: ReturnType<typeof softToken>
    let signer: Signer

    const open = (change: object = {}, pin = token.pin) => openPkcs11Signer({ module, token: 'seat', key: 'vote', ...change }, pin)

    before(async () => {
      token = softToken()
      await token.keep('vote', '01', 'secp256k1', privateKey.slice(2))
      await token.keep('device', '02', 'p256', '11'.repeat(32))
    })
    after(() => token.remove())
    beforeEach(async () => {
      signer = await open()
    })
    afterEach(() => signer.close?.())

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

    describe('opened anew', () => {
      beforeEach(() => signer.close?.())
      afterEach(async () => {
        signer = await open()
      })

      const wrong: [string, { module?: string; token?: string; key?: string }, RegExp][] = [
        ['an unknown token', { token: 'nobody' }, /no token/],
        ['an unknown key', { key: 'nobody' }, /no key pair/],
        ['a key on another curve', { key: 'device' }, /not on secp256k1/],
        ['a module that is none', { module: import.meta.filename }, /cannot be loaded/],
      ]
      for (const [what, change, said] of wrong) {
        it(`names ${what}`, async () => {
          const problem = await problemOf(open(change))
          expect(problem.code).to.equal('pkcs11_failed')
          expect(problem.message).to.match(said)
        })
      }

      it('names a PIN that others can read, and a wrong one', async () => {
        const file = (name: string, text: string, mode: number) => {
          writeFileSync(token.folder.file(name), text, { mode })
          return token.folder.file(name)
        }
        expect((await problemOf(open({}, file('open', '918273\n', 0o644)))).code).to.equal('secret_exposed')
        expect((await problemOf(open({}, file('wrong', '000000\n', 0o600)))).message).to.contain('CKR_PIN_INCORRECT')
      })

      it('is what the command line’s options name, with a journal of the account', async () => {
        const options = { pkcs11Module: module, pkcs11Token: 'seat', pkcs11Key: 'vote', passwordFile: token.pin }
        const opened = await openSignerOf(options)
        opened.signer.close?.()

        expect(opened.signer.address).to.equal(address.toLowerCase())
        expect(opened.journalFile).to.equal(`${address.toLowerCase()}.journal`)
        expect(await problemOf(openSignerOf({ ...options, pkcs11Key: undefined }))).to.include({
          code: 'keystore_missing',
          field: 'pkcs11-key',
        })
        expect((await problemOf(openSignerOf({ ...options, keystore: 'a.json' }))).message).to.contain('two ways to sign')
      })
    })
  })
}
