import { createPrivateKey } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { readKeyInfo } from '../../../src/chain/reads/key-info.ts'
import { proofOf } from '../../../src/keygen/service/enrolment-code.ts'
import type { KeygenService } from '../../../src/keygen/service/start-service.ts'
import { runDerkey } from '../../support/run-derkey.ts'
import { deployWorld, type World } from '../../support/world.ts'
import { confirmation, keyIdOfPrivate, keyRequest, newEphemeral, unwrapped } from './device.ts'
import { createServiceWorld, until, type ServiceWorld } from './service-world.ts'

type List = { readonly counter: number; readonly manifest: string; readonly signature: string }

describe('keys that the manufacturer registers itself (5.5.6)', () => {
  let chain: World
  let world: ServiceWorld
  let service: KeygenService
  let processId: string
  before(async () => {
    ;[chain, world] = await Promise.all([deployWorld(), createServiceWorld()])
    processId = chain.processes.secure_element.process_id
    const key = world.pki.newKey('list')
    chmodSync(key, 0o600)
    execFileSync('openssl', ['ec', '-in', key, '-pubout', '-out', `${key}.pub`], { stdio: 'pipe' })
    const listKeys = new Map([[processId, createPrivateKey(readFileSync(key))]])
    const isRegistered = async (keyId: `0x${string}`) => (await readKeyInfo(chain.registry, keyId)) !== undefined
    const clients = [
      world.clientOf(world.line, { processIds: [processId] }),
      world.clientOf(world.office, { processIds: [processId], rights: ['list', 'supervise'] }),
    ]
    service = await world.start({
      settings: { clients },
      registration: { by: 'manufacturer', listKeys, registry: { isRegistered } },
      pauses: { first: 20, longest: 20 },
    })
  })
  after(async () => {
    await service.stop()
    world.remove()
    await chain.close()
  })
  const office = async (method: string, path: string, body?: unknown) => {
    const session = await world.connect(service.url, world.office)
    const answer = await session.call(method, path, body)
    session.close()
    return answer
  }
  const cut = async () => (await office('POST', '/v1/key-lists', { process_id: processId })).body['lists'] as List[]
  const issue = async (device: string) => {
    const invitation = await world.enrol(service.url, device, processId)
    const session = await world.connect(service.url)
    const { privateKey, spki } = newEphemeral()
    const key = unwrapped(await session.call('POST', '/v1/device/keys', keyRequest(session, invitation, spki)), privateKey)
    await session.call('POST', '/v1/device/confirmations', confirmation(invitation.enrolment_id, keyIdOfPrivate(key), key))
    session.close()
    return { ...invitation, keyId: keyIdOfPrivate(key) }
  }
  const own = async (device: string) => {
    const { enrolment_id, code } = await world.enrol(service.url, device, processId)
    const csr = execFileSync('openssl', ['req', '-new', '-key', world.pki.newKey(device), '-subj', '/', '-outform', 'DER'])
    const proof = proofOf(code, { way: 'own', enrolmentId: enrolment_id, subject: csr, exporter: undefined }).toString('base64')
    const session = await world.connect(service.url)
    const { body } = await session.call('POST', '/v1/device/csrs', { enrolment_id, proof, csr: csr.toString('base64') })
    session.close()
    return body['key_id'] as `0x${string}`
  }
  const write = ({ counter, manifest, signature }: List) => {
    const folder = world.folder.file(`list-${counter}`)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'manifest.json'), Buffer.from(manifest, 'base64'))
    writeFileSync(join(folder, 'manifest.json.sig'), Buffer.from(signature, 'base64'))
    return folder
  }
  const register = async (folder: string) => {
    const { keystore, password_file } = await chain.keystoreOf('chip_maker')
    const as = ['--rpc', chain.chain.url, '--deployment', chain.deploymentFile, '--keystore', keystore, '--password-file', password_file]
    return runDerkey(['key', 'register', folder, '--appliance', `${world.pki.at('list.key')}.pub`, ...as])
  }

  it('come in signed lists that follow one another, which derkey key register takes; then the service sees them registered', async () => {
    const first = await issue('SN-1')
    const ownKey = await own('SN-2')
    const lists = await cut()
    const manifests = lists.map(({ manifest }) => JSON.parse(Buffer.from(manifest, 'base64').toString()) as Record<string, unknown>)
    expect(manifests.map(({ counter, entropy_source, keys }) => ({ counter, entropy_source, keys }))).to.deep.equal([
      { counter: 1, entropy_source: 'operating_system', keys: [{ key_id: first.keyId, device: 'SN-1' }] },
      { counter: 2, entropy_source: 'unknown', keys: [{ key_id: ownKey, device: 'SN-2' }] },
    ])
    expect((await office('GET', `/v1/enrolments/${first.enrolment_id}`)).body).to.include({ state: 'listed' })
    expect(await readKeyInfo(chain.registry, first.keyId)).to.equal(undefined)

    for (const folder of lists.map(write)) {
      const { code, stderr } = await register(folder)
      expect(code, stderr).to.equal(0)
    }
    expect((await readKeyInfo(chain.registry, ownKey))?.key).to.include({ process_id: processId })
    await until(async () => {
      const { body } = await office('GET', `/v1/enrolments/${first.enrolment_id}`)
      return body['state'] === 'registered' ? true : undefined
    })
  })

  it('are listed once: a list whose answer was lost is fetched again, and one that is left out is noticed', async () => {
    await issue('SN-3')
    const [third] = await cut()
    expect(await cut()).to.deep.equal([])
    const again = (await office('GET', `/v1/key-lists?process_id=${processId}&after=2`)).body['lists'] as List[]
    expect(again).to.deep.equal([third])
    await issue('SN-4')
    const [fourth] = await cut()
    const { code, stderr } = await register(write(fourth as List))
    expect(code).to.not.equal(0)
    expect(stderr).to.contain('manifest_gap')
  })

  it('are told ten a call, the oldest first', async () => {
    let newest = 0
    for (let count = 0; newest < 12; count++) {
      await issue(`SN-page-${count}`)
      newest = (await cut()).at(-1)?.counter ?? newest
    }
    const page = async (after: number) =>
      ((await office('GET', `/v1/key-lists?process_id=${processId}&after=${after}`)).body['lists'] as List[]).map(({ counter }) => counter)
    expect(await page(0)).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(await page(10)).to.deep.equal([11, 12])
  })

  it('are for those with the right alone', async () => {
    const session = await world.connect(service.url, world.line)
    const answer = await session.call('POST', '/v1/key-lists', { process_id: processId })
    session.close()
    expect([answer.status, answer.body.code]).to.deep.equal([403, 'right_missing'])
    expect((await office('POST', '/v1/key-lists', { process_id: '77' })).body.code).to.equal('right_missing')
  })
})
