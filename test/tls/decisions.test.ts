import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import type { Socket } from 'node:net'
import { expect } from 'chai'
import { curl, keepAlive, sClientGet } from './devices.ts'
import { createPki, respell } from './pki.ts'
import type { Device, Pki } from './pki.ts'
import { refusedBy, startGateway } from './start-gateway.ts'
import type { RunningGateway } from './start-gateway.ts'
import { revoked } from './test-registry.ts'

describe('decision on a key', () => {
  let pki: Pki
  let gateway: RunningGateway
  let count = 0
  before(async () => {
    pki = createPki()
    gateway = await startGateway(pki)
  })
  after(async () => {
    await gateway?.close()
    pki?.remove()
  })
  const newDevice = (): Device => pki.issue(`device${count++}`, { issuer: pki.mica })

  it('refuses a key that the registry does not know', async () => {
    const before = await gateway.metric(refusedBy('unknown_key'))
    const device = newDevice()
    const reply = await curl(pki, device, `${gateway.url}/dcap`)
    expect(reply.status).to.equal(403)
    expect(reply.headers).to.include({ 'derkey-cause': 'unknown_key', connection: 'close' })
    expect(await gateway.metric(refusedBy('unknown_key'))).to.equal(before + 1)
    expect((await gateway.admin('GET', `/v1/refusals?key_id=${device.key_id}`)).body).to.have.nested.property(
      'refusals[0].findings[0].rule',
      'unregistered',
    )
  })

  it('lets a restricted device use what the policy leaves to it', async () => {
    const device = newDevice()
    gateway.registry.set(device.key_id, (info) => {
      info.key_protection.assessment_result.key_storage = 'unprotected_memory'
    })
    expect((await curl(pki, device, `${gateway.url}/dcap`)).status).to.equal(200)
    const reply = await curl(pki, device, `${gateway.url}/edev?l=10`)
    expect(reply.status).to.equal(403)
    expect(reply.headers).to.include({ 'derkey-cause': 'restricted' })
    expect(reply.headers['derkey-reason']).to.include('unprotected_memory')
    expect(await gateway.metric('derkey_handshakes_total{outcome="restrict",cause="none"}')).to.equal(2)
  })

  it('does nothing for a key that fell while its request was still coming in', async () => {
    const device = newDevice()
    gateway.registry.set(device.key_id)
    const client = keepAlive(pki, device)
    expect((await client.get(`${gateway.url}/dcap`)).status).to.equal(200)
    const headers = { 'content-type': 'application/sep+xml', 'content-length': '20' }
    const outgoing = request(`${gateway.url}/edev`, { agent: client.agent, method: 'POST', headers })
    await new Promise((resolve) => outgoing.write('<EndDevice', resolve))
    // the beginning has come in by the time that another device has its answer
    await curl(pki, newDevice(), `${gateway.url}/dcap`)
    const asked = gateway.registry.asked
    gateway.registry.set(device.key_id, revoked)
    while (gateway.registry.asked === asked) await new Promise(setImmediate)
    outgoing.end(' bad-xml />'.slice(1))
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage]
    response.resume()
    expect([response.statusCode, response.headers['derkey-cause']]).to.deep.equal([403, 'revoked'])
    client.close()
  })

  it('knows a revoked key in every spelling', async () => {
    const device = newDevice()
    gateway.registry.set(device.key_id, revoked)
    for (const spelling of ['compressed', 'hybrid'] as const) {
      const respelled = pki.issue(`${device.name}-${spelling}`, { issuer: pki.mica, key: respell(device.key, spelling) })
      expect(respelled.lfdi).not.to.equal(device.lfdi)
      const reply = await sClientGet(gateway.url, { ...respelled, key: device.key }, '/dcap')
      expect(reply.status, spelling).to.equal(403)
      expect(reply.headers).to.include({ 'derkey-cause': 'revoked' })
    }
    expect(await gateway.metric(refusedBy('revoked'))).to.equal(2)
  })

  it('answers a key that falls 403 on its next request, and ends the connection with it', async () => {
    const device = newDevice()
    gateway.registry.set(device.key_id)
    const client = keepAlive(pki, device)
    expect((await client.get(`${gateway.url}/dcap`)).status).to.equal(200)
    gateway.registry.set(device.key_id, revoked)
    const reply = await client.get(`${gateway.url}/dcap`)
    expect(reply).to.include({ status: 403, reused: true })
    expect(reply.headers).to.include({ 'derkey-cause': 'revoked', connection: 'close' })
    expect((await gateway.admin('GET', `/v1/refusals?lfdi=${device.lfdi}`)).body).to.have.nested.property('refusals[0].cause', 'revoked')
    client.close()
  })

  it('closes the idle connection of a key that falls cleanly', async () => {
    const device = newDevice()
    gateway.registry.set(device.key_id)
    const client = keepAlive(pki, device)
    await client.get(`${gateway.url}/dcap`)
    const [socket] = Object.values(client.agent.freeSockets).flat() as Socket[]
    gateway.registry.set(device.key_id, revoked)
    const [hadError] = (await once(socket as Socket, 'close')) as [boolean]
    expect(hadError).to.equal(false)
    client.close()
  })

  it('decides everything again when a process, an assessment or an entity changed', async () => {
    const device = newDevice()
    gateway.registry.set(device.key_id)
    const client = keepAlive(pki, device)
    await client.get(`${gateway.url}/dcap`)
    gateway.registry.setSilently(device.key_id, (info) => {
      info.effective_status = 'suspended'
      info.effective_reason = 'process_suspended'
    })
    gateway.registry.tell({ kind: 'all', block: gateway.registry.block })
    expect((await client.get(`${gateway.url}/dcap`)).headers).to.include({ 'derkey-cause': 'suspended' })
    client.close()
  })

  it('asks once for many requests, and again when changes may have been missed', async () => {
    const device = newDevice()
    gateway.registry.set(device.key_id)
    const client = keepAlive(pki, device)
    const before = gateway.registry.asked
    for (let index = 0; index < 5; index++) expect((await client.get(`${gateway.url}/dcap`)).status).to.equal(200)
    expect(gateway.registry.asked).to.equal(before + 1)
    gateway.registry.setSilently(device.key_id, revoked)
    gateway.registry.tell({ kind: 'reachable', reachable: false })
    gateway.registry.tell({ kind: 'reachable', reachable: true })
    expect((await client.get(`${gateway.url}/dcap`)).status).to.equal(403)
    client.close()
  })

  it('does not go by an answer that is older than a change it was told', async () => {
    const device = newDevice()
    gateway.registry.set(device.key_id)
    gateway.registry.mode = 'lagging'
    const reply = await curl(pki, device, `${gateway.url}/dcap`)
    gateway.registry.mode = 'here'
    expect(reply.status).to.equal(503)
    expect(reply.headers['derkey-reason']).to.include('lags behind')
  })

  it('counts and logs what it would refuse, and refuses nothing, in a policy of mode observe', async () => {
    const observing = await startGateway(pki, { policy: { mode: 'observe' } })
    try {
      const device = newDevice()
      expect((await curl(pki, device, `${observing.url}/dcap`)).status).to.equal(200)
      observing.registry.set(device.key_id, revoked)
      expect((await curl(pki, device, `${observing.url}/dcap`)).status).to.equal(200)
      expect(await observing.metric('derkey_handshakes_total{outcome="admit",cause="unknown_key"}')).to.equal(1)
      expect(await observing.metric('derkey_handshakes_total{outcome="admit",cause="revoked"}')).to.equal(1)
    } finally {
      await observing.close()
    }
  })
})
