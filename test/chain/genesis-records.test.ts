import { expect } from 'chai'
import { createClient } from '../../src/chain/client.ts'
import { readGenesisRecords } from '../../src/chain/follow/read-genesis-records.ts'
import type { KeptKind, KeptRecords } from '../../src/domain/kept-records.ts'
import { blockOf, buildGenesis, type BuiltGenesis } from '../../src/network/build-genesis.ts'
import { genesisClient } from '../../src/network/genesis-client.ts'
import { openGenesisEvm } from '../../src/network/genesis-evm.ts'
import { example } from '../network/network-folder.ts'
import { startFaultyNode, type FaultyNode } from '../support/faulty-node.ts'
import { problemOf } from '../support/problem-of.ts'
import { deployWorld, type World } from '../support/world.ts'

describe('records that have no event', () => {
  let built: BuiltGenesis
  before(async () => {
    built = await buildGenesis(example)
  })

  it('are, of a genesis file, what the consortium was founded with', async () => {
    const client = genesisClient(await openGenesisEvm(blockOf(example), built.genesis.alloc), blockOf(example))

    const { block, records } = await readGenesisRecords(client, built.deployment, 0)

    const of = <K extends KeptKind>(kind: K) => records.flatMap((one) => (one.kind === kind ? [one.record as KeptRecords[K]] : []))
    expect(block).to.equal(0)
    expect(of('entity').map(({ entity_id, index }) => [entity_id, index])).to.deep.equal(
      example.entities.map(({ entity_id }, place) => [entity_id, place + 1]),
    )
    expect(of('controller').map(({ account, entity_id }) => [account, entity_id])).to.deep.equal(
      example.entities.map(({ entity_id }) => [entity_id, entity_id]),
    )
    expect(of('document').map(({ sha256, registered_at }) => [sha256, registered_at])).to.deep.equal(
      example.documents.map(({ sha256 }) => [sha256, example.genesis_time]),
    )
    expect(of('role').find(({ role_id }) => role_id === '2')?.members).to.deep.equal([example.staff.registrar])
    expect(of('validity')).to.deep.equal([{ validity_seconds: 0, grace_seconds: 0 }])
    expect(of('quota')).to.deep.equal([{ keys_per_day: 2_000_000, records_per_day: 1000 }])
  })
})

describe('records that have no event, of a chain', () => {
  let world: World
  let node: FaultyNode
  before(async () => {
    world = await deployWorld({ laidOut: true })
    node = await startFaultyNode(world.chain.url)
  })
  after(async () => {
    await node.close()
    await world.close()
  })

  it('are none before the first contract of a registry that came by transactions', async () => {
    const { records } = await readGenesisRecords(world.client, { ...world.deployment, block: 7 }, 6)

    expect(records).to.deep.equal([])
  })

  it('are said to be missing where the node has forgotten the state of their block', async () => {
    const refused = { answer: JSON.stringify({ jsonrpc: '2.0', id: 1, error: { code: -32_000, message: 'World state unavailable' } }) }
    node.choose = (method) => (method === 'eth_getCode' ? refused : 'pass')

    const problem = await problemOf(readGenesisRecords(createClient({ rpc: node.url }), world.deployment, 0))
    node.choose = () => 'pass'

    expect(problem).to.include({ code: 'genesis_state_missing' })
    expect(problem.message).to.match(/entities, roles and documents of block 0.*World state unavailable/)
  })

  it('cannot be read where keys, processes and assessments are among them', async () => {
    const problem = await problemOf(readGenesisRecords(world.client, world.deployment, Number(await world.client.getBlockNumber())))

    expect(problem).to.include({ code: 'genesis_not_empty' })
    expect(problem.message).to.match(/2 processes, 4 assessments without events/)
  })
})
