import { expect } from 'chai'
import { randomBytes, randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { requireEachOnce, keysOnChain } from '../faults/support/key-events.ts'
import { startOracleWorld, type ActorName, type Answer, type OracleWorld } from './oracle-world.ts'

type Registration = {
  keys: number
  done: number
  registered: number
  refused_count: number
  refused: { key_id: string; position: number; code: string }[]
  problem: unknown
}
type Body = {
  transaction_id: string
  state?: string
  code?: string
  field?: string
  detail?: string
  lot_id?: string
  lot?: { keys: number }
  key_ids?: string[]
  registration?: Registration
  parts?: { state: string; hash: string }[]
}

const newKeys = (count: number) => Array.from({ length: count }, () => `0x${randomBytes(32).toString('hex')}` as const)

describe('POST /v1/keys of many keys', () => {
  let there: OracleWorld
  before(async () => {
    there = await startOracleWorld({ proof_of_possession: 'not_required' })
  })
  after(() => there.close())

  const process = () => there.world.processes.secure_element.process_id
  const lines = (
    text: string | Uint8Array<ArrayBuffer> | readonly string[],
    query: Record<string, string> = {},
    headers: Record<string, string> = {},
  ) => {
    const parameters = new URLSearchParams({ process_id: process(), ...query })
    const body =
      typeof text === 'string' || text instanceof Uint8Array ? text : `${text.map((key_id) => JSON.stringify({ key_id })).join('\n')}\n`
    return there.call<Body>('chip_maker', 'POST', `/v1/keys?${parameters.toString()}`, {
      raw: body,
      headers: { 'content-type': 'application/x-ndjson', prefer: 'wait=60', ...headers },
    })
  }
  const list = (key_ids: readonly string[], headers: Record<string, string> = {}, actor: ActorName = 'chip_maker') =>
    there.write<Body>(actor, 'POST', '/v1/keys', { process_id: process(), key_ids }, headers)

  describe('in one JSON document', () => {
    it('registers 10,000, several transactions at once, in one lot', async () => {
      const keyIds = newKeys(10_000)
      const { status, body } = await list(keyIds)
      expect(status, JSON.stringify(body).slice(0, 500)).to.equal(201)
      expect(body.key_ids).to.deep.equal(keyIds)
      expect(body.registration).to.include({ keys: 10_000, done: 10_000, registered: 10_000, refused_count: 0 })
      expect(body.lot).to.include({ lot_id: body.lot_id })
      await requireEachOnce(there.world, keyIds)
    })

    it('takes no more than 10,000, and says where more go', async () => {
      const { status, body } = await list(newKeys(10_001))
      expect(status).to.equal(400)
      expect(body).to.include({ code: 'invalid_input', field: 'key_ids' })
      expect(body.detail).to.contain('application/x-ndjson')
    })
  })

  describe('as JSON lines', () => {
    it('registers them and tells how many, not which', async () => {
      const keyIds = newKeys(1700)
      const { status, body } = await lines(keyIds)
      expect(status, JSON.stringify(body).slice(0, 500)).to.equal(201)
      expect(body).to.not.have.property('key_ids')
      expect(body.registration).to.deep.equal({ keys: 1700, done: 1700, registered: 1700, refused_count: 0, refused: [], problem: null })
      await requireEachOnce(there.world, keyIds)

      const { body: state } = await there.call<Body>('chip_maker', 'GET', `/v1/transactions/${body.transaction_id}`)
      expect(state).to.include({ state: 'done', lot_id: body.lot_id })
      expect(state.parts).to.have.length(4)
    })

    it('goes into a lot that is named', async () => {
      const lot_id = await there.world.registerKeys('chip_maker', process(), newKeys(1))
      expect((await lines(newKeys(3), { lot_id })).body.lot_id).to.equal(lot_id)
    })

    it('takes a key once that comes twice, empty lines, CRLF and a last line without its end', async () => {
      const [first, second] = newKeys(2)
      const { status, body } = await lines(`{"key_id":"${first}"}\r\n\r\n{"key_id":"${second}"}\r\n{"key_id":"${first}"}`)
      expect(status).to.equal(201)
      expect(body.registration).to.include({ keys: 2, registered: 2 })
    })

    it('answers 202 at once, and is done later', async () => {
      const { status, body } = await lines(newKeys(2000), {}, { prefer: '' })
      expect(status).to.equal(202)
      for (;;) {
        const { body: state } = await there.call<Body>('chip_maker', 'GET', `/v1/transactions/${body.transaction_id}`)
        if (state.state === 'pending') continue
        expect(state.registration).to.include({ keys: 2000, done: 2000, registered: 2000 })
        break
      }
    })

    it('takes nothing where one line is at fault, and names every line', async () => {
      const before = (await keysOnChain(there.world)).length
      const good = newKeys(700)
      const { status, body } = await lines(
        [...good.map((key_id) => JSON.stringify({ key_id })), '{"key_id":"0x12"}', 'key', '{"key":"0x12"}', '{}'].join('\n'),
      )
      expect(status).to.equal(400)
      for (const line of [701, 702, 703, 704]) expect(body.detail).to.contain(`line ${line}`)
      expect(await keysOnChain(there.world)).to.have.length(before)
    })

    it('refuses an empty body, a line without end, bytes that are no text, and what is compressed', async () => {
      expect((await lines('')).body).to.include({ code: 'invalid_input', field: 'body' })
      expect((await lines(`{"csr":"${'A'.repeat(200_000)}"}`)).body).to.include({ code: 'body_too_large', field: 'line 1' })
      expect((await lines(new Uint8Array([0x22, 0xff, 0x22]))).body).to.include({ code: 'invalid_input', field: 'body' })
      const compressed = await lines(new Uint8Array(gzipSync('{}')), {}, { 'content-encoding': 'gzip' })
      expect(compressed).to.include({ status: 415 }).and.nested.include({ 'body.field': 'Content-Encoding' })
    })

    it('puts aside what the registry does not take, and registers the rest', async () => {
      const { process_id } = there.world.processes.unprotected_memory
      const taken = newKeys(2)
      await there.world.registerKeys('oem', process_id, taken)
      const keyIds = newKeys(1200)
      keyIds[3] = taken[0] as (typeof keyIds)[0]
      keyIds[900] = taken[1] as (typeof keyIds)[0]
      const { status, body } = await lines(keyIds)
      expect(status).to.equal(202)
      expect(body.state).to.equal('partly_done')
      expect(body.registration).to.include({ keys: 1200, registered: 1198, refused_count: 2 })
      expect(body.registration?.refused.map(({ position, code }) => [position, code])).to.have.deep.members([
        [3, 'key_taken'],
        [900, 'key_taken'],
      ])
    })

    it('answers with the problem where none of it could be taken', async () => {
      expect((await lines(newKeys(600), { process_id: '99' })).body.code).to.equal('process_unknown')
      const { process_id } = there.world.processes.unprotected_memory
      expect((await lines(newKeys(600), { process_id })).status).to.equal(403)
    })

    it('wants a process in the query, and a token that signs', async () => {
      expect((await lines(newKeys(1), { process_id: '' })).body).to.include({ code: 'invalid_input', field: 'process_id' })
      const { token } = there.token('chip_maker', null)
      expect((await lines(newKeys(1), {}, { authorization: `Bearer ${token}` })).body.code).to.equal('signer_missing')
    })

    it('registers a list once that comes twice at the same time', async () => {
      const keyIds = newKeys(2600)
      const answers = await Promise.all([lines(keyIds), lines(keyIds), list(keyIds)])
      for (const { status, body } of answers) {
        expect(status, JSON.stringify(body).slice(0, 500)).to.equal(201)
        expect(body.registration).to.include({ keys: 2600, done: 2600, refused_count: 0, problem: null })
      }
      expect(new Set(answers.map(({ body }) => body.transaction_id))).to.have.property('size', 3)
      await requireEachOnce(there.world, keyIds)
    })

    it('is cut off by its client without a trace', async () => {
      const before = (await keysOnChain(there.world)).length
      const { host, hostname, port } = new URL(there.oracle().url)
      const socket = connect(Number(port), hostname)
      socket.write(
        `POST /v1/keys?process_id=${process()} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${there.tokens.chip_maker}\r\n` +
          `Content-Type: application/x-ndjson\r\nContent-Length: 1000000\r\n\r\n{"key_id":"${newKeys(1)[0]}"}\n`,
        () => socket.destroy(),
      )
      await new Promise((resolve) => socket.once('close', resolve))
      expect((await lines(newKeys(1))).status).to.equal(201)
      expect(await keysOnChain(there.world)).to.have.length(before + 1)
    })
  })

  describe('under an Idempotency-Key', () => {
    const repeats: Record<string, (keyIds: readonly string[], key: string) => Promise<Answer<Body>>> = {
      'as one document': (keyIds, key) => list(keyIds, { 'idempotency-key': key }),
      'as lines': (keyIds, key) => lines(keyIds, {}, { 'idempotency-key': key }),
    }
    for (const [name, send] of Object.entries(repeats)) {
      it(`${name} is one write, after a restart too`, async () => {
        const [key, keyIds] = [randomUUID(), newKeys(1100)]
        const [first, second] = await Promise.all([send(keyIds, key), send(keyIds, key)])
        await there.restart()
        const third = await send(keyIds, key)
        for (const { status, body } of [first, second, third]) {
          expect(status).to.equal(201)
          expect(body.transaction_id).to.equal(first.body.transaction_id)
        }
        await requireEachOnce(there.world, keyIds)
        expect((await send(newKeys(600), key)).body).to.include({ status: 422, code: 'idempotency_key_reused' })
      })
    }
  })
})
