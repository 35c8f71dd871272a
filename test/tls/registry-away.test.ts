import { expect } from 'chai'
import { curl, keepAlive } from './devices.ts'
import { createPki } from './pki.ts'
import type { Device, Pki } from './pki.ts'
import { refusedBy, startGateway } from './start-gateway.ts'
import type { RunningGateway } from './start-gateway.ts'

describe('a registry that is away', () => {
  let pki: Pki
  let gateway: RunningGateway
  let device: Device
  before(() => {
    pki = createPki()
    device = pki.issue('device', { issuer: pki.mica })
  })
  after(() => pki?.remove())
  beforeEach(async () => {
    gateway = await startGateway(pki, { timeout_ms: 200, policy: { max_answer_age_seconds: 1 } })
    gateway.registry.set(device.key_id)
  })
  afterEach(() => gateway.close())

  const lose = (mode: 'away' | 'hanging') => {
    gateway.registry.mode = mode
    gateway.registry.tell({ kind: 'reachable', reachable: false })
  }

  for (const mode of ['away', 'hanging'] as const) {
    it(`never lets in a key that was not known before (${mode})`, async () => {
      lose(mode)
      const reply = await curl(pki, device, `${gateway.url}/dcap`)
      expect(reply.status).to.equal(503)
      expect(reply.headers).to.include({ 'derkey-cause': 'registry_unreachable', 'retry-after': '30' })
      expect(await gateway.metric(refusedBy('registry_unreachable'))).to.equal(1)
    })
  }

  it('goes by the last known answer up to the age that the policy sets, then answers 503 and keeps the connection', async () => {
    const client = keepAlive(pki, device)
    expect((await client.get(`${gateway.url}/dcap`)).status).to.equal(200)
    lose('away')
    expect((await client.get(`${gateway.url}/dcap`)).status).to.equal(200)
    let reply = await client.get(`${gateway.url}/dcap`)
    while (reply.status === 200) reply = await client.get(`${gateway.url}/dcap`)
    expect(reply).to.include({ status: 503, reused: true })
    expect(reply.headers['derkey-reason']).to.match(/found an answer 2 s old/)
    expect(reply.body).to.include('<maxRetryDuration>30</maxRetryDuration>')
    gateway.registry.mode = 'here'
    gateway.registry.tell({ kind: 'reachable', reachable: true })
    expect(await client.get(`${gateway.url}/dcap`)).to.include({ status: 200, reused: true })
    client.close()
  })

  it('does not go by an answer about a key that has changed since', async () => {
    const client = keepAlive(pki, device)
    expect((await client.get(`${gateway.url}/dcap`)).status).to.equal(200)
    gateway.registry.mode = 'away'
    gateway.registry.tell({ kind: 'keys', key_ids: [device.key_id], block: gateway.registry.block + 1 })
    const reply = await client.get(`${gateway.url}/dcap`)
    expect(reply.status).to.equal(503)
    client.close()
  })

  it('says in /readyz that it is away', async () => {
    expect((await fetch(`${gateway.admin_url}/readyz`)).status).to.equal(200)
    lose('away')
    let ready = await fetch(`${gateway.admin_url}/readyz`)
    while (ready.status === 200) ready = await fetch(`${gateway.admin_url}/readyz`)
    expect(ready.status).to.equal(503)
    expect((await fetch(`${gateway.admin_url}/healthz`)).status).to.equal(200)
  })
})
