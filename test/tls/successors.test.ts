import { once } from 'node:events'
import type { Socket } from 'node:net'
import { expect } from 'chai'
import { sfdiOf } from '../../src/domain/lfdi.ts'
import { curl, keepAlive } from './devices.ts'
import { createPki } from './pki.ts'
import type { Device, Pki } from './pki.ts'
import { refusedBy, startGateway } from './start-gateway.ts'
import type { RunningGateway } from './start-gateway.ts'

const hour = 3600
const now = () => Math.floor(Date.now() / 1000)

describe('a line of successors at the gateway', () => {
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
  /** A device that was registered with its first key and has rotated it since. */
  const rotated = async (registration: Record<string, unknown> = {}) => {
    const [first, second] = [newDevice(), newDevice()]
    gateway.registry.set(first.key_id)
    const { status } = await gateway.admin('POST', '/v1/devices', { lfdi: first.lfdi, ...registration })
    expect(status).to.equal(201)
    // the gateway learns whose key it is
    expect((await curl(pki, first, `${gateway.url}/edev`)).body).to.include('all="1"')
    return { first, second, ids: [first.key_id, second.key_id] as const }
  }
  const pinOf = async (device: Device) => {
    const client = keepAlive(pki, device)
    const list = await client.get(`${gateway.url}/edev`)
    const href = /<EndDevice href="([^"]+)"/.exec(list.body)?.[1] ?? '/none'
    const { body } = await client.get(`${gateway.url}${href}/rg`)
    client.close()
    return { href, names: [/<lFDI>(\w+)</.exec(list.body)?.[1], /<sFDI>(\d+)</.exec(list.body)?.[1]], pin: /<pIN>(\d+)</.exec(body)?.[1] }
  }
  const namesOf = ({ lfdi }: Device) => [lfdi, sfdiOf(lfdi).toString()]

  it("has the device's registration, PIN and all, go over to its successor's certificate", async () => {
    const { first, second, ids } = await rotated({ pin: '111115' })
    const before = await pinOf(first)
    gateway.registry.rotate(ids, [now() + hour])
    const after = await pinOf(second)
    expect(after).to.deep.equal({ href: before.href, names: namesOf(second), pin: '111115' })
    expect((await gateway.admin('GET', `/v1/devices/${second.lfdi}`)).body).to.include({ key_id: second.key_id, pin: '111115' })
    expect((await gateway.admin('GET', `/v1/devices/${first.lfdi}`)).status).to.equal(404)
  })

  it('shows the old key, until its overlap is over, the same entry under its own names', async () => {
    const { first, second, ids } = await rotated({ pin: '111115' })
    gateway.registry.rotate(ids, [now() + hour])
    const { href } = await pinOf(second)
    expect(await pinOf(first)).to.deep.equal({ href, names: namesOf(first), pin: '111115' })
    expect(await pinOf(second)).to.deep.equal({ href, names: namesOf(second), pin: '111115' })
  })

  it('registers no device twice: the successor is registered already', async () => {
    const { second, ids } = await rotated()
    gateway.registry.rotate(ids, [now() + hour])
    const body = `<EndDevice xmlns="urn:ieee:std:2030.5:ns"><sFDI>${sfdiOf(second.lfdi)}</sFDI></EndDevice>`
    const client = keepAlive(pki, second)
    expect((await client.get(`${gateway.url}/edev`, 'POST', body, { 'content-type': 'application/sep+xml' })).status).to.equal(409)
    client.close()
  })

  it('passes over keys that this gateway never met', async () => {
    const { first, second } = await rotated({ pin: '111115' })
    const last = newDevice()
    gateway.registry.rotate([first.key_id, second.key_id, last.key_id], [now() - hour, now() + hour])
    expect(await pinOf(last)).to.deep.include({ names: namesOf(last), pin: '111115' })
  })

  it('is two devices where the registry proves no line', async () => {
    const { first, second, ids } = await rotated({ pin: '111115' })
    gateway.registry.rotate([ids[0]], [now() + hour])
    gateway.registry.set(second.key_id)
    expect((await curl(pki, second, `${gateway.url}/edev`)).body).to.include('all="0"')
    expect(await pinOf(first)).to.deep.include({ names: namesOf(first), pin: '111115' })
  })

  it('is judged as the type of client that was registered, from the first connection of its newest key on', async () => {
    const { first, second, ids } = await rotated({ client_type: 'aggregator' })
    gateway.registry.rotate(ids, [now() + hour])
    const client = keepAlive(pki, second)
    await client.get(`${gateway.url}/dcap`)
    const { connections } = (await gateway.admin('GET', '/v1/connections')).body as unknown as { connections: Record<string, unknown>[] }
    expect(connections.map(({ client_type, device_id }) => [client_type, device_id])).to.deep.include(['aggregator', first.key_id])
    client.close()
  })

  it('loses the open connection of its old key when the overlap is over, which is counted, and keeps that of the new one', async () => {
    const { first, second, ids } = await rotated()
    const [old, young] = [keepAlive(pki, first), keepAlive(pki, second)]
    const end = now() + 2
    gateway.registry.rotate(ids, [end])
    for (const client of [old, young]) expect((await client.get(`${gateway.url}/dcap`)).status).to.equal(200)
    const asked = gateway.registry.asked
    const [socket] = Object.values(old.agent.freeSockets).flat() as Socket[]
    const [hadError] = (await once(socket as Socket, 'close')) as [boolean]
    expect([hadError, Date.now() >= end * 1000, Date.now() < end * 1000 + 10_000]).to.deep.equal([false, true, true])
    // time told it, and no question to the registry
    expect(gateway.registry.asked).to.equal(asked)
    expect(await gateway.metric('derkey_connections_ended_total{cause="superseded"}')).to.equal(1)
    expect(await young.get(`${gateway.url}/dcap`)).to.include({ status: 200, reused: true })
    const reply = await curl(pki, first, `${gateway.url}/dcap`)
    expect([reply.status, reply.headers['derkey-cause']]).to.deep.equal([403, 'superseded'])
    expect(await gateway.metric(refusedBy('superseded'))).to.equal(1)
    for (const client of [old, young]) client.close()
  })

  it('loses it too where the rotation is told while it is connected', async () => {
    const { first, ids } = await rotated()
    const client = keepAlive(pki, first)
    await client.get(`${gateway.url}/dcap`)
    const [socket] = Object.values(client.agent.freeSockets).flat() as Socket[]
    gateway.registry.rotate(ids, [now() + 1])
    await once(socket as Socket, 'close')
    client.close()
  })

  it('loses it while the registry is away, and is told why, however long that lasts', async () => {
    const forgetful = await startGateway(pki, { timeout_ms: 100, policy: { max_answer_age_seconds: 0 }, registry: gateway.registry })
    const [first, second] = [newDevice(), newDevice()]
    gateway.registry.rotate([first.key_id, second.key_id], [now() + 2])
    const client = keepAlive(pki, first)
    try {
      expect((await client.get(`${forgetful.url}/dcap`)).status).to.equal(200)
      const [socket] = Object.values(client.agent.freeSockets).flat() as Socket[]
      gateway.registry.mode = 'away'
      gateway.registry.tell({ kind: 'reachable', reachable: false })
      await once(socket as Socket, 'close')
      const reply = await curl(pki, first, `${forgetful.url}/dcap`)
      expect([reply.status, reply.headers['derkey-cause']]).to.deep.equal([403, 'superseded'])
    } finally {
      gateway.registry.mode = 'here'
      gateway.registry.tell({ kind: 'reachable', reachable: true })
      client.close()
      await forgetful.close()
    }
  })
})
