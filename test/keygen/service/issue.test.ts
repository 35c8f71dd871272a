import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { expect } from 'chai'
import { auditLog } from '../../../src/keygen/log/audit-log.ts'
import type { KeygenService } from '../../../src/keygen/service/start-service.ts'
import type { Session } from './connect.ts'
import { confirmation, keyIdOfPrivate, keyRequest, newEphemeral, unwrapped } from './device.ts'
import { createServiceWorld, memoryRegistrar, until, type ServiceWorld } from './service-world.ts'

describe('a device and the key generation service', () => {
  let world: ServiceWorld
  let service: KeygenService
  let data: string
  const registrar = memoryRegistrar()
  const sessions: Session[] = []
  before(async () => {
    world = await createServiceWorld()
    data = world.folder.file('issue')
    service = await world.start({ registrar, settings: { data } })
  })
  after(async () => {
    for (const session of sessions) session.close()
    await service.stop()
    world.remove()
  })
  const connect = async (...rest: Parameters<ServiceWorld['connect']> extends [string, ...infer Rest] ? Rest : never) => {
    const session = await world.connect(service.url, ...rest)
    sessions.push(session)
    return session
  }
  const registered = (session: Session, body: unknown) =>
    until(async () => {
      const answer = await session.call('POST', '/v1/device/confirmations', body)
      return answer.body['state'] === 'registered' ? answer : undefined
    })

  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    it(`gets a key wrapped to a key of the same session by its one-time code, and the service registers it (${version})`, async () => {
      const invitation = await world.enrol(service.url, `SN-${version}`)
      const session = await connect(undefined, { minVersion: version, maxVersion: version })
      const { privateKey, spki } = newEphemeral()
      const answer = await session.call('POST', '/v1/device/keys', keyRequest(session, invitation, spki))
      const key = unwrapped(answer, privateKey)
      const keyId = keyIdOfPrivate(key)

      expect(answer.status, JSON.stringify(answer.body)).to.equal(200)
      expect(answer.body).to.include({ state: 'issued', key_id: keyId, process_id: '1', device: `SN-${version}` })
      expect(answer.body['confirm']).to.equal(`derkey-confirm-v1\n${invitation.enrolment_id}\n${keyId}`)
      expect(registrar.keys.has(keyId), 'registered before the device confirmed').to.equal(false)
      await registered(session, confirmation(invitation.enrolment_id, keyId, key))
      expect(registrar.keys.get(keyId)).to.equal('1')
    })
  }

  it('registers the public key of a key that the device made, by a CSR that openssl made', async () => {
    const invitation = await world.enrol(service.url, 'SN-own', '2')
    const file = world.folder.file('own')
    execFileSync('openssl', ['ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', `${file}.key`])
    execFileSync('openssl', ['req', '-new', '-key', `${file}.key`, '-subj', '/CN=SN-own', '-out', `${file}.csr`])
    const proof = await proofByOpenssl(invitation, `${file}.csr`)
    const session = await connect()
    const body = { enrolment_id: invitation.enrolment_id, proof, csr: readFileSync(`${file}.csr`, 'utf8') }
    const answer = await session.call('POST', '/v1/device/csrs', body)

    expect(answer.status, JSON.stringify(answer.body)).to.equal(200)
    const keyId = answer.body['key_id'] as `0x${string}`
    await until(async () => ((await session.call('POST', '/v1/device/csrs', body)).body['state'] === 'registered' ? true : undefined))
    expect(registrar.keys.get(keyId)).to.equal('2')
  })

  it('gets one key a bootstrap certificate, without a code', async () => {
    const { pki, bootstrapCa } = world
    const certificate = pki.issue('boot', {
      issuer: bootstrapCa,
      subject: '/O=Plant/CN=SN-boot',
      extensions: ['authorityKeyIdentifier=keyid'],
    })
    const session = await connect(certificate)
    const { privateKey, spki } = newEphemeral()
    const ask = (key: Uint8Array) => session.call('POST', '/v1/device/keys', { public_key: Buffer.from(key).toString('base64') })
    const answer = await ask(spki)
    expect(answer.body).to.include({ device: 'SN-boot', process_id: '2', state: 'issued' })
    const key = unwrapped(answer, privateKey)
    await registered(session, confirmation(String(answer.body['enrolment_id']), keyIdOfPrivate(key), key))

    const another = await ask(newEphemeral().spki)
    expect(another).to.deep.include({ status: 409 })
    expect(another.body.code).to.equal('enrolment_spent')
  })

  it('that asks many times at once, with one ephemeral key and with several, ends with one key', async () => {
    const invitation = await world.enrol(service.url, 'SN-at-once')
    const ephemeral = newEphemeral()
    const sessionsAtOnce = await Promise.all(Array.from({ length: 8 }, () => connect()))
    const ask = (session: Session, { spki }: typeof ephemeral) =>
      session.call('POST', '/v1/device/keys', keyRequest(session, invitation, spki))
    const same = await Promise.all(sessionsAtOnce.map((session) => ask(session, ephemeral)))
    expect(new Set(same.map(({ body }) => body['cms'])).size).to.equal(1)

    const several = sessionsAtOnce.map((session) => ({ session, ephemeral: newEphemeral() }))
    const answers = await Promise.all(several.map(async (each) => ({ ...each, answer: await ask(each.session, each.ephemeral) })))
    const confirmed = await Promise.all(
      answers.map(({ session, ephemeral: own, answer }) => {
        const key = unwrapped(answer, own.privateKey)
        return session.call('POST', '/v1/device/confirmations', confirmation(invitation.enrolment_id, keyIdOfPrivate(key), key))
      }),
    )
    expect(confirmed.map(({ status }) => status).sort((one, other) => one - other)).to.deep.equal([
      200,
      ...Array.from({ length: 7 }, () => 409),
    ])
  })

  it('leaves a log whose lines follow one another, without a code or a key', async () => {
    const file = `${data}/issues.jsonl`
    const text = readFileSync(file, 'utf8')
    const audit = await auditLog(file)
    expect(audit).to.include({ intact: true, entries: text.trimEnd().split('\n').length })
    expect(text).to.not.match(/PRIVATE|"cms"|"code":/)
  })

  async function proofByOpenssl({ enrolment_id, code }: { enrolment_id: string; code: string }, csr: string): Promise<string> {
    const hmac = (key: string, text: string) => {
      writeFileSync(world.folder.file('text'), text)
      const args = ['dgst', '-sha256', '-mac', 'HMAC', '-macopt', key, '-binary', world.folder.file('text')]
      return execFileSync('openssl', args)
    }
    const sha = (bytes: Buffer) => execFileSync('openssl', ['dgst', '-sha256', '-binary'], { input: bytes })
    const der = execFileSync('openssl', ['req', '-in', csr, '-outform', 'DER'])
    const clientKey = hmac(`key:${code}`, 'derkey enrolment code v1')
    const text = `derkey-enrolment-v1\nown\n${enrolment_id}\n${sha(der).toString('hex')}\nnone`
    const signature = hmac(`hexkey:${sha(clientKey).toString('hex')}`, text)
    return Promise.resolve(Buffer.from(clientKey.map((octet, index) => octet ^ (signature[index] ?? 0))).toString('base64'))
  }
})
