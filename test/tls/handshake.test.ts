import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { expect } from 'chai'
import { proveCipher } from '../../src/tls/prove-cipher.ts'
import { serverOptions } from '../../src/tls/server-options.ts'
import { createTrustStore } from '../../src/tls/peer/trust-store.ts'
import { problemOf } from '../support/problem-of.ts'
import { curl, sClient, sClientGet } from './devices.ts'
import { createPki } from './pki.ts'
import type { Device, Pki } from './pki.ts'
import { refusedBy, startGateway } from './start-gateway.ts'
import type { RunningGateway } from './start-gateway.ts'

/** Resolves when the connection is gone, however it went. */
function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('error', () => socket.destroy()).once('close', () => resolve()))
}

describe('handshake', () => {
  let pki: Pki
  let gateway: RunningGateway
  let device: Device
  before(async () => {
    pki = createPki()
    gateway = await startGateway(pki, { handshake_timeout_ms: 300 })
    device = pki.issue('device', { issuer: pki.mica })
    gateway.registry.set(device.key_id)
  })
  after(async () => {
    await gateway?.close()
    pki?.remove()
  })

  /** What the counter of `cause` says once it has become greater than `before`. */
  const counted = async (cause: string, before: number): Promise<number> => {
    for (;;) {
      const now = await gateway.metric(refusedBy(cause))
      if (now > before) return now
    }
  }
  const lastRefusal = async () => (await gateway.admin('GET', '/v1/refusals')).body['refusals']?.[0]

  it('takes the mandatory cipher and nothing but ECDHE-ECDSA', async () => {
    const ciphers = ['ECDHE-ECDSA-AES128-CCM8', 'ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-ECDSA-AES256-GCM-SHA384']
    for (const cipher of ciphers) {
      expect((await sClientGet(gateway.url, device, '/dcap', '-cipher', `${cipher}:@SECLEVEL=0`)).status, cipher).to.equal(200)
    }
    const before = await gateway.metric(refusedBy('no_common_cipher'))
    expect((await sClientGet(gateway.url, device, '/dcap', '-cipher', 'ECDHE-ECDSA-AES128-SHA256')).status).to.equal(0)
    expect(await counted('no_common_cipher', before)).to.equal(before + 1)
    expect(await lastRefusal()).to.have.nested.property('offered.ciphers[0]', 'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256')
  })

  it('speaks TLS 1.2 alone', async () => {
    for (const version of ['-tls1_3', '-tls1_1']) {
      const before = await gateway.metric(refusedBy('protocol_version'))
      const reply = await sClientGet(gateway.url, device, '/dcap', version, '-cipher', 'ALL:@SECLEVEL=0')
      expect(reply.status).to.equal(0)
      expect(await counted('protocol_version', before)).to.equal(before + 1)
    }
    expect(await lastRefusal()).to.have.nested.property('offered.version', 'TLS 1.1')
  })

  it('answers a client without a certificate 403, and keeps what it offered', async () => {
    const before = await gateway.metric(refusedBy('no_certificate'))
    const reply = await curl(pki, undefined, `${gateway.url}/dcap`)
    expect(reply.status).to.equal(403)
    expect(reply.headers).to.include({ 'derkey-cause': 'no_certificate' })
    expect(await gateway.metric(refusedBy('no_certificate'))).to.equal(before + 1)
    const logged = gateway.log.findLast(({ cause }) => cause === 'no_certificate')
    expect(logged).to.have.nested.property('offered.ciphers[0]', 'TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8')
    expect(logged?.['peer']).to.match(/^127\.0\.0\.1:\d+$/)
  })

  it('resumes no session', async () => {
    const client = sClient(gateway.url, device, '-reconnect')
    let output = ''
    client.stdout.on('data', (data: Buffer) => (output += data.toString()))
    client.stdin.end()
    await once(client, 'close')
    expect(output.match(/^New, TLSv1\.2/gm)).to.have.length(6)
    expect(output).not.to.include('Reused,')
  })

  it('ends a connection that tries to renegotiate, and answers nothing more on it', async () => {
    const before = await gateway.metric(refusedBy('renegotiation'))
    const client = sClient(gateway.url, device)
    let output = ''
    client.stdout.on('data', (data: Buffer) => (output += data.toString()))
    client.stdin.on('error', () => undefined)
    client.stdin.write('GET /tm HTTP/1.1\r\nHost: gateway\r\n\r\n')
    while (!output.includes('</Time>')) await once(client.stdout, 'data')
    client.stdin.write('R\n')
    await once(client, 'close')
    expect(await counted('renegotiation', before)).to.equal(before + 1)
    expect(output.match(/HTTP\/1\.1/g)).to.have.length(1)
    expect((await gateway.admin('GET', `/v1/refusals?lfdi=${device.lfdi}`)).body).to.have.nested.property(
      'refusals[0].cause',
      'renegotiation',
    )
  })

  it('ends a connection on which no handshake comes about in time', async () => {
    for (const bytes of ['', '\x16\x03\x01\x00\x60\x01']) {
      const before = await gateway.metric(refusedBy('handshake_timeout'))
      const { hostname, port } = new URL(gateway.url)
      const socket = connect(Number(port), hostname)
      if (bytes !== '') socket.write(bytes, 'latin1')
      await closed(socket)
      expect(await counted('handshake_timeout', before)).to.equal(before + 1)
    }
  })

  it('counts a client that breaks off because it does not trust the gateway: client_alert', async () => {
    const before = await gateway.metric(refusedBy('client_alert'))
    const reply = await curl({ ...pki, serca: pki.authority('other-root') }, device, `${gateway.url}/dcap`)
    expect(reply.status).to.equal(0)
    expect(await counted('client_alert', before)).to.equal(before + 1)
    expect(await lastRefusal())
      .to.have.property('detail')
      .that.includes('unknown ca')
  })

  it('survives whatever is no TLS', async () => {
    const { hostname, port } = new URL(gateway.url)
    for (const bytes of ['GET / HTTP/1.1\r\n\r\n', '\x16\x03\x01\x00\x02\x01\x00', '\x00', '\x16\x03\x03\xff\xff' + 'x'.repeat(70_000)]) {
      const socket = connect(Number(port), hostname)
      socket.write(bytes, 'latin1')
      await closed(socket.resume())
    }
    expect((await curl(pki, device, `${gateway.url}/dcap`)).status).to.equal(200)
  })

  it('proves the mandatory cipher by a handshake with itself, and fails where it is not offered', async () => {
    const { authorities } = createTrustStore(
      [{ name: 'SERCA', content: new X509Certificate(readFileSync(pki.serca.certificate)).raw }],
      Date.now() / 1000,
    )
    const identity = { certificate: readFileSync(pki.server.chain, 'utf8'), key: readFileSync(pki.server.key, 'utf8'), authorities }
    const options = serverOptions(identity, 1000)
    await proveCipher(options)
    const silent = { ...options, ciphers: String(options.ciphers).replace(':@SECLEVEL=0', '') }
    expect(await problemOf(proveCipher(silent))).to.include({ code: 'cipher_unavailable' })
  })
})
