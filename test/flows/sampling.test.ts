import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { expect } from 'chai'
import type { SampleFindingRecord, DrawnSample } from '../../src/domain/sample-records.ts'
import type { ActorName } from '../../scripts/demo/cast.ts'
import type { SampleResult } from '../../src/domain/enumerations.ts'
import type { Hex } from '../../src/domain/fields.ts'
import type { KeyInfo } from '../../src/domain/records.ts'
import { setProcessState } from '../../src/chain/calls/process-calls.ts'
import { recordFinding } from '../../src/chain/calls/sample-calls.ts'
import { readBlock } from '../../src/chain/reads/block.ts'
import { mine } from '../support/blocks.ts'
import { startOracleWorld, type OracleWorld } from '../oracle/oracle-world.ts'
import { problemOf } from '../support/problem-of.ts'
import { runDerkey, type DerkeyRun } from '../support/run-derkey.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const sha256 = (text: string | Uint8Array): Hex => `0x${createHash('sha256').update(text).digest('hex')}`

describe('the flow of 5.6.3: a process that changed unrecorded is found by a sample of its products', () => {
  const folder = temporaryFolder()
  let there: OracleWorld
  let process_id: string
  let sample_id: string
  let sample: DrawnSample
  let [from, until] = ['', '']
  const inTime = Array.from({ length: 12 }, (_, index) => sha256(`device ${index}`))
  before(async () => {
    there = await startOracleWorld({ proof_of_possession: 'not_required' })
    process_id = there.world.processes.secure_element.process_id
  })
  after(async () => {
    await there.close()
    folder.remove()
  })

  const derkey = (...args: string[]) =>
    runDerkey([...args, '--json'], { DERKEY_RPC: there.world.chain.url, DERKEY_DEPLOYMENT: there.world.deploymentFile, NO_COLOR: '1' })
  const as = async (actor: ActorName, ...args: string[]) => {
    const { keystore, password_file } = await there.world.keystoreOf(actor)
    return derkey(...args, '--keystore', keystore, '--password-file', password_file)
  }
  const document = <T = Record<string, unknown>>({ code, stdout, stderr }: DerkeyRun): T => {
    expect(code, stderr).to.equal(0)
    return JSON.parse(stdout) as T
  }
  const refusal = ({ stderr }: DerkeyRun) => (JSON.parse(stderr) as { code: string }).code
  const shown = async () => document<DrawnSample>(await derkey('sample', 'show', sample_id))

  it('begins with keys that are registered before, in and after the period', async () => {
    const { client } = there.world
    await there.world.registerKeys('chip_maker', process_id, [sha256('too early')])
    await mine(client, 60)
    from = (await readBlock(client)).time
    await there.world.registerKeys('chip_maker', process_id, inTime.slice(0, 7))
    await there.world.registerKeys('oem', there.world.processes.unprotected_memory.process_id, [sha256('of another process')])
    await there.world.registerKeys('chip_maker', process_id, inTime.slice(7))
    until = (await readBlock(client)).time
    await mine(client, 60)
    await there.world.registerKeys('chip_maker', process_id, [sha256('too late')])
  })

  it('is requested by the programme manager for a period that is over, and by nobody without the right', async () => {
    const request = (actor: ActorName) =>
      as(actor, 'sample', 'request', '--process', process_id, '--from', from, '--until', until, '--size', '5')
    expect((await request('oem')).code, 'no assessor').to.equal(1)

    const requested = document<{ sample_id: string; block: number; draw_block: number }>(await request('programme_manager'))
    ;({ sample_id } = requested)
    expect(requested.draw_block).to.equal(requested.block + 2)
    expect((await shown()).drawn).to.equal(null)
  })

  it('is drawn by the hash of a block that was still to come, once, by anybody', async () => {
    expect(refusal(await as('intruder', 'sample', 'draw', sample_id))).to.equal('draw_too_early')
    await mine(there.world.client)
    await mine(there.world.client)
    const before = await shown()
    document(await as('utility', 'sample', 'draw', sample_id))
    sample = await shown()

    const { hash } = await there.world.client.getBlock({ blockNumber: BigInt(sample.draw_block) })
    expect(before.seed, 'not kept by the contract yet').to.equal(null)
    expect(sample.seed).to.equal(hash)
    expect(sample.drawn, 'the same keys from the chain alone').to.deep.equal(before.drawn)
  })

  it('has the lowest of SHA-256(seed, key id) of the keys of that process and period, which anybody can tell', () => {
    const score = (id: string) => sha256(Buffer.from((sample.seed ?? '').slice(2) + id.slice(2), 'hex'))
    const lowest = inTime.toSorted((one, other) => score(one).localeCompare(score(other))).slice(0, 5)

    expect(sample.drawn?.population).to.equal(inTime.length)
    expect(sample.drawn?.keys.map(({ key_id }) => key_id)).to.deep.equal(lowest)
  })

  it('leads to findings of an independent assessor, bound to its reports; the latest of a key counts', async () => {
    const [first = '', second = ''] = sample.drawn?.keys.map(({ key_id }) => key_id) ?? []
    const report = sha256('the chip is another one')
    const record = (actor: ActorName, key_id: string, result: SampleResult) =>
      there.world.act(actor, recordFinding(there.world.deployment.contracts, sample_id, { key_id, result, report }))
    expect((await problemOf(record('chip_maker', first, 'conforming'))).status, 'its own judge').to.equal(403)
    const elsewhere = await problemOf(record('assessor', sha256('of another process'), 'conforming'))
    expect(elsewhere.code).to.equal('sample_process_wrong')

    await record('assessor', first, 'conforming')
    await record('assessor', second, 'conforming')
    writeFileSync(folder.file('report.pdf'), 'the chip is another one')
    const options = ['--key', second, '--result', 'nonconforming', '--report', folder.file('report.pdf')]
    document(await as('assessor', 'sample', 'finding', sample_id, ...options))
    await record('assessor', sha256('too late'), 'not_available')
    sample = await shown()

    expect(sample.drawn?.keys.map(({ finding }) => finding?.result)).to.deep.equal(['conforming', 'nonconforming', ...Array(3)])
    expect(sample.drawn?.keys[1]?.finding).to.include({ report, assessor_id: there.world.actors.assessor.account })
    expect(sample.drawn?.other_findings.map(({ key_id }) => key_id)).to.deep.equal([sha256('too late')])
    const findings = document<SampleFindingRecord[]>(await derkey('sample', 'findings', process_id))
    expect(findings.map(({ result }) => result)).to.deep.equal(['conforming', 'conforming', 'nonconforming', 'not_available'])
  })

  it('is read over REST by assessors, supervisors and the owner of the process, and by nobody else', async () => {
    const path = `/v1/samples/${sample_id}`
    const { as_of: _, ...read } = (await there.call<DrawnSample & { as_of: object }>('chip_maker', 'GET', path)).body
    expect(read).to.deep.equal(sample)
    for (const actor of ['assessor', 'regulator'] as const) expect((await there.call(actor, 'GET', path)).status, actor).to.equal(200)
    for (const each of [path, `/v1/processes/${process_id}/findings`]) {
      expect((await there.call('oem', 'GET', each)).body, each).to.include({ status: 403, code: 'right_missing' })
    }
    const findings = await there.call<{ findings: object[] }>('assessor', 'GET', `/v1/processes/${process_id}/findings`)
    expect(findings.body.findings).to.have.length(4)
    expect((await there.call('regulator', 'GET', '/v1/samples/99')).body).to.include({ status: 404, code: 'sample_unknown' })
    expect((await there.call('regulator', 'GET', '/v1/processes/99/findings')).body).to.include({ status: 404, code: 'process_unknown' })
  })

  it('ends with the process suspended, and every key of it at once', async () => {
    const { contracts } = there.world.deployment
    await there.world.act(
      'programme_manager',
      setProcessState(contracts, 'programme_manager', process_id, 'suspended', 'privilegeWithdrawn'),
    )

    for (const key of [inTime[0], sha256('too early')]) {
      const { body } = await there.call<KeyInfo>('utility', 'GET', `/v1/keys/${key}`)
      expect([body.effective_status, body.effective_reason]).to.deep.equal(['suspended', 'process_suspended'])
    }
  })
})
