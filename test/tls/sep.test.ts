import { expect } from 'chai'
import { sfdiOf } from '../../src/domain/lfdi.ts'
import { curl, keepAlive } from './devices.ts'
import { createPki } from './pki.ts'
import type { Device, Pki } from './pki.ts'
import { startGateway } from './start-gateway.ts'
import type { RunningGateway } from './start-gateway.ts'

const sep = { 'content-type': 'application/sep+xml' }
const ns = 'xmlns="urn:ieee:std:2030.5:ns"'

describe('IEEE 2030.5 resources', () => {
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

  const newDevice = (): Device => {
    const device = pki.issue(`device${count++}`, { issuer: pki.mica })
    gateway.registry.set(device.key_id)
    return device
  }
  const endDevice = (sfdi: bigint | string, lfdi = '', namespace = ns) =>
    `<?xml version="1.0"?><EndDevice ${namespace}>${lfdi === '' ? '' : `<lFDI>${lfdi}</lFDI>`}<sFDI>${sfdi}</sFDI><changedTime>0</changedTime></EndDevice>`

  it('serves Time in the order of the schema', async () => {
    const { status, headers, body } = await curl(pki, newDevice(), `${gateway.url}/tm`)
    expect(status).to.equal(200)
    expect(headers).to.include({ 'content-type': 'application/sep+xml', 'content-length': String(Buffer.byteLength(body)) })
    expect(headers).not.to.have.property('transfer-encoding')
    expect([...body.matchAll(/<(\w+)>/g)].map(([, name]) => name)).to.deep.equal(
      ['currentTime', 'dstEndTime', 'dstOffset', 'dstStartTime', 'localTime', 'quality', 'tzOffset'], // sep.xsd, Time
    )
    expect(Number(/<currentTime>(\d+)</.exec(body)?.[1])).to.be.closeTo(Date.now() / 1000, 3)
  })

  it('lets a device register itself by its SFDI alone, and see its own entry alone', async () => {
    const [device, other] = [newDevice(), newDevice()]
    const client = keepAlive(pki, device)
    expect((await client.get(`${gateway.url}/edev`)).body).to.include(`<EndDeviceList ${ns} href="/edev" all="0" results="0"`)
    const created = await client.get(`${gateway.url}/edev`, 'POST', endDevice(sfdiOf(device.lfdi)), sep)
    expect(created.status).to.equal(201)
    const { location = '' } = created.headers
    expect(location).to.match(/^\/edev\/\d+$/)
    const own = await client.get(gateway.url + location)
    expect(own.body).to.match(
      new RegExp(
        `<EndDevice ${ns} href="${location}"><lFDI>${device.lfdi}</lFDI><sFDI>${sfdiOf(device.lfdi)}</sFDI><changedTime>\\d+</changedTime><enabled>true</enabled></EndDevice>`,
      ),
    )
    expect((await client.get(`${gateway.url}/dcap`)).body).to.include('<EndDeviceListLink href="/edev" all="1"/>')
    expect((await client.get(`${gateway.url}${location}/rg`)).status).to.equal(404)
    expect((await client.get(`${gateway.url}/edev`, 'POST', endDevice(sfdiOf(device.lfdi)), sep)).status).to.equal(409)
    expect((await curl(pki, other, gateway.url + location)).status).to.equal(403)
    expect((await curl(pki, other, `${gateway.url}/edev?l=255`)).body).to.include('all="0" results="0"')
    client.close()
  })

  it('lets nobody register another', async () => {
    const [device, other] = [newDevice(), newDevice()]
    const client = keepAlive(pki, device)
    const post = (body: string) => client.get(`${gateway.url}/edev`, 'POST', body, sep)
    expect((await post(endDevice(sfdiOf(other.lfdi)))).status).to.equal(403)
    expect((await post(endDevice(sfdiOf(device.lfdi), other.lfdi))).status).to.equal(403)
    expect((await client.get(`${gateway.url}/edev`)).body).to.include('all="0"')
    client.close()
  })

  it('matches bodies by local name, in older namespaces, with prefixes, as text/xml', async () => {
    for (const [namespace, type] of [
      ['xmlns="http://ieee.org/2030.5"', 'text/xml; charset=utf-8'],
      ['xmlns="http://zigbee.org/sep"', 'application/sep+xml; level=-S1'],
    ] as const) {
      const device = newDevice()
      const client = keepAlive(pki, device)
      const body = endDevice(sfdiOf(device.lfdi), device.lfdi.toLowerCase(), namespace)
      expect((await client.get(`${gateway.url}/edev`, 'POST', body, { 'content-type': type })).status).to.equal(201)
      client.close()
    }
    const device = newDevice()
    const client = keepAlive(pki, device)
    const prefixed = `<s:EndDevice xmlns:s="urn:ieee:std:2030.5:ns"><s:sFDI>${sfdiOf(device.lfdi)}</s:sFDI></s:EndDevice>`
    expect((await client.get(`${gateway.url}/edev`, 'POST', prefixed, sep)).status).to.equal(201)
    client.close()
  })

  it('shows a device that the operator registered its PIN', async () => {
    const device = newDevice()
    const added = await gateway.admin('POST', '/v1/devices', { lfdi: device.lfdi.toLowerCase(), pin: '111115' })
    expect(added.status).to.equal(201)
    const href = String(added.body['href'])
    const client = keepAlive(pki, device)
    expect((await client.get(`${gateway.url}/edev`)).body).to.include(`<RegistrationLink href="${href}/rg"/>`)
    const { body } = await client.get(`${gateway.url}${href}/rg`)
    expect(body).to.match(
      new RegExp(
        `<Registration ${ns} href="${href}/rg" pollRate="900"><dateTimeRegistered>\\d+</dateTimeRegistered><pIN>111115</pIN></Registration>`,
      ),
    )
    client.close()
  })

  it('keeps the entry of a device whose certificate was renewed, by its key', async () => {
    const device = newDevice()
    await gateway.admin('POST', '/v1/devices', { lfdi: device.lfdi, pin: '111115' })
    const entry = async (holder: Device) =>
      /<EndDevice href="([^"]+)"><lFDI>(\w+)</.exec((await curl(pki, holder, `${gateway.url}/edev`)).body)
    const [, href] = (await entry(device)) ?? []
    const renewed = pki.issue(`${device.name}-renewed`, { issuer: pki.mica, key: device.key })
    expect(await entry(renewed)).to.include.members([href, renewed.lfdi])
  })

  it('pages lists: the limit is 1 unless given, a start past the end is an empty page', async () => {
    const device = newDevice()
    await gateway.admin('POST', '/v1/devices', { lfdi: device.lfdi })
    const client = keepAlive(pki, device)
    for (const [query, results] of [
      ['', 1],
      ['?l=0', 0],
      ['?s=0&l=255', 1],
      ['?s=1', 0],
      ['?s=99&a=0&l=5', 0],
    ] as const) {
      const { status, body } = await client.get(`${gateway.url}/edev${query}`)
      expect(status).to.equal(200)
      expect(body).to.include(`href="/edev" all="1" results="${results}"`)
    }
    for (const query of ['?s=-1', '?l=x', '?a=1e3']) expect((await client.get(`${gateway.url}/edev${query}`)).status).to.equal(400)
    client.close()
  })

  it('answers HEAD like GET without the body', async () => {
    const device = newDevice()
    const head = await curl(pki, device, `${gateway.url}/dcap`, '-I')
    expect(head.status).to.equal(200)
    expect(Number(head.headers['content-length'])).to.be.greaterThan(100)
    expect(head.body).to.equal('')
  })

  it('says what is wrong with a request by its status', async () => {
    const device = newDevice()
    const client = keepAlive(pki, device)
    const send = (method: string, path: string, body = '', headers: Record<string, string> = {}) =>
      client.get(gateway.url + path, method, body, headers)
    expect((await send('GET', '/nothing')).status).to.equal(404)
    expect((await send('GET', '/edev/1/rg/1')).status).to.equal(404)
    const put = await send('PUT', '/tm', 'x', sep)
    expect(put.status).to.equal(405)
    expect(put.headers).to.include({ allow: 'GET, HEAD' })
    expect((await send('DELETE', '/edev')).headers).to.include({ allow: 'GET, HEAD, POST' })
    expect((await send('POST', '/edev', '{}', { 'content-type': 'application/json' })).status).to.equal(415)
    const tooLarge = await send('POST', '/edev', 'x'.repeat(20_000), sep)
    expect(tooLarge).to.deep.include({ status: 413 })
    const bad = [
      '',
      'no xml',
      '<EndDevice>',
      '<Time/>',
      `<EndDevice ${ns}/>`,
      endDevice('x'),
      endDevice('1', 'zz'),
      `<!DOCTYPE a [<!ENTITY e "1">]><EndDevice><sFDI>&e;</sFDI></EndDevice>`,
      `<EndDevice><sFDI>&#49;</sFDI></EndDevice>`,
      `<EndDevice><sFDI>1</sFDI><sFDI>2</sFDI></EndDevice>`,
      '<__proto__><sFDI>1</sFDI></__proto__>',
      '<a>'.repeat(2000) + '</a>'.repeat(2000),
    ]
    for (const body of bad) {
      const reply = await send('POST', '/edev', body, sep)
      expect(reply.status, body.slice(0, 60)).to.equal(400)
      expect(reply.body).to.include(`<Error ${ns}><reasonCode>`)
    }
    client.close()
  })

  it('keeps all headers below 2 KB and hrefs below 50 characters', async () => {
    const { headers, body } = await curl(pki, newDevice(), `${gateway.url}/${'x'.repeat(1000)}`)
    expect(JSON.stringify(headers).length).to.be.lessThan(2048)
    expect(body).not.to.match(/href="[^"]{50}/)
  })

  it('counts requests by route', async () => {
    expect(await gateway.metric('derkey_requests_total{route="/edev",method="POST",status="201"}')).to.be.greaterThan(3)
    expect(await gateway.metric('derkey_requests_total{route="other",method="GET",status="404"}')).to.be.greaterThan(1)
  })
})
