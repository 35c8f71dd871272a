import { expect } from 'chai'
import { randomBytes } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { openEndpoints } from '../../../src/chain/follow/endpoints.ts'
import { followChain } from '../../../src/chain/follow/follow-chain.ts'
import { setKeyStatus } from '../../../src/chain/calls/key-calls.ts'
import { createClient, type Client } from '../../../src/chain/client.ts'
import { readHeader } from '../../../src/chain/proofs/read-header.ts'
import { openProvenState } from '../../../src/chain/proofs/state/proven-state.ts'
import type { Hex } from '../../../src/domain/fields.ts'
import { openIndex, openIndexReader } from '../../../src/oracle/index/open-index.ts'
import type { IndexFault } from '../../../src/oracle/verify-index/index-fault.ts'
import { verifyIndex, type VerifiedIndex } from '../../../src/oracle/verify-index/verify-index.ts'
import { startFaultyNode, type FaultyNode } from '../../support/faulty-node.ts'
import { problemOf } from '../../support/problem-of.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { deployWorld, type World } from '../../support/world.ts'
import { learn, nothingKnown } from '../index/history/known.ts'
import { logsOf, newKeyPool, startHistory } from '../index/history/live.ts'
import { pickBy } from '../index/history/pick.ts'

/** DERKEY_TEST_SEED runs one history again, or others. */
const seed = Number(process.env['DERKEY_TEST_SEED'] ?? 20_261_121)
const keys = Array.from({ length: 300 }, (): Hex => `0x${randomBytes(32).toString('hex')}`)

describe(`an index that is compared with the chain, after the history of seed ${seed}`, () => {
  const folder = temporaryFolder()
  const file = folder.file('index.sqlite')
  let world: World
  let node: FaultyNode
  let client: Client
  let lot: string
  let head: number
  before(async () => {
    world = await deployWorld()
    lot = await world.registerKeys('chip_maker', world.processes.secure_element.process_id, keys)
    await world.act('chip_maker', setKeyStatus(world.deployment.contracts, 'owner', keys.slice(0, 5), 'revoked', 'keyCompromise'))
    await randomHistory(world)
    head = Number(await world.client.getBlockNumber({ cacheTime: 0 }))
    const ledger = openIndex(file, world.deployment)
    const endpoints = openEndpoints({ urls: [world.chain.url], deployment: world.deployment })
    const { signal } = new AbortController()
    await followChain({ endpoints, deployment: world.deployment, ledger, pollMs: 50, once: { patienceMs: 0 }, signal })
    endpoints.close()
    ledger.close()
    node = await startFaultyNode(world.chain.url)
    client = createClient({ rpc: node.url })
  })
  after(async () => {
    await node.close()
    await world.close()
    folder.remove()
  })
  beforeEach(() => {
    node.choose = () => 'pass'
  })

  const verify = async (of = file, sample?: number, at = head): Promise<VerifiedIndex> => {
    const reader = openIndexReader(of, world.deployment)
    try {
      return await verifyIndex(reader, openProvenState(client, world.deployment, await readHeader(client, at)), { sample, seed: 'test' })
    } finally {
      reader.close()
    }
  }
  let copies = 0
  /** Faults of a copy of the index after somebody wrote into it. */
  const faultsAfter = async (change: (database: DatabaseSync) => void, sample?: number): Promise<readonly IndexFault[]> => {
    const copy = folder.file(`copy-${copies++}.sqlite`)
    const original = new DatabaseSync(file)
    original.exec(`VACUUM INTO '${copy}'`)
    original.close()
    const database = new DatabaseSync(copy)
    database.exec('BEGIN')
    change(database)
    database.exec('COMMIT')
    database.close()
    const { faults, fault_count } = await verify(copy, sample)
    expect(fault_count).to.be.above(0)
    return faults
  }
  const edit = (kind: string, id: string, change: Record<string, unknown>) => (database: DatabaseSync) => {
    const { record, value } = database
      .prepare('SELECT record, value FROM records JOIN versions USING (record) WHERE kind = ? AND id = ? ORDER BY versions.seq DESC')
      .get(kind, id) as { record: number; value: string }
    const text = JSON.stringify({ ...(JSON.parse(value) as object), ...change })
    database.prepare('UPDATE versions SET value = ? WHERE record = ? AND value = ?').run(text, record, value)
  }
  const bytes = (key: Hex) => Buffer.from(key.slice(2), 'hex')

  it('says what the chain says of every key and record, and has no more and no fewer', async () => {
    const { faults, compared, words, fault_count } = await verify()
    expect(faults).to.deep.equal([])
    expect(fault_count).to.equal(0)
    expect(compared['key']).to.be.at.least(300)
    expect(compared).to.include.keys('lot', 'process', 'assessment', 'result', 'series', 'entity', 'validity', 'quota')
    expect(words).to.be.above(600)
  })

  it('says so of a block before its newest one, and of a sample with what that hangs on', async () => {
    expect((await verify(file, undefined, head - 20)).faults).to.deep.equal([])
    const { faults, compared } = await verify(file, 20)
    expect(faults).to.deep.equal([])
    expect(compared['key']).to.be.within(10, 20)
  })

  it('is found out where a key that is revoked stands as active', async () => {
    const [fault] = await faultsAfter((database) =>
      database.prepare('UPDATE key_versions SET status = 1 WHERE key_id = ?').run(bytes(keys[3]!)),
    )
    expect(fault).to.deep.equal({ kind: 'key', id: keys[3], field: 'status', index: 'active', chain: 'revoked' })
  })

  it('is found out where it lost a key, or has one that nobody registered', async () => {
    const lost = await faultsAfter((database) => database.prepare('DELETE FROM keys WHERE key_id = ?').run(bytes(keys[9]!)))
    expect(lost.map(({ kind }) => kind)).to.deep.equal(['key', 'lot'])
    expect(lost[0]).to.include({ kind: 'key', id: keys[9], field: null, index: null })
    const made = `0x${'ab'.repeat(32)}` as const
    const added = await faultsAfter((database) => database.prepare('INSERT INTO keys(key_id, place) VALUES (?, 2)').run(bytes(made)))
    expect(added.map(({ kind }) => kind)).to.deep.equal(['key', 'lot'])
    expect(added[0]).to.include({ kind: 'key', id: made, field: null, chain: null })
  })

  it('is found out where a whole registration is missing', async () => {
    const without = (database: DatabaseSync) => {
      for (const key of keys.slice(5)) database.prepare('DELETE FROM keys WHERE key_id = ?').run(bytes(key))
      database.prepare('UPDATE batches SET key_ids = ? WHERE lot = ?').run(Buffer.concat(keys.slice(0, 5).map(bytes)), Number(lot))
    }
    const [fault] = await faultsAfter(without)
    expect(fault).to.include({ kind: 'lot', id: lot, field: 'keys' })
    expect(fault!.index).to.be.below(fault!.chain as number)
    const [inSample] = await faultsAfter(without, 10)
    expect(inSample).to.include({ kind: 'lot', id: lot, field: 'keys' })
  })

  it('is found out where a record says something else, is missing, or is made up', async () => {
    const { process_id, key_generation_id } = world.processes.secure_element
    const owner = world.actors.oem.account
    const [ownedByAnother] = await faultsAfter(edit('lot', lot, { owner_id: owner }))
    expect(ownedByAnother).to.include({ kind: 'lot', id: lot, field: 'owner_id', index: owner })
    const renamed = await faultsAfter(edit('entity', owner, { name: 'Somebody Else', pen: 1 }))
    expect(renamed.map(({ field }) => field)).to.deep.equal(['name', 'pen'])
    const [stronger] = await faultsAfter(edit('result', key_generation_id, { cryptographic_strength: 999 }))
    expect(stronger).to.include({
      kind: 'result',
      id: key_generation_id,
      field: 'cryptographic_strength',
      index: 999,
    })
    const lost = await faultsAfter((database) => database.prepare(`DELETE FROM records WHERE kind = 'process' AND id = ?`).run(process_id))
    expect(lost.some(({ kind, id, field, index }) => kind === 'process' && id === process_id && field === null && index === null)).to.equal(
      true,
    )
    expect(lost.some(({ kind, field }) => kind === 'registry' && field === 'process')).to.equal(true)
  })

  it('is found out where it stands on another block', async () => {
    const [fault] = await faultsAfter((database) => database.prepare('UPDATE position SET hash = ?').run(Buffer.alloc(32, 1)))
    expect(fault).to.include({ kind: 'block', field: 'hash', index: `0x${'01'.repeat(32)}` })
  })

  it('is compared with no node that lies about the storage, nor about the block', async () => {
    let asked = 0
    node.choose = (method) => (method === 'eth_getProof' && ++asked === 3 ? { alter: withoutLastNode } : 'pass')
    expect((await problemOf(verify())).code).to.equal('proof_invalid')
    node.choose = (method, { params }) => {
      if (method !== 'eth_getProof') return 'pass'
      params[2] = `0x${(head - 1).toString(16)}`
      return { alter: (result) => ({ ...(result as object), accountProof: ['0xc0'] }) }
    }
    expect((await problemOf(verify())).code).to.equal('proof_invalid')
    node.choose = (method) =>
      method === 'eth_getBlockByNumber' ? { alter: (result) => ({ ...(result as object), stateRoot: `0x${'11'.repeat(32)}` }) } : 'pass'
    expect((await problemOf(verify())).code).to.equal('chain_nonsense')
  })

  it('is not compared with a block that the node has no state of', async () => {
    node.choose = (method) => (method === 'eth_getProof' ? { alter: () => null } : 'pass')
    expect((await problemOf(verify())).code).to.equal('state_missing')
    const answer = JSON.stringify({ jsonrpc: '2.0', id: 1, error: { code: -32_000, message: 'World state unavailable' } })
    node.choose = (method) => (method === 'eth_getProof' ? { answer } : 'pass')
    expect((await problemOf(verify())).code).to.equal('state_missing')
  })
})

function withoutLastNode(result: unknown): unknown {
  const found = result as { storageProof: { proof: string[] }[] }
  return { ...found, storageProof: found.storageProof.map((each) => ({ ...each, proof: each.proof.slice(0, -1) })) }
}

async function randomHistory(world: World): Promise<void> {
  const { registrar, programme_manager, regulator } = world.actors
  const staff = {
    registrar: registrar.account,
    programme_manager: programme_manager.account,
    regulator: regulator.account,
    board: world.deployment.contracts.OrdinaryTimelock.address,
  }
  const known = nothingKnown()
  learn(known, await logsOf(world.registry, 0, Number(await world.client.getBlockNumber({ cacheTime: 0 }))))
  const history = startHistory(world.registry, known, pickBy(seed), { staff, keyPool: newKeyPool() })
  for (let done = 0; done < 30; done++) await history.block()
}
