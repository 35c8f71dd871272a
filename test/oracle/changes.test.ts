import { expect } from 'chai'
import { randomBytes } from 'node:crypto'
import { setEntityState } from '../../src/chain/calls/entity-calls.ts'
import { setProcessState } from '../../src/chain/calls/process-calls.ts'
import type { KeyStatusChange } from '../../src/domain/key-status-source.ts'
import { startFaultyNode, type FaultyNode } from '../support/faulty-node.ts'
import { startOracleWorld, type OracleWorld } from './oracle-world.ts'

/** Server-sent events of an open answer, one after the other. */
async function* eventsOf(answer: Response): AsyncGenerator<{ event: string; data: KeyStatusChange }> {
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true })
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const fields = new Map(
        text
          .slice(0, end)
          .split('\n')
          .map((line) => line.split(/: (.*)/s) as [string, string]),
      )
      text = text.slice(end + 2)
      if (fields.has('event')) yield { event: fields.get('event') ?? '', data: JSON.parse(fields.get('data') ?? '') as KeyStatusChange }
    }
  }
}

describe('the changes that an oracle tells', () => {
  let there: OracleWorld
  let node: FaultyNode

  before(async () => {
    there = await startOracleWorld({ max_index_age_seconds: 2 }, ['chip_maker'], async (world) => {
      node = await startFaultyNode(world.chain.url)
      return { rpc: node.url }
    })
  })
  after(async () => {
    await there.close()
    await node.close()
  })

  const follow = async (signal?: AbortSignal) => {
    await there.untilAtHead()
    const answer = await fetch(`${there.oracle().url}/v1/changes`, {
      headers: { authorization: `Bearer ${there.tokens.utility}` },
      ...(signal && { signal }),
    })
    return { answer, events: eventsOf(answer) }
  }
  const next = async (events: AsyncGenerator<{ event: string; data: KeyStatusChange }>, wanted: (change: KeyStatusChange) => boolean) => {
    for (;;) {
      const { value, done } = await events.next()
      if (done === true) throw new Error('the events ended')
      expect(value.event).to.equal(value.data.kind)
      if (wanted(value.data)) return value.data
    }
  }

  it('begin with everything, and go on with keys and with processes', async () => {
    const { world } = there
    const aborted = new AbortController()
    const { answer, events } = await follow(aborted.signal)
    expect(answer.headers.get('content-type')).to.equal('text/event-stream')
    const first = await next(events, () => true)
    expect(first).to.include({ kind: 'all' })

    const keyId = `0x${randomBytes(32).toString('hex')}` as const
    const { process_id } = world.processes.secure_element
    await world.registerKeys('chip_maker', process_id, [keyId])
    const created = await next(events, ({ kind }) => kind === 'keys')
    expect(created).to.deep.include({ key_ids: [keyId] })

    const { block } = await world.act(
      'regulator',
      setProcessState(world.deployment.contracts, 'regulator', process_id, 'suspended', 'keyCompromise'),
    )
    expect(await next(events, (change) => change.kind === 'all')).to.include({ block })
    aborted.abort()
  })

  it('tell when the chain is away and when it is back; reads say so meanwhile', async () => {
    const aborted = new AbortController()
    const { events } = await follow(aborted.signal)
    await next(events, ({ kind }) => kind === 'all')
    node.choose = () => 'drop'
    expect(await next(events, ({ kind }) => kind === 'reachable')).to.include({ reachable: false })
    const { body } = await there.call('utility', 'GET', '/v1/processes/1')
    expect(body).to.include({ status: 503, code: 'index_stale' })
    expect((await fetch(`${there.oracle().url}/readyz`)).status).to.equal(503)
    expect((await fetch(`${there.oracle().url}/healthz`)).status).to.equal(200)
    node.choose = () => 'pass'
    expect(await next(events, ({ kind }) => kind === 'reachable')).to.include({ reachable: true })
    expect((await fetch(`${there.oracle().url}/readyz`)).status).to.equal(200)
    aborted.abort()
  })

  it('come after a write that had to be answered while no block was in sight', async () => {
    node.choose = (method) => (method === 'eth_getTransactionReceipt' ? { answer: '{"jsonrpc":"2.0","id":1,"result":null}' } : 'pass')
    const begun = await there.call<{ transaction_id: string; state: string }>('chip_maker', 'POST', '/v1/processes', {
      body: {},
      headers: { prefer: 'wait=1' },
    })
    expect(begun.status).to.equal(202)
    expect(begun.body.state).to.equal('pending')
    expect(begun.headers.get('preference-applied')).to.equal(null)
    node.choose = () => 'pass'
    const path = `/v1/transactions/${begun.body.transaction_id}`
    let { body } = await there.call<{ state: string; process_id?: string }>('chip_maker', 'GET', path)
    while (body.state === 'pending') ({ body } = await there.call('chip_maker', 'GET', path))
    expect(body).to.include({ state: 'done' }).and.to.have.property('process_id')
  })

  it('end for an entity that is suspended meanwhile', async () => {
    const { world } = there
    const { events } = await follow()
    await next(events, ({ kind }) => kind === 'all')
    await world.act('registrar', setEntityState(world.deployment.contracts, world.actors.utility.account, 'suspended'))
    while ((await events.next()).done !== true);
    await world.act('registrar', setEntityState(world.deployment.contracts, world.actors.utility.account, 'active'))
  })

  it('need a token', async () => {
    expect((await fetch(`${there.oracle().url}/v1/changes`)).status).to.equal(401)
  })

  it('end when the oracle stops', async () => {
    const { events } = await follow()
    await next(events, ({ kind }) => kind === 'all')
    await there.restart()
    expect((await events.next()).done).to.equal(true)
  })
})
