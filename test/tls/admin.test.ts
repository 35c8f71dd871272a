import { readFileSync, statSync } from 'node:fs'
import { expect } from 'chai'
import { sfdiOf } from '../../src/domain/lfdi.ts'
import { openRegistrations } from '../../src/tls/registrations.ts'
import { curl, keepAlive } from './devices.ts'
import { createPki } from './pki.ts'
import type { Device, Pki } from './pki.ts'
import { startGateway } from './start-gateway.ts'
import type { RunningGateway } from './start-gateway.ts'

const lfdi = 'A'.repeat(40)

describe("the operator's side of the gateway", () => {
  let pki: Pki
  let gateway: RunningGateway
  let device: Device
  before(async () => {
    pki = createPki()
    gateway = await startGateway(pki)
    device = pki.issue('device', { issuer: pki.mica })
  })
  after(async () => {
    await gateway?.close()
    pki?.remove()
  })

  it('wants its token for everything but health and metrics', async () => {
    for (const path of ['/healthz', '/readyz', '/metrics']) expect((await fetch(gateway.admin_url + path)).status, path).to.equal(200)
    for (const authorization of [undefined, 'Bearer wrong', 'Basic x']) {
      const response = await fetch(`${gateway.admin_url}/v1/devices`, authorization === undefined ? {} : { headers: { authorization } })
      expect(response.status).to.equal(401)
      expect(response.headers.get('content-type')).to.include('application/problem+json')
      expect(await response.json()).to.include({ code: 'admin_token_missing' })
    }
  })

  it('registers a device by its certificate or its LFDI, shows, lists and removes it', async () => {
    const certificate = readFileSync(device.certificate, 'utf8')
    const added = await gateway.admin('POST', '/v1/devices', {
      certificate,
      sfdi: String(sfdiOf(device.lfdi)),
      pin: '111115',
      client_type: 'aggregator',
    })
    expect(added.status).to.equal(201)
    expect(added.body).to.include({
      lfdi: device.lfdi,
      key_id: device.key_id,
      pin: '111115',
      client_type: 'aggregator',
      registered_by: 'operator',
    })
    expect((await gateway.admin('POST', '/v1/devices', { lfdi: lfdi.toLowerCase() })).body).to.include({ lfdi, pin: null })
    expect((await gateway.admin('POST', '/v1/devices', { lfdi })).body).to.include({ code: 'device_registered' })
    expect((await gateway.admin('GET', '/v1/devices?limit=1')).body)
      .to.include({ total: 2 })
      .and.have.nested.property('devices[0].lfdi', device.lfdi)
    expect((await gateway.admin('GET', `/v1/devices/${device.lfdi.toLowerCase()}`)).body).to.include({ last_refusal: null })
    expect((await gateway.admin('DELETE', `/v1/devices/${lfdi}`)).status).to.equal(204)
    expect((await gateway.admin('DELETE', `/v1/devices/${lfdi}`)).body).to.include({ code: 'device_unknown' })
  })

  it('says why a device was refused last, and how often', async () => {
    await curl(pki, device, `${gateway.url}/dcap`)
    await curl(pki, device, `${gateway.url}/dcap`)
    const { body } = await gateway.admin('GET', `/v1/devices/${device.lfdi}`)
    expect(body['last_refusal']).to.include({ cause: 'unknown_key', count: 2 })
    expect((await gateway.admin('GET', '/v1/refusals?peer=127.0.0.1')).body).to.have.nested.property('refusals[0].device.lfdi', device.lfdi)
    expect((await gateway.admin('GET', '/v1/refusals?lfdi=none')).body).to.deep.equal({ refusals: [] })
  })

  it('shows decisions and connections', async () => {
    gateway.registry.set(device.key_id)
    const client = keepAlive(pki, device)
    await client.get(`${gateway.url}/dcap`)
    const { body } = await gateway.admin('GET', '/v1/connections')
    expect(body).to.have.nested.property('connections[0].device.lfdi', device.lfdi)
    expect(body).to.have.nested.property('connections[0].client_type', 'aggregator')
    expect((await gateway.admin('GET', `/v1/decisions/${device.key_id}`)).body).to.include({ outcome: 'admit', key_id: device.key_id })
    expect(await gateway.metric('derkey_connections')).to.equal(1)
    client.close()
  })

  it('names the fault of bad input', async () => {
    const wrong: [unknown, string][] = [
      [{}, 'give either lfdi or certificate'],
      [{ lfdi: 'x' }, 'must be 40 hex digits'],
      [{ lfdi, sfdi: '1' }, 'does not belong to the LFDI'],
      [{ lfdi, pin: '111111' }, 'check digit'],
      [{ lfdi, colour: 'red' }, 'is no known field'],
      [{ certificate: 'x' }, 'is no certificate'],
    ]
    for (const [input, detail] of wrong) {
      const { status, body } = await gateway.admin('POST', '/v1/devices', input)
      expect(status).to.equal(400)
      expect(body).to.include({ code: 'invalid_input' })
      expect(body['detail']).to.include(detail)
    }
    expect((await gateway.admin('GET', '/v1/nothing')).body).to.include({ code: 'admin_call_unknown' })
    expect((await gateway.admin('GET', '/v1/decisions/0x1')).body).to.include({ code: 'invalid_input' })
    expect((await gateway.admin('GET', '/v1/devices/%zz')).body).to.include({ code: 'invalid_input', field: 'path' })
    expect((await gateway.admin('GET', '/v1/devices?start=x')).body).to.include({ field: 'start' })
    expect((await gateway.admin('POST', '/v1/devices', { lfdi: 'x'.repeat(100_000) })).body).to.include({ code: 'body_too_large' })
  })

  it('keeps registrations in a file that only its owner may read, over a restart', () => {
    const file = pki.at('registrations.sqlite')
    const first = openRegistrations(file, () => 1_800_000_000)
    first.add({ lfdi, pin: 111115, registered_by: 'operator' })
    first.close()
    expect(statSync(file).mode & 0o777).to.equal(0o600)
    const second = openRegistrations(file, () => 1_800_000_001)
    expect(second.byLfdi(lfdi)).to.include({ lfdi, pin: 111115, registered_at: 1_800_000_000 })
    second.close()
    expect(() => openRegistrations('/nowhere/at/all.sqlite', () => 0))
      .to.throw()
      .with.property('code', 'store_failed')
  })

  it('ends connections with a farewell when it is stopped', async () => {
    const stopping = await startGateway(pki)
    stopping.registry.set(device.key_id)
    const client = keepAlive(pki, device)
    await client.get(`${stopping.url}/dcap`)
    await stopping.close()
    expect(
      Object.values(client.agent.freeSockets)
        .flat()
        .filter((socket) => socket?.destroyed === false),
    ).to.deep.equal([])
    expect(await client.get(`${stopping.url}/dcap`).catch((error: NodeJS.ErrnoException) => error.code)).to.equal('ECONNREFUSED')
  })
})
