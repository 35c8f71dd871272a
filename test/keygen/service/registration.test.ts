import { appendFileSync, readFileSync } from 'node:fs'
import { expect } from 'chai'
import { Problem } from '../../../src/domain/problem.ts'
import { openIssueLog } from '../../../src/keygen/log/open-log.ts'
import type { Registrar } from '../../../src/keygen/service/ports.ts'
import type { KeygenService } from '../../../src/keygen/service/start-service.ts'
import { confirmation, keyIdOfPrivate, keyRequest, newEphemeral, unwrapped } from './device.ts'
import { createServiceWorld, memoryRegistrar, until, type ServiceWorld } from './service-world.ts'

describe('the registration of confirmed keys', () => {
  let world: ServiceWorld
  const services: KeygenService[] = []
  before(async () => {
    world = await createServiceWorld()
  })
  after(async () => {
    await Promise.all(services.map((service) => service.stop()))
    world.remove()
  })
  const start = async (register: Registrar['register'], more: Parameters<ServiceWorld['start']>[0] = {}) => {
    const registrar = { register, isRegistered: () => Promise.resolve(false) }
    const service = await world.start({ registrar, pauses: { first: 5, longest: 20 }, ...more })
    services.push(service)
    return service
  }
  const confirmed = async (url: string, device: string) => {
    const invitation = await world.enrol(url, device)
    const session = await world.connect(url)
    const { privateKey, spki } = newEphemeral()
    const key = unwrapped(await session.call('POST', '/v1/device/keys', keyRequest(session, invitation, spki)), privateKey)
    const keyId = keyIdOfPrivate(key)
    const { body } = await session.call('POST', '/v1/device/confirmations', confirmation(invitation.enrolment_id, keyId, key))
    session.close()
    expect(body['state']).to.be.oneOf(['confirmed', 'registered'])
    return { keyId, path: `/v1/enrolments/${invitation.enrolment_id}` }
  }
  const asLine = async (url: string, method: string, path: string) => {
    const session = await world.connect(url, world.line)
    const { body } = await session.call(method, path)
    session.close()
    return body
  }
  const reaches = (url: string, path: string, state: string) =>
    until(async () => ((await asLine(url, 'GET', path))['state'] === state ? true : undefined))

  it('is tried again until the chain can be reached', async () => {
    const { register, keys } = memoryRegistrar()
    let away = 5
    const { url } = await start((processId, keyIds) => {
      if (away-- > 0) throw new Problem('chain_unreachable', { detail: 'connection refused' })
      return register(processId, keyIds)
    })
    const { keyId, path } = await confirmed(url, 'SN-1')
    await reaches(url, path, 'registered')
    expect([...keys.keys()]).to.deep.equal([keyId])
    expect((await asLine(url, 'GET', path))['failure']).to.equal(null)
  })

  it('is tried again although the clock was set back by a day meanwhile', async () => {
    const { register } = memoryRegistrar()
    let away = true
    const { url } = await start((processId, keyIds) => {
      if (away) throw new Problem('chain_unreachable', { detail: 'connection refused' })
      return register(processId, keyIds)
    })
    const { path } = await confirmed(url, 'SN-1')
    await until(async () => ((await asLine(url, 'GET', path))['failure'] === null ? undefined : true))
    const right = Date.now
    Date.now = () => right() - 86_400_000
    try {
      away = false
      await reaches(url, path, 'registered')
    } finally {
      Date.now = right
    }
  })

  it('of one key that the registry refuses keeps no other back; that one can be given up', async () => {
    const { register, keys } = memoryRegistrar()
    let refused = ''
    let open = (): void => undefined
    const gate = new Promise<void>((resolve) => (open = resolve))
    const { url } = await start(async (processId, keyIds) => {
      await gate
      if (keyIds.some((keyId) => keyId === refused)) throw new Problem('key_taken', { detail: 'it stands under process 7' })
      await register(processId, keyIds)
    })
    const first = await confirmed(url, 'SN-1')
    refused = first.keyId
    const others = [await confirmed(url, 'SN-2'), await confirmed(url, 'SN-3')]
    expect((await asLine(url, 'DELETE', first.path))['code'], 'while it is on its way').to.equal('enrolment_busy')
    open()
    for (const { path } of others) await reaches(url, path, 'registered')
    await until(async () =>
      (await asLine(url, 'GET', first.path))['failure'] === 'key_taken: it stands under process 7' ? true : undefined,
    )
    await until(async () => ((await asLine(url, 'DELETE', first.path))['state'] === 'cancelled' ? true : undefined))
    expect([...keys.keys()].sort()).to.deep.equal(others.map(({ keyId }) => keyId).sort())
  })

  it('waits for nobody at the end: what is not registered then is at the next start', async () => {
    const data = world.folder.file('next-start')
    const first = await start(() => Promise.reject(new Problem('chain_unreachable', { detail: 'connection refused' })), {
      settings: { data },
    })
    const { keyId, path } = await confirmed(first.url, 'SN-1')
    await first.stop()
    services.splice(services.indexOf(first), 1)
    const { register, keys } = memoryRegistrar()
    const { url } = await start(register, { settings: { data } })
    await reaches(url, path, 'registered')
    expect([...keys.keys()]).to.deep.equal([keyId])
  })

  it('holds for a key that was issued in time, however late it is confirmed; an expired code gives no more', async () => {
    let clock = Date.now()
    const { register, keys } = memoryRegistrar()
    const { url } = await start(register, { now: () => clock })
    const [used, unused] = [await world.enrol(url, 'SN-1'), await world.enrol(url, 'SN-2')]
    const session = await world.connect(url)
    const { privateKey, spki } = newEphemeral()
    const key = unwrapped(await session.call('POST', '/v1/device/keys', keyRequest(session, used, spki)), privateKey)
    clock += 3_600_000
    const late = await session.call('POST', '/v1/device/keys', keyRequest(session, unused, newEphemeral().spki))
    expect([late.status, late.body.code]).to.deep.equal([410, 'enrolment_expired'])
    expect(late.body['detail']).to.match(/^the code held until (\S+); it is \1 here$/)
    const { status } = await session.call('POST', '/v1/device/confirmations', confirmation(used.enrolment_id, keyIdOfPrivate(key), key))
    session.close()
    expect(status).to.equal(200)
    await reaches(url, `/v1/enrolments/${used.enrolment_id}`, 'registered')
    expect(keys.has(keyIdOfPrivate(key))).to.equal(true)
  })

  it('answers nobody while the log cannot be written, and loses no entry', async () => {
    const data = world.folder.file('full-disk')
    let full = false
    const openLog = (file: string) => {
      const log = openIssueLog(file)
      const append: typeof log.append = (lines, head) => {
        if (!full) return log.append(lines, head)
        appendFileSync(file, lines.join('\n').slice(0, 30))
        throw new Problem('store_failed', { detail: 'no space left on device' })
      }
      return { ...log, append }
    }
    const { url } = await start(() => Promise.resolve(), { settings: { data }, openLog })
    const invitation = await world.enrol(url, 'SN-1')
    const session = await world.connect(url)
    const request = keyRequest(session, invitation, newEphemeral().spki)
    full = true
    for (let count = 0; count < 2; count++) {
      const { status, body, headers } = await session.call('POST', '/v1/device/keys', request)
      expect([status, body.code, headers['retry-after']]).to.deep.equal([503, 'store_failed', '1'])
    }
    full = false
    expect((await session.call('POST', '/v1/device/keys', request)).status).to.equal(200)
    session.close()
    expect(readFileSync(`${data}/issues.jsonl`, 'utf8').match(/"event":"\w+"/g)).to.deep.equal(['"event":"enrolled"', '"event":"issued"'])
  })
})
