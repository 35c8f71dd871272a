import { expect } from 'chai'
import type { KeygenService } from '../../../src/keygen/service/start-service.ts'
import type { Device } from '../../tls/pki.ts'
import type { Answer } from './connect.ts'
import { newEphemeral } from './device.ts'
import { createServiceWorld, type ServiceWorld } from './service-world.ts'

const codeOf = ({ status, body }: Answer) => [status, body.code]
const ephemeral = () => ({ public_key: newEphemeral().spki.toString('base64') })

describe('who connects to the key generation service', () => {
  let world: ServiceWorld
  let service: KeygenService
  before(async () => {
    world = await createServiceWorld()
    const clients = [
      world.clientOf(world.line, { processIds: ['1'] }),
      world.clientOf(world.office, { processIds: ['1', '2'], rights: ['supervise'] }),
      world.clientOf(world.certify('busy'), { requestsPerMinute: 3 }),
      world.clientOf(world.certify('late', { until: '20250101000000Z' })),
      world.clientOf(world.certify('early', { from: '20900101000000Z' })),
    ]
    service = await world.start({ settings: { clients } })
  })
  after(async () => {
    await service.stop()
    world.remove()
  })
  const call = async (holder: Device | undefined, method: string, path: string, body?: unknown): Promise<Answer> => {
    const session = await world.connect(service.url, holder)
    const answer = await session.call(method, path, body)
    session.close()
    return answer
  }
  const file = (name: string): Device => ({
    ...world.line,
    name,
    key: world.pki.at(`${name}.key`),
    chain: world.pki.at(`${name}.chain.pem`),
  })
  const one = { process_id: '1', devices: ['SN-1'] }

  it('enrols for a client with the right, under its processes alone', async () => {
    expect((await call(world.line, 'POST', '/v1/enrolments', one)).status).to.equal(201)
    expect(codeOf(await call(world.line, 'POST', '/v1/enrolments', { ...one, process_id: '2' }))).to.deep.equal([403, 'right_missing'])
    expect(codeOf(await call(world.office, 'POST', '/v1/enrolments', one))).to.deep.equal([403, 'right_missing'])
    expect(codeOf(await call(undefined, 'POST', '/v1/enrolments', one))).to.deep.equal([401, 'client_certificate_missing'])
    expect((await call(world.line, 'GET', '/v1/client')).body).to.include({ name: 'line' })
  })

  it('enrols all devices of a call or none', async () => {
    const answer = await call(world.line, 'POST', '/v1/enrolments', { process_id: '1', devices: ['SN-a', 'SN-b', 'SN-a'] })
    expect(codeOf(answer)).to.deep.equal([400, 'invalid_input'])
    const devices = Array.from({ length: 500 }, (_, index) => `SN-${String(index).padStart(4, '0')}`)
    const { body } = await call(world.line, 'POST', '/v1/enrolments', { process_id: '1', devices })
    expect(body['enrolments']).to.have.length(500)
  })

  it('shows enrolments to the client that made them and to who supervises the process, a page at a time', async () => {
    const made = await call(world.line, 'POST', '/v1/enrolments', { process_id: '1', devices: ['SN-mine'] })
    const [{ enrolment_id } = { enrolment_id: '' }] = made.body['enrolments'] as { enrolment_id: string }[]
    const path = `/v1/enrolments/${enrolment_id}`
    for (const holder of [world.line, world.office])
      expect((await call(holder, 'GET', path)).body).to.include({ device: 'SN-mine', state: 'enrolled' })
    expect(codeOf(await call(file('busy'), 'GET', path))).to.deep.equal([404, 'enrolment_unknown'])
    expect(JSON.stringify((await call(world.line, 'GET', path)).body)).to.not.contain('"code":')

    const seen = new Set<string>()
    for (let next: string | null = '0'.repeat(32); next !== null;) {
      const { body }: Answer = await call(world.office, 'GET', `/v1/enrolments?state=enrolled&limit=200&after=${next}`)
      for (const each of body['enrolments'] as { enrolment_id: string }[]) seen.add(each.enrolment_id)
      next = body['next'] as typeof next
    }
    expect(seen).to.include(enrolment_id)
    expect(seen.size).to.be.above(500)
  })

  it('lets a client call so often a minute', async () => {
    const answers = [
      await call(file('busy'), 'GET', '/v1/client'),
      await call(file('busy'), 'GET', '/v1/client'),
      await call(file('busy'), 'GET', '/v1/client'),
    ]
    expect(codeOf(answers.at(-1) as Answer)).to.deep.equal([429, 'rate_limited'])
    expect(Number(answers.at(-1)?.headers['retry-after'])).to.be.within(1, 60)
  })

  it('names both times and their difference where a certificate is not valid yet, or not any more', async () => {
    const early = await call(file('early'), 'GET', '/v1/client')
    expect(codeOf(early)).to.deep.equal([403, 'client_certificate_not_yet_valid'])
    expect(early.body['detail']).to.match(
      /valid from 2090-01-01T00:00:00.000Z; by the clock of the service it is 20\d\d-.*Z, \d+ s before that/,
    )
    const late = await call(file('late'), 'GET', '/v1/client')
    expect(codeOf(late)).to.deep.equal([403, 'client_certificate_expired'])
    expect(late.body['detail']).to.match(/until 2025-01-01T00:00:00.000Z; by the clock of the service it is .*Z, \d+ s after that/)
  })

  it('names the clock of the service, where that is the wrong one', async () => {
    const slow = await world.start({ now: () => Date.parse('2020-06-01T00:00:00Z') })
    const fresh = world.certify('fresh', { from: '20260101000000Z' })
    const session = await world.connect(slow.url, fresh)
    const { body } = await session.call('GET', '/v1/client')
    session.close()
    await slow.stop()
    expect(body['detail']).to.contain('by the clock of the service it is 2020-06-01T00:00:00.000Z')
    expect(body['time'] ?? body['retry_at']).to.equal('2026-01-01T00:00:00.000Z')
  })

  it('refuses certificates of another authority, of an unknown client, and of a device where a client is wanted', async () => {
    const { pki, bootstrapCa } = world
    const issue = (name: string, issuer: typeof bootstrapCa) =>
      pki.issue(name, { issuer, subject: `/CN=${name}`, extensions: ['authorityKeyIdentifier=keyid'] })
    const foreign = issue('foreign', pki.mica)
    for (const [method, path, body] of [
      ['GET', '/v1/client', undefined],
      ['POST', '/v1/device/keys', ephemeral()],
    ] as const)
      expect(codeOf(await call(foreign, method, path, body))).to.deep.equal([403, 'client_certificate_untrusted'])
    expect(codeOf(await call(world.certify('nobody'), 'GET', '/v1/client'))).to.deep.equal([403, 'client_unknown'])
    expect(codeOf(await call(issue('device', bootstrapCa), 'GET', '/v1/client'))).to.deep.equal([403, 'right_missing'])
    // the client's authority vouches for no device, and that of devices for no client, with whatever key
    const passing = pki.issue('passing', {
      issuer: bootstrapCa,
      key: world.line.key,
      subject: '/CN=line',
      extensions: ['authorityKeyIdentifier=keyid'],
    })
    expect(codeOf(await call(passing, 'POST', '/v1/enrolments', one))).to.deep.equal([403, 'right_missing'])
    expect(codeOf(await call(world.line, 'POST', '/v1/device/keys', ephemeral()))).to.deep.equal([400, 'invalid_input'])
  })

  it('gives one key a bootstrap certificate: another certificate of the same key, or for the same device, gets none', async () => {
    const { pki, bootstrapCa } = world
    const issue = (name: string, subject: string, more = {}) =>
      pki.issue(name, { issuer: bootstrapCa, subject, extensions: ['authorityKeyIdentifier=keyid'], ...more })
    const first = issue('boot-1', '/CN=SN-7')
    const { body } = await call(first, 'POST', '/v1/device/keys', ephemeral())
    const second = await call(issue('boot-2', '/CN=SN-8', { key: first.key }), 'POST', '/v1/device/keys', ephemeral())
    expect(second.body).to.include({ enrolment_id: body['enrolment_id'], device: 'SN-7' })
    expect(codeOf(await call(issue('boot-3', '/CN=SN-7'), 'POST', '/v1/device/keys', ephemeral()))).to.deep.equal([
      409,
      'device_enrolled_elsewhere',
    ])
    const expired = issue('boot-4', '/CN=SN-9', { until: '20250101000000Z' })
    expect(codeOf(await call(expired, 'POST', '/v1/device/keys', ephemeral()))).to.deep.equal([403, 'client_certificate_expired'])
  })

  it('tells its health and metrics to anybody, and nothing else', async () => {
    expect((await call(undefined, 'GET', '/healthz')).body).to.include({ status: 'ok' })
    expect((await call(undefined, 'GET', '/readyz')).body).to.include({ status: 'ready' })
    const text = String((await call(undefined, 'GET', '/metrics')).body['text'])
    expect(text).to.match(/derkey_keygen_enrolments\{state="enrolled"\} \d{3}/)
    expect(text).to.contain('derkey_keygen_refusals_total{code="client_unknown"} 1')
    expect(text).to.match(/derkey_keygen_events_total\{event="enrolled"\} \d{3}/)
    expect(text).to.match(/derkey_keygen_log_entries_total \d+/)
  })
})
