import { expect } from 'chai'
import { openProvenState, type ProvenState } from '../../../src/chain/proofs/state/proven-state.ts'
import { provenCounts } from '../../../src/chain/proofs/state/counts.ts'
import { provenKey } from '../../../src/chain/proofs/state/keys.ts'
import { provenRecords, type ProvenKind } from '../../../src/chain/proofs/state/records.ts'
import { readHeader } from '../../../src/chain/proofs/read-header.ts'
import { readRoleEntries } from '../../../src/chain/reads/roles.ts'
import type { Hex } from '../../../src/domain/fields.ts'
import { keyInfoOf } from '../../../src/domain/key-info-of.ts'
import { toTime } from '../../../src/domain/fields.ts'
import { entity, lotContext, type Lookup } from '../../../src/oracle/index/assemble.ts'
import type { IndexReader } from '../../../src/oracle/index/index-reader.ts'
import { learn, nothingKnown, type Known } from '../../oracle/index/history/known.ts'
import { logsOf, newKeyPool, startHistory } from '../../oracle/index/history/live.ts'
import { pickBy } from '../../oracle/index/history/pick.ts'
import { expectSame } from '../../oracle/index/history/same-as-chain.ts'
import { deployWorld, type World } from '../../support/world.ts'

/** DERKEY_TEST_SEED runs one history again, or others. */
const seed = Number(process.env['DERKEY_TEST_SEED'] ?? 20_261_121)

describe(`the proven state of the contracts, after the history of seed ${seed}`, () => {
  let world: World
  let known: Known
  let state: ProvenState
  let head: number
  before(async () => {
    world = await deployWorld()
    const { registrar, programme_manager, regulator } = world.actors
    const staff = {
      registrar: registrar.account,
      programme_manager: programme_manager.account,
      regulator: regulator.account,
      board: world.deployment.contracts.OrdinaryTimelock.address,
    }
    known = nothingKnown()
    learn(known, await logsOf(world.registry, 0, await height()))
    const history = startHistory(world.registry, known, pickBy(seed), { staff, keyPool: newKeyPool() })
    for (let done = 0; done < 50; done++) await history.block()
    head = await height()
    state = openProvenState(world.client, world.deployment, await readHeader(world.client, head))
  })
  after(() => world.close())
  const height = async () => Number(await world.client.getBlockNumber({ cacheTime: 0 }))

  it('says of every record what the contract says', async () => {
    await expectSame(await readerOf(world, state, known), world.registry, known, head)
    expect(state.proven()).to.be.above(300)
  })

  it('counts every kind of record', async () => {
    expect(await provenCounts(state)).to.deep.equal({
      entity: known.controllers.size,
      process: known.processes.size,
      assessment: known.assessments.size,
      lot: known.lots.size,
      offer: known.offers.size,
      document: known.documents.size,
      sample: known.samples.size,
    })
  })

  it('has no record that nobody made', async () => {
    const none: Hex = `0x${'00'.repeat(31)}01`
    expect(await provenKey(state, none)).to.equal(undefined)
    for (const kind of ['entity', 'process', 'assessment', 'result', 'series', 'sample', 'lot', 'offer'] as const) {
      expect(await provenRecords[kind](state, kind === 'entity' ? `0x${'77'.repeat(20)}` : '999999'), kind).to.equal(undefined)
    }
    expect(await provenRecords.document(state, none)).to.equal(undefined)
  })
})

/** Everything that is known, read from the proven state alone, in the form in which an index answers. */
async function readerOf({ registry }: World, state: ProvenState, known: Known): Promise<IndexReader> {
  const { keys, lots, processes, assessments, originals, controllers, offers, documents, samples, findings, proposed } = known
  const entities = [...controllers.keys()]
  const results = [...assessments.keys()]
  const ids: Readonly<Record<ProvenKind, Iterable<string>>> = {
    entity: entities,
    controller: [...entities, ...controllers.values(), ...proposed.keys()],
    replacement: entities,
    quota: [...entities, 'default'],
    process: processes.keys(),
    grant: known.grants,
    line_account: known.lineAccounts,
    assessment: results,
    result: results,
    series: originals,
    validity: ['validity'],
    document: documents,
    sample: samples.keys(),
    finding: findings,
    lot: lots.keys(),
    offer: offers.keys(),
    installer: known.installers,
    sender: known.senders,
  }
  const found = new Map<string, unknown>()
  const read = Object.entries(ids).flatMap(([kind, some]) =>
    [...some].map(async (id) => found.set(`${kind} ${id}`, await provenRecords[kind as ProvenKind](state, id))),
  )
  await Promise.all(read)
  for (const role of await readRoleEntries(registry, state.header.number)) found.set(`role ${role.role_id}`, role)
  const lookup: Lookup = (kind, id) => {
    const record = found.get(`${kind} ${id}`)
    // what stands of it beside it, in an index
    return (kind === 'document' && record !== undefined ? { ...record, index: 0 } : record) as never
  }
  const kept = new Map(await Promise.all([...keys.keys()].map(async (id) => [id, await provenKey(state, id)] as const)))
  const as_of = { block: state.header.number, time: toTime(state.header.time) }
  const keyInfo = (id: Hex) => {
    const key = kept.get(id)!
    const own = key.own_owner_id === null ? undefined : entity(lookup, key.own_owner_id)
    return keyInfoOf(key, lotContext(lookup, key.lot_id), own, as_of)
  }
  return { record: lookup, keyInfo, answer: (id: Hex) => ({ info: keyInfo(id) }) } as unknown as IndexReader
}
