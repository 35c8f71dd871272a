import { expect } from 'chai'
import { execFileSync, spawn } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { serve, type Serving } from '../../src/oracle/serve.ts'
import { problemOf } from '../support/problem-of.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('the oracle over TLS with client certificates', () => {
  const folder = temporaryFolder()
  let serving: Serving

  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'ignore' })
  /** A certificate of the issuer, or of itself. */
  const certify = (name: string, issuer?: string) => {
    const sign = issuer === undefined ? [] : ['-CA', folder.file(`${issuer}.pem`), '-CAkey', folder.file(`${issuer}.key`)]
    const made = [
      '-keyout',
      folder.file(`${name}.key`),
      '-out',
      folder.file(`${name}.pem`),
      '-subj',
      `/CN=${name}`,
      '-addext',
      'subjectAltName=IP:127.0.0.1',
    ]
    openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1', ...made, ...sign)
    chmodSync(folder.file(`${name}.key`), 0o600)
  }
  const curl = async (...args: string[]) => {
    const child = spawn('curl', ['-sS', '--cacert', folder.file('ca.pem'), ...args, serving.url], { stdio: ['ignore', 'pipe', 'pipe'] })
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
    return { code: child.exitCode, stdout, stderr }
  }
  const tls = (key = 'server') => ({
    certificate: folder.file('server.pem'),
    key: folder.file(`${key}.key`),
    client_ca: folder.file('ca.pem'),
  })
  const listen = { host: '127.0.0.1', port: 0 }

  before(async () => {
    certify('ca')
    certify('server', 'ca')
    certify('client', 'ca')
    certify('stranger')
    serving = await serve((_request, response) => void response.end('answered'), { listen, tls: tls() })
  })
  after(async () => {
    await serving.stop(0)
    folder.remove()
  })

  it('answers a client whose certificate the named CA has issued', async () => {
    const { stdout, stderr } = await curl('--cert', folder.file('client.pem'), '--key', folder.file('client.key'))
    expect(stdout, stderr).to.equal('answered')
  })

  it('answers nobody without such a certificate', async () => {
    for (const args of [[], ['--cert', folder.file('stranger.pem'), '--key', folder.file('stranger.key')]]) {
      const { code, stdout } = await curl(...args)
      expect(stdout).to.equal('')
      expect(code).to.not.equal(0)
    }
  })

  it('speaks TLS 1.2 or later', async () => {
    const { code } = await curl('--tls-max', '1.1', '--cert', folder.file('client.pem'), '--key', folder.file('client.key'))
    expect(code).to.not.equal(0)
  })

  it('does not start with a key that is not of the certificate, is no key, or can be read by others', async () => {
    expect(await problemOf(serve(() => undefined, { listen, tls: tls('client') }))).to.include({
      code: 'invalid_configuration',
      field: 'tls',
    })
    const noKey = { ...tls(), key: folder.file('server.pem') }
    chmodSync(folder.file('server.pem'), 0o600)
    expect(await problemOf(serve(() => undefined, { listen, tls: noKey }))).to.include({ code: 'invalid_configuration', field: 'tls' })
    chmodSync(folder.file('stranger.key'), 0o644)
    expect(await problemOf(serve(() => undefined, { listen, tls: tls('stranger') }))).to.include({ code: 'secret_exposed' })
  })
})
