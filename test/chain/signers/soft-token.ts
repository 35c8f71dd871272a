import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { openssl } from '../../../scripts/demo/openssl.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** SoftHSM2, where it is installed: the gate has it. */
export const softHsm = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib64/softhsm/libsofthsm.so',
  '/opt/homebrew/lib/softhsm/libsofthsm2.so',
].find(existsSync)

const curves = { secp256k1: '06052b8104000a', p256: '06082a8648ce3d030107' } as const

/** An initialised token named `seat`; its PIN is in the file `pin`. Remove it in `after`. */
export function softToken() {
  const folder = temporaryFolder()
  const earlier = process.env['SOFTHSM2_CONF']
  const pin = folder.file('pin')
  mkdirSync(folder.file('tokens'))
  writeFileSync(folder.file('softhsm2.conf'), `directories.tokendir = ${folder.file('tokens')}\nlog.level = ERROR\n`)
  writeFileSync(pin, '918273\n', { mode: 0o600 })
  process.env['SOFTHSM2_CONF'] = folder.file('softhsm2.conf')
  const run = (...args: string[]) => execFileSync('softhsm2-util', args, { stdio: 'pipe' })
  run('--init-token', '--free', '--label', 'seat', '--pin', '918273', '--so-pin', '12345678')
  return {
    folder,
    pin,
    /** Puts a private key, 64 hex digits, into the token. */
    keep: async (label: string, id: string, curve: keyof typeof curves, key: string) => {
      const [der, pkcs8] = [folder.file(`${label}.der`), folder.file(`${label}.pk8`)]
      writeFileSync(der, Buffer.from(ecPrivateKey(key, curves[curve]), 'hex'))
      await openssl('pkcs8', '-topk8', '-nocrypt', '-inform', 'DER', '-in', der, '-out', pkcs8)
      run('--import', pkcs8, '--token', 'seat', '--label', label, '--id', id, '--pin', '918273')
    },
    remove: () => {
      if (earlier === undefined) delete process.env['SOFTHSM2_CONF']
      else process.env['SOFTHSM2_CONF'] = earlier
      folder.remove()
    },
  }
}

/** ECPrivateKey (RFC 5915) without its public key, which OpenSSL computes. */
function ecPrivateKey(key: string, curve: string): string {
  const fields = `0201010420${key}a0${(curve.length / 2).toString(16).padStart(2, '0')}${curve}`
  return `30${(fields.length / 2).toString(16)}${fields}`
}
