import { createPublicKey, verify } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { readCsr } from '../../../src/ca/read-csr.ts'
import { keyIdOf } from '../../../src/domain/key-id.ts'
import { openAppliance } from '../../../src/keygen/appliance/open-appliance.ts'
import { verifyManifest } from '../../../src/keygen/manifest/verify-manifest.ts'
import { openToken } from '../../../src/pkcs11/open-token.ts'
import { createP256Key, openP256Key } from '../../../src/pkcs11/p256-key.ts'
import { softHsm, softToken } from '../../chain/signers/soft-token.ts'
import { problemOf } from '../../support/problem-of.ts'
import { openWorkbench, type Workbench } from './workbench.ts'

// The gate installs SoftHSM2; on a machine without it there is no token to test with.
if (softHsm !== undefined) {
  const module: string = softHsm
  const pin = '918273'
  describe('an appliance with a PKCS#11 token', () => {
    let token: ReturnType<typeof softToken>
    let bench: Workbench
    before(async () => {
      token = softToken()
      const entropy = { declared: 'physical_validated', certificate: 'E123', noise: null } as const
      bench = await openWorkbench({ keep: { kind: 'pkcs11', module, token: 'seat' }, entropy }, pin)
    })
    after(() => {
      bench.remove()
      token.remove()
    })
    const verified = (folder: string) => {
      const path = join(folder, 'manifest.json')
      const spki = createPublicKey(readFileSync(bench.publicKey)).export({ type: 'spki', format: 'der' })
      return verifyManifest(readFileSync(path), readFileSync(`${path}.sig`), spki).manifest
    }

    it('signs with a key that is in no file, also what it wraps, drawn of the operating system and reported so', async () => {
      const { folder } = await bench.make()
      expect(readdirSync(bench.directory).filter((name) => name.includes('key'))).to.deep.equal([])
      expect(verified(folder)).to.include({ entropy_source: 'operating_system', entropy_certificate: null })
      expect(await problemOf(openAppliance(bench.directory, '000000'))).to.include({ code: 'appliance_password' })
    })

    it('leaves keys in the token: nothing is wrapped, the manifest says where each is, a request proves it', async () => {
      const { folder, counter } = await bench.make({ keys: { inToken: 3, csr: true } })
      const manifest = verified(folder)
      const name = `${bench.appliance_id.slice(2, 10)}-00000${counter}`

      expect(manifest).to.include({ entropy_source: 'physical_validated', entropy_certificate: 'E123' })
      expect(manifest.keys.map(({ token_key }) => token_key)).to.deep.equal([`${name} 1`, `${name} 2`, `${name} 3`])
      expect(readdirSync(join(folder, 'keys'))).to.deep.equal([])
      const opened = await openToken({ module, token: 'seat' }, pin)
      for (const { key_id, token_key = '', csr } of manifest.keys) {
        expect(readCsr(readFileSync(join(folder, csr?.file ?? ''))).key_id).to.equal(key_id)
        const { spki, sign } = openP256Key(opened, token_key)
        expect(keyIdOf(spki)).to.equal(key_id)
        const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
        expect(verify('sha256', Buffer.of(1), key, sign(Buffer.of(1)))).to.equal(true)
        const { pkcs11, session, constants } = opened
        const { privateKey } = opened.pair(token_key)
        expect(() => pkcs11.C_GetAttributeValue(session, privateKey, [{ type: constants.CKA_VALUE }]), 'it does not leave').to.throw()
      }
      opened.close()
    })

    it('removes what an interrupted batch left in the token', async () => {
      const appliance = await openAppliance(bench.directory, pin)
      const next = `${bench.appliance_id.slice(2, 10)}-00000${(appliance.ledger.last()?.counter ?? 0) + 1} 1`
      const left = appliance.token && createP256Key(appliance.token, next)
      appliance.close()

      const { folder } = await bench.make({ keys: { inToken: 1, csr: false } })
      const [made] = verified(folder).keys
      expect(made?.token_key).to.equal(next)
      expect(made?.key_id).to.not.equal(keyIdOf(left?.spki ?? Buffer.of()))
      const opened = await openToken({ module, token: 'seat' }, pin)
      expect(keyIdOf(openP256Key(opened, next).spki)).to.equal(made?.key_id)
      opened.close()
    })
  })
}
