import { once } from 'node:events'
import type { Socket } from 'node:net'
import { expect } from 'chai'
import { causeOf } from '../../src/domain/cause-of.ts'
import type { Hex } from '../../src/domain/fields.ts'
import type { Policy } from '../../src/domain/policy.ts'
import { createDecisionKeeper } from '../../src/tls/decisions/decision-keeper.ts'
import { curl, keepAlive } from './devices.ts'
import { createPki } from './pki.ts'
import type { Device, Pki } from './pki.ts'
import { policyOf, refusedBy, startGateway } from './start-gateway.ts'
import type { RunningGateway } from './start-gateway.ts'
import { createTestRegistry, revoked } from './test-registry.ts'
import type { TestRegistry } from './test-registry.ts'

const names = ['eip155:31337:0xaa', 'eip155:31338:0xbb'] as const
const inMemory = (info: { key_protection: { assessment_result: { key_storage: string } } }) => {
  info.key_protection.assessment_result.key_storage = 'protected_memory'
}

describe('two registries behind one gateway', () => {
  let pki: Pki
  let gateway: RunningGateway
  let [home, abroad]: TestRegistry[] = []
  let count = 0
  const there = () => ({ home: home as TestRegistry, abroad: abroad as TestRegistry })
  const newDevice = (): Device => pki.issue(`device${count++}`, { issuer: pki.mica })
  const visit = (device: Device, path = '/dcap') => curl(pki, device, `${gateway.url}${path}`)
  const start = async (first: Partial<Policy> = {}, second: Partial<Policy> = {}) => {
    home = createTestRegistry(names[0])
    abroad = createTestRegistry(names[1])
    // the registry of the second nation has its own rules: it accepts keys in memory, the first nation restricts them
    const accept = {
      rules: { key_storage: { accept: ['secure_element' as const, 'protected_memory' as const], otherwise: 'refuse' as const } },
    }
    const registries = [
      { source: home, policy: policyOf({ name: 'home', ...first }), timeout_ms: 200 },
      { source: abroad, policy: policyOf({ name: 'abroad', ...accept, ...second }), timeout_ms: 200 },
    ]
    gateway = await startGateway(pki, { registries })
  }
  const lose = (registry: TestRegistry, mode: 'away' | 'hanging' = 'away') => {
    registry.mode = mode
    registry.tell({ kind: 'reachable', reachable: false })
  }
  const recover = (registry: TestRegistry) => {
    registry.mode = 'here'
    registry.tell({ kind: 'reachable', reachable: true })
  }

  before(() => {
    pki = createPki()
  })
  after(() => pki?.remove())
  afterEach(() => gateway.close())

  it('admit a device of each nation under the policy of its own', async () => {
    await start()
    const [ours, theirs] = [newDevice(), newDevice()]
    there().home.set(ours.key_id, inMemory)
    there().abroad.set(theirs.key_id, inMemory)
    expect((await visit(ours, '/edev?l=1')).headers).to.include({ 'derkey-cause': 'restricted' })
    expect((await visit(theirs, '/edev?l=1')).status).to.equal(200)
    const decided = async (device: Device) => (await gateway.admin('GET', `/v1/decisions/${device.key_id}`)).body
    expect(await decided(ours)).to.deep.include({ registry: names[0], outcome: 'restrict' })
    expect(await decided(theirs)).to.deep.include({ registry: names[1], outcome: 'admit' })
    expect(await gateway.metric(decisions('admit', 'none', names[1]))).to.be.above(0)
    expect(await gateway.metric(decisions('restrict', 'key_storage', names[0]))).to.be.above(0)
  })

  it('leave to a restricted device what the policy that restricts it leaves to it', async () => {
    const rules = { key_storage: { accept: ['hsm' as const], otherwise: 'restrict' as const } }
    await start({ rules, restricted_may: ['/tm'] }, { rules, restricted_may: ['/dcap'] })
    const [ours, theirs] = [newDevice(), newDevice()]
    there().home.set(ours.key_id)
    there().abroad.set(theirs.key_id)
    expect([(await visit(ours, '/tm')).status, (await visit(ours, '/dcap')).status]).to.deep.equal([200, 403])
    expect([(await visit(theirs, '/tm')).status, (await visit(theirs, '/dcap')).status]).to.deep.equal([403, 200])
  })

  for (const [fallsIn, name] of [
    ['home', names[0]],
    ['abroad', names[1]],
  ] as const) {
    it(`shut out a key that is known to both as soon as it is revoked in one of them (${fallsIn})`, async () => {
      await start()
      const device = newDevice()
      there().home.set(device.key_id)
      there().abroad.set(device.key_id)
      const client = keepAlive(pki, device)
      expect((await client.get(`${gateway.url}/dcap`)).status).to.equal(200)
      const [socket] = Object.values(client.agent.freeSockets).flat() as Socket[]
      there()[fallsIn].set(device.key_id, revoked)
      await once(socket as Socket, 'close')
      client.close()
      const { status, headers } = await visit(device)
      expect(status).to.equal(403)
      expect(headers).to.include({ 'derkey-cause': 'revoked' })
      expect(headers['derkey-reason']).to.equal(`status: found revoked (keyCompromise), wanted active (in ${name})`)
    })
  }

  it('refuse a key that neither knows', async () => {
    await start()
    const { status, headers } = await visit(newDevice())
    expect([status, headers['derkey-cause']]).to.deep.equal([403, 'unknown_key'])
  })

  for (const mode of ['away', 'hanging'] as const) {
    it(`never take one that is ${mode} for one that does not know the key`, async () => {
      await start()
      const [known, unknown] = [newDevice(), newDevice()]
      there().home.set(known.key_id)
      lose(there().abroad, mode)
      for (const device of [known, unknown]) {
        const { status, headers } = await visit(device)
        expect([status, headers['derkey-cause'], headers['retry-after']]).to.deep.equal([503, 'registry_unreachable', '30'])
        expect(headers['derkey-reason']).to.include(names[1])
      }
      expect(await gateway.metric(refusedBy('registry_unreachable'))).to.equal(2)
      recover(there().abroad)
      let reply = await visit(known)
      while (reply.status === 503) reply = await visit(known)
      expect(reply.status).to.equal(200)
    })
  }

  it('let the devices of the other nation go on while one is away, and its own up to the age that its policy sets', async () => {
    await start({ max_answer_age_seconds: 600 }, { max_answer_age_seconds: 1 })
    const [ours, theirs] = [newDevice(), newDevice()]
    there().home.set(ours.key_id)
    there().abroad.set(theirs.key_id)
    for (const device of [ours, theirs]) expect((await visit(device)).status).to.equal(200)
    lose(there().abroad)
    expect((await visit(theirs)).status).to.equal(200)
    let reply = await visit(theirs)
    while (reply.status === 200) reply = await visit(theirs)
    expect([reply.status, reply.headers['derkey-cause']]).to.deep.equal([503, 'registry_unreachable'])
    expect((await visit(ours, '/edev?l=1')).status).to.equal(200)
    recover(there().abroad)
    while (reply.status === 503) reply = await visit(theirs)
    expect(reply.status).to.equal(200)
  })

  it('keep shutting out a key that one of them told as fallen before it went away', async () => {
    await start({ max_answer_age_seconds: 600 }, { max_answer_age_seconds: 1 })
    const device = newDevice()
    there().home.set(device.key_id)
    there().abroad.set(device.key_id, revoked)
    let reply = await visit(device)
    expect([reply.status, reply.headers['derkey-cause']]).to.deep.equal([403, 'revoked'])
    lose(there().abroad)
    while (reply.status === 403) reply = await visit(device)
    expect([reply.status, reply.headers['derkey-cause']]).to.deep.equal([503, 'registry_unreachable'])
  })

  it('take a device’s keys for one by the first of them that knows its old key, and by no other', async () => {
    await start()
    const { home, abroad } = there()
    const [ours, thief, theirs, next] = [newDevice(), newDevice(), newDevice(), newDevice()]
    const end = Math.floor(Date.now() / 1000) + 3600
    for (const { lfdi } of [ours, theirs]) await gateway.admin('POST', '/v1/devices', { lfdi })
    home.set(ours.key_id)
    abroad.set(theirs.key_id)
    for (const device of [ours, theirs]) expect((await visit(device, '/edev')).body).to.include('all="1"')
    // somebody registers our device's key abroad as one of its own, and lets it be followed
    abroad.rotate([ours.key_id, thief.key_id], [end])
    abroad.rotate([theirs.key_id, next.key_id], [end])
    expect((await visit(thief, '/edev')).body).to.include('all="0"')
    expect((await visit(next, '/edev')).body).to.include('all="1"')
    expect((await visit(ours, '/edev')).body).to.include(ours.lfdi)
  })

  it('do not go by what one said before it told that the key changed, while the other is slow', async () => {
    await start()
    const { home, abroad } = there()
    const device = newDevice()
    home.setSilently(device.key_id)
    let answer = () => undefined as void
    const slow = { ...abroad, get: (keyId: Hex) => new Promise<void>((resolve) => (answer = resolve)).then(() => abroad.get(keyId)) }
    const registries = [home, slow].map((source) => ({ source, policy: policyOf(), timeout_ms: 1000 }))
    const keeper = createDecisionKeeper({ registries, answerRefreshSeconds: 300, onDecision: () => undefined })
    const deciding = keeper.decided(device.key_id, () => 'device')
    await new Promise(setImmediate)
    home.setSilently(device.key_id, revoked)
    keeper.note(home.registry, { kind: 'keys', key_ids: [device.key_id], block: home.block })
    answer()
    expect(causeOf(await deciding)).to.equal('revoked')
  })

  it('do not go by it either where both change faster than they can be asked', async () => {
    await start()
    const { home, abroad } = there()
    const device = newDevice()
    home.setSilently(device.key_id)
    let asked = 0
    const restless = {
      ...abroad,
      get: async (keyId: Hex) => {
        await new Promise(setImmediate)
        asked += 1
        if (asked === 3) home.setSilently(device.key_id, revoked)
        keeper.note(home.registry, { kind: 'keys', key_ids: [device.key_id], block: home.block })
        keeper.note(abroad.registry, { kind: 'all', block: abroad.block })
        return abroad.get(keyId)
      },
    }
    const registries = [home, restless].map((source) => ({ source, policy: policyOf(), timeout_ms: 1000 }))
    const keeper = createDecisionKeeper({ registries, answerRefreshSeconds: 300, onDecision: () => undefined })
    expect(causeOf(await keeper.decided(device.key_id, () => 'device'))).to.equal('registry_unreachable')
    expect(asked).to.equal(3)
  })

  it('are ready as long as one of them can be asked, and say which cannot', async () => {
    await start()
    const ready = async () => {
      const response = await fetch(`${gateway.admin_url}/readyz`)
      const { registries } = (await response.json()) as { registries: { registry: string; reachable: boolean }[] }
      return [response.status, ...registries.map(({ registry, reachable }) => `${registry} ${reachable}`)]
    }
    const until = async (status: number, first: boolean, second: boolean) => {
      const wanted = [status, `${names[0]} ${first}`, `${names[1]} ${second}`]
      let found = await ready()
      while (found.join() !== wanted.join()) found = await ready()
      return found
    }
    expect(await ready()).to.have.length(3)
    lose(there().abroad)
    await until(200, true, false)
    lose(there().home)
    await until(503, false, false)
    recover(there().abroad)
    await until(200, false, true)
  })
})

function decisions(outcome: string, rule: string, registry: string): string {
  return `derkey_decisions_total{outcome="${outcome}",rule="${rule}",mode="enforce",registry="${registry}"}`
}
