import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { auditLog } from '../../../src/keygen/log/audit-log.ts'
import { proofOf } from '../../../src/keygen/service/enrolment-code.ts'
import type { KeygenService } from '../../../src/keygen/service/start-service.ts'
import type { Answer, Session } from './connect.ts'
import { confirmation, keyIdOfPrivate, keyRequest, newEphemeral, unwrapped } from './device.ts'
import { createServiceWorld, memoryRegistrar, type ServiceWorld } from './service-world.ts'

const keys = '/v1/device/keys'
const csrs = '/v1/device/csrs'
const confirmations = '/v1/device/confirmations'
const codeOf = ({ status, body }: Answer) => [status, body.code]

describe('bad input to the key generation service', () => {
  let world: ServiceWorld
  let service: KeygenService
  let session: Session
  let data: string
  const registrar = memoryRegistrar()
  before(async () => {
    world = await createServiceWorld()
    data = world.folder.file('bad-input')
    service = await world.start({ registrar, settings: { data } })
    session = await world.connect(service.url)
  })
  after(async () => {
    session.close()
    await service.stop()
    world.remove()
  })
  const issue = async (device: string) => {
    const invitation = await world.enrol(service.url, device)
    const { privateKey, spki } = newEphemeral()
    const answer = await session.call('POST', keys, keyRequest(session, invitation, spki))
    const key = unwrapped(answer, privateKey)
    return { invitation, spki, answer, key, keyId: keyIdOfPrivate(key) }
  }
  const csrOf = (key: string) => execFileSync('openssl', ['req', '-new', '-key', key, '-subj', '/', '-outform', 'DER'])
  const csrRequest = ({ enrolment_id, code }: { enrolment_id: string; code: string }, csr: Buffer) => {
    const proof = proofOf(code, { way: 'own', enrolmentId: enrolment_id, subject: csr, exporter: undefined })
    return { enrolment_id, proof: proof.toString('base64'), csr: csr.toString('base64') }
  }

  it('a request of another session is refused: the proof is bound to the session and to the ephemeral key', async () => {
    const invitation = await world.enrol(service.url, 'SN-replay')
    const other = await world.connect(service.url)
    const stolen = keyRequest(other, invitation, newEphemeral().spki)
    other.close()
    expect(codeOf(await session.call('POST', keys, stolen))).to.deep.equal([403, 'enrolment_proof_wrong'])
    const own = keyRequest(session, invitation, newEphemeral().spki)
    const swapped = { ...own, public_key: newEphemeral().spki.toString('base64') }
    expect(codeOf(await session.call('POST', keys, swapped))).to.deep.equal([403, 'enrolment_proof_wrong'])
    expect((await session.call('POST', keys, own)).status).to.equal(200)
  })

  it('guesses of a code are counted: after ten the enrolment answers nobody for an hour, in seconds that a device without a clock can wait', async () => {
    const invitation = await world.enrol(service.url, 'SN-guess')
    const guess = () => session.call('POST', keys, keyRequest(session, { ...invitation, code: '0'.repeat(26) }, newEphemeral().spki))
    for (let count = 0; count < 10; count++) expect(codeOf(await guess())).to.deep.equal([403, 'enrolment_proof_wrong'])
    const { status, body, headers } = await session.call('POST', keys, keyRequest(session, invitation, newEphemeral().spki))
    expect([status, body.code]).to.deep.equal([429, 'rate_limited'])
    expect(Number(headers['retry-after'])).to.be.within(3500, 3600)
  })

  it('a new code makes the old one void', async () => {
    const invitation = await world.enrol(service.url, 'SN-twice')
    const again = await world.enrol(service.url, 'SN-twice')
    expect(again.enrolment_id).to.equal(invitation.enrolment_id)
    expect(codeOf(await session.call('POST', keys, keyRequest(session, invitation, newEphemeral().spki)))).to.deep.equal([
      403,
      'enrolment_proof_wrong',
    ])
  })

  it('the same ephemeral key gets the same wrapped key, another one a new key; the old one can then not be confirmed', async () => {
    const first = await issue('SN-lost')
    const again = await session.call('POST', keys, keyRequest(session, first.invitation, first.spki))
    expect(again.body['cms']).to.equal(first.answer.body['cms'])
    const { privateKey, spki } = newEphemeral()
    const second = await session.call('POST', keys, keyRequest(session, first.invitation, spki))
    const key = unwrapped(second, privateKey)
    expect(second.body['key_id']).to.equal(keyIdOfPrivate(key)).and.not.equal(first.keyId)

    const { enrolment_id } = first.invitation
    const old = await session.call('POST', confirmations, confirmation(enrolment_id, first.keyId, first.key))
    expect(codeOf(old)).to.deep.equal([409, 'key_withdrawn'])
    const wrong = await session.call('POST', confirmations, confirmation(enrolment_id, keyIdOfPrivate(key), first.key))
    expect(codeOf(wrong)).to.deep.equal([422, 'confirmation_wrong'])
    expect(codeOf(await session.call('POST', keys, keyRequest(session, first.invitation, first.spki)))[0]).to.equal(200)
    expect(registrar.keys.has(first.keyId)).to.equal(false)
  })

  it('a spent code gives nothing more, and the device cannot be enrolled again until its enrolment is cancelled', async () => {
    const { invitation, key, keyId, spki } = await issue('SN-spent')
    const body = confirmation(invitation.enrolment_id, keyId, key)
    expect((await session.call('POST', confirmations, body)).status).to.equal(200)
    for (const wanted of [spki, newEphemeral().spki])
      expect(codeOf(await session.call('POST', keys, keyRequest(session, invitation, wanted)))).to.deep.equal([409, 'enrolment_spent'])
    const line = await world.connect(service.url, world.line)
    const enrol = () => line.call('POST', '/v1/enrolments', { process_id: '1', devices: ['SN-spent'] })
    expect(codeOf(await enrol())).to.deep.equal([409, 'device_has_key'])
    while ((await line.call('DELETE', `/v1/enrolments/${invitation.enrolment_id}`)).status === 409);
    expect((await enrol()).status).to.equal(201)
    expect(codeOf(await session.call('POST', confirmations, body))).to.deep.equal([410, 'enrolment_cancelled'])
    line.close()
  })

  it('the key of a certificate, of another device or of another request is no new key', async () => {
    const invitation = await world.enrol(service.url, 'SN-reused')
    const { spki } = await issue('SN-other')
    expect(codeOf(await session.call('POST', keys, keyRequest(session, invitation, spki)))).to.deep.equal([422, 'key_reused'])
    for (const { key } of [world.line, world.pki.server])
      expect(codeOf(await session.call('POST', csrs, csrRequest(invitation, csrOf(key))))).to.deep.equal([422, 'key_reused'])
    const certificate = world.pki.issue('boot-reused', {
      issuer: world.bootstrapCa,
      subject: '/CN=SN-b',
      extensions: ['authorityKeyIdentifier=keyid'],
    })
    const device = await world.connect(service.url, certificate)
    expect(codeOf(await device.call('POST', csrs, { csr: csrOf(certificate.key).toString('base64') }))).to.deep.equal([422, 'key_reused'])
    device.close()
    const own = csrOf(world.pki.newKey('own-reused'))
    expect((await session.call('POST', csrs, csrRequest(invitation, own))).status).to.equal(200)
    const third = await world.enrol(service.url, 'SN-third')
    expect(codeOf(await session.call('POST', csrs, csrRequest(third, own)))).to.deep.equal([422, 'key_reused'])
  })

  it('what is no key, no request, no proof or too large is named, and changes nothing', async () => {
    const invitation = await world.enrol(service.url, 'SN-bad')
    const { enrolment_id } = invitation
    const proof = randomBytes(32).toString('base64')
    const secp256k1 = execFileSync('openssl', ['ec', '-in', world.pki.newKey('k1', 'secp256k1'), '-pubout', '-outform', 'DER'], {
      stdio: 'pipe',
    })
    const csr = csrOf(world.pki.newKey('flipped'))
    csr[csr.length - 1] = (csr.at(-1) ?? 0) ^ 1
    const cases: [path: string, body: unknown, status: number, code: string][] = [
      [keys, keyRequest(session, invitation, secp256k1), 422, 'recipient_unfit'],
      [keys, keyRequest(session, invitation, Buffer.from('3000', 'hex')), 400, 'invalid_key'],
      [keys, { enrolment_id, proof, public_key: '****' }, 400, 'invalid_input'],
      [keys, { enrolment_id, public_key: 'AAAA' }, 400, 'invalid_input'],
      [keys, { public_key: 'AAAA' }, 400, 'invalid_input'],
      [keys, { enrolment_id: 'x', proof, public_key: 'AAAA' }, 400, 'invalid_input'],
      [keys, { enrolment_id: 'ab'.repeat(16), proof, public_key: newEphemeral().spki.toString('base64') }, 404, 'enrolment_unknown'],
      [keys, { ...keyRequest(session, invitation, newEphemeral().spki), more: 1 }, 400, 'invalid_input'],
      [csrs, csrRequest(invitation, csr), 422, 'csr_proof'],
      [csrs, { enrolment_id, proof, csr: 'AAAA' }, 400, 'invalid_key'],
      [csrs, { enrolment_id, proof, csr: readFileSync(world.line.certificate, 'utf8') }, 400, 'csr_malformed'],
      [confirmations, confirmation(enrolment_id, `0x${'ab'.repeat(32)}`, newEphemeral().privateKey), 409, 'key_not_issued'],
      [keys, '{"a":', 400, 'malformed_json'],
      [keys, `"${'x'.repeat(200_000)}"`, 413, 'body_too_large'],
      ['/v1/device/secrets', {}, 404, 'call_unknown'],
    ]
    for (const [path, body, status, code] of cases) {
      const own = await world.connect(service.url)
      const answer = await own.call('POST', path, path === keys && isRequest(body) ? rebound(own, body) : body)
      own.close()
      expect(codeOf(answer), JSON.stringify(answer.body)).to.deep.equal([status, code])
      expect(answer.headers['content-type']).to.contain('application/problem+json')
    }
    expect((await session.call('GET', keys)).headers['allow']).to.equal('POST')
    expect(codeOf(await session.call('POST', keys, '{}', { 'Content-Type': 'text/plain' }))).to.deep.equal([415, 'media_type_unsupported'])
    expect(await auditLog(`${data}/issues.jsonl`)).to.include({ intact: true })

    /** A proof of the code is of one session. */
    function rebound(own: Session, body: KeyRequest): KeyRequest {
      if (body.proof === proof) return body
      return { ...body, proof: keyRequest(own, invitation, Buffer.from(body.public_key, 'base64')).proof }
    }
  })
})

type KeyRequest = { readonly enrolment_id: string; readonly public_key: string; readonly proof: string }
const isRequest = (body: unknown): body is KeyRequest =>
  typeof body === 'object' && body !== null && 'proof' in body && 'enrolment_id' in body && 'public_key' in body
