import { expect } from 'chai'
import { setKeyStatus } from '../../src/chain/calls/key-calls.ts'
import { setEntityState } from '../../src/chain/calls/entity-calls.ts'
import type { Hex } from '../../src/domain/fields.ts'
import type { AsOf, EntityRecord, KeyInfo } from '../../src/domain/records.ts'
import { randomKeyIds } from '../../bench/gas.ts'
import { startOracleWorld, type ActorName, type OracleWorld } from './oracle-world.ts'

type Listed = { readonly next_cursor: string | null; readonly as_of: AsOf } & Readonly<
  Record<string, { readonly [F in string]?: unknown }[]>
>

describe('lists over REST', () => {
  let there: OracleWorld
  let made: Hex[]
  let bought: Hex[]
  let lot: string

  before(async () => {
    there = await startOracleWorld({}, [])
    const { world } = there
    made = randomKeyIds(25)
    bought = randomKeyIds(3)
    lot = await world.registerKeys('chip_maker', world.processes.secure_element.process_id, made)
    await world.registerKeys('oem', world.processes.unprotected_memory.process_id, bought)
  })
  after(() => there.close())

  const list = async (actor: ActorName, path: string) => (await there.call<Listed>(actor, 'GET', path)).body
  const pages = async (actor: ActorName, path: string, name: string) => {
    const found: unknown[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const body = await list(actor, `${path}${cursor === '' ? '' : `&cursor=${cursor}`}`)
      found.push(...(body[name] ?? []))
      cursor = body.next_cursor
    }
    return found
  }
  const refused = async (actor: ActorName, path: string) => {
    const { status, body } = await there.call<{ code: string }>(actor, 'GET', path)
    return { status, code: body.code }
  }

  it('give an entity its own keys, page by page, each once', async () => {
    const keys = (await pages('chip_maker', '/v1/keys?limit=10', 'keys')) as { key_id: string; owner_id: string; status: string }[]
    expect(keys.map(({ key_id }) => key_id)).to.deep.equal(made)
    expect(keys[0]).to.include({ owner_id: there.world.actors.chip_maker.account, status: 'active', lot_id: lot })
  })

  it('stay as of the block of their first page, whatever happens meanwhile', async () => {
    const { world } = there
    const first = await list('chip_maker', `/v1/keys?limit=10&status=active`)
    await world.act('chip_maker', setKeyStatus(world.deployment.contracts, 'owner', [made[20] as Hex], 'revoked', 'keyCompromise'))
    const second = await list('chip_maker', `/v1/keys?limit=100&status=active&cursor=${first.next_cursor}`)
    expect(second['keys']).to.have.length(15)
    expect(second.as_of).to.deep.equal(first.as_of)
    const now = await list('chip_maker', `/v1/keys?limit=100&status=active`)
    expect(now['keys']).to.have.length(24)
    const fallen = await list('chip_maker', `/v1/keys?status=revoked&lot_id=${lot}`)
    expect(fallen['keys']?.map(({ key_id }) => key_id)).to.deep.equal([made[20]])
    const before = await list('chip_maker', `/v1/keys?status=revoked&lot_id=${lot}&as_of=${first.as_of.block}`)
    expect(before['keys']).to.deep.equal([])
  })

  it('give the supervisors everything, others nothing that is not theirs', async () => {
    const { account } = there.world.actors.chip_maker
    expect(await pages('regulator', '/v1/keys?limit=20', 'keys')).to.have.length(28)
    for (const path of [
      `/v1/keys?owner_id=${account}`,
      '/v1/keys?process_id=1',
      `/v1/keys?lot_id=${lot}`,
      `/v1/lots?owner_id=${account}`,
    ]) {
      expect(await refused('utility', path), path).to.deep.equal({ status: 403, code: 'right_missing' })
    }
    expect(await refused('utility', `/v1/processes?owner_id=${account}`)).to.include({ code: 'right_missing' })
    expect(await refused('utility', '/v1/entities')).to.include({ code: 'right_missing' })
    expect(await list('utility', '/v1/keys')).to.deep.include({ keys: [], next_cursor: null })
  })

  it('tell of lots, processes, assessments and entities by their fields', async () => {
    const { world } = there
    const { process_id } = world.processes.secure_element
    expect((await list('chip_maker', `/v1/lots?process_id=${process_id}`))['lots']).to.have.length(1)
    const processes = await list('chip_maker', '/v1/processes?state=active')
    expect(processes['processes']?.map((each) => each['process_id'])).to.include(process_id)
    const own = await list('assessor', '/v1/assessments?kind=key_protection&state=approved')
    expect(own['assessments']).to.have.length(2)
    const ofProcess = await list('chip_maker', `/v1/assessments?process_id=${process_id}`)
    expect(ofProcess['assessments']).to.have.length(2)
    const { body } = await there.call('chip_maker', 'GET', `/v1/assessments/${String(ofProcess['assessments']?.[0]?.['assessment_id'])}`)
    expect(body).to.deep.include(ofProcess['assessments']?.[0])
    await world.act('registrar', setEntityState(world.deployment.contracts, world.actors.ca.account, 'suspended'))
    const suspended = await list('regulator', '/v1/entities?state=suspended&limit=1')
    expect(suspended['entities']?.map((each) => each['entity_id'])).to.deep.equal([world.actors.ca.account])
    await world.act('registrar', setEntityState(world.deployment.contracts, world.actors.ca.account, 'active'))
  })

  it('refuse a cursor of another list, and one that is none', async () => {
    const { next_cursor } = await list('chip_maker', '/v1/keys?limit=1')
    for (const path of [
      `/v1/lots?limit=1&cursor=${next_cursor}`,
      `/v1/keys?status=active&cursor=${next_cursor}`,
      '/v1/keys?cursor=nonsense',
    ]) {
      expect(await refused('chip_maker', path), path).to.deep.equal({ status: 400, code: 'cursor_invalid' })
    }
    expect(await refused('chip_maker', '/v1/keys?limit=0')).to.include({ code: 'invalid_input' })
    expect(await refused('chip_maker', '/v1/keys?state=active')).to.include({ code: 'invalid_input' })
  })

  it('answer what was known in an earlier block, and say which one that was', async () => {
    const { world } = there
    const { entity_id } = (await there.call<EntityRecord>('utility', 'GET', `/v1/entities/${world.actors.utility.account}`)).body
    const [keyId] = made as [Hex]
    const before = (await there.call<KeyInfo>('utility', 'GET', `/v1/keys/${keyId}`)).body
    const { block } = await world.act(
      'chip_maker',
      setKeyStatus(world.deployment.contracts, 'owner', [keyId], 'suspended', 'certificateHold'),
    )
    const at = async (asOf: number) => (await there.call<KeyInfo>('utility', 'GET', `/v1/keys/${keyId}?as_of=${asOf}`)).body
    expect((await at(block)).effective_status).to.equal('suspended')
    expect(await at(block - 1)).to.deep.equal({ ...before, as_of: (await at(block - 1)).as_of })
    expect((await at(block - 1)).as_of.block).to.be.at.most(block - 1)
    const entity = await there.call<EntityRecord & { quota: unknown }>('utility', 'GET', `/v1/entities/${entity_id}?as_of=${block - 1}`)
    expect(entity.body).to.include({ entity_id, quota: null })
    expect((await there.call('chip_maker', 'GET', `/v1/lots/${lot}?as_of=${block - 1}`)).body).to.include({ follower_count: 25 })
    const history = await there.call<{ events: unknown[] }>('chip_maker', 'GET', `/v1/keys/${keyId}/history?as_of=${block - 1}`)
    expect(history.body.events).to.have.length(1)
    expect(await refused('utility', `/v1/keys/${keyId}?as_of=0`)).to.deep.equal({ status: 404, code: 'key_unknown' })
  })
})
