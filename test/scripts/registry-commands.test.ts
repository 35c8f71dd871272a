import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createHash } from 'node:crypto'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { openssl } from '../../scripts/demo/openssl.ts'
import { criteria, secureElement } from '../../scripts/demo/assess-process.ts'
import type { ActorName } from '../../scripts/demo/cast.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { deployWorld, type World } from '../support/world.ts'

const derkey = join(import.meta.dirname, '..', '..', 'bin', 'derkey.js')
const keyId = (name: string) => `0x${createHash('sha256').update(name).digest('hex')}`

type Run = { readonly code: number; readonly stdout: string; readonly stderr: string }

describe('derkey, on a registry', () => {
  const folder = temporaryFolder()
  let world: World
  before(async () => {
    world = await deployWorld()
  })
  after(async () => {
    await world.close()
    folder.remove()
  })

  const run = async (...args: string[]): Promise<Run> => {
    const env = { ...process.env, DERKEY_RPC: world.chain.url, DERKEY_DEPLOYMENT: world.deploymentFile, NO_COLOR: '1' }
    try {
      return { code: 0, ...(await promisify(execFile)(process.execPath, [derkey, ...args], { env, cwd: folder.path })) }
    } catch (error) {
      const { code, stdout, stderr } = error as Run
      return { code, stdout, stderr }
    }
  }
  const as = async (actor: ActorName, ...args: string[]) => {
    const { keystore, password_file } = await world.keystoreOf(actor)
    return run(...args, '--keystore', keystore, '--password-file', password_file, '--json')
  }
  const document = <T = Record<string, unknown>>({ code, stdout, stderr }: Run): T => {
    expect(code, stderr).to.equal(0)
    return JSON.parse(stdout) as T
  }

  it('creates and assesses a process, registers a key by its CSR, and shows it', async () => {
    const { process_id } = document<{ process_id: string }>(await as('chip_maker', 'process', 'create'))
    const common = {
      process_id,
      completion_date: '2026-03-31T00:00:00Z',
      reference: keyId('evidence'),
      scope: 'all',
      criteria: criteria.sha256,
    }
    for (const [kind, assessment_result] of [
      ['key_generation', secureElement.generation],
      ['key_protection', secureElement.protection],
    ] as const) {
      writeFileSync(folder.file('assessment.json'), JSON.stringify({ ...common, kind, assessment_result }))
      const recorded = await as('assessor', 'assessment', 'create', folder.file('assessment.json'))
      const { assessment_id } = document<{ assessment_id: string }>(recorded)
      document(await as('programme_manager', 'assessment', 'approve', assessment_id))
    }
    const [key, csr] = [folder.file('device.key'), folder.file('device.csr')]
    await openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', key)
    await openssl('req', '-new', '-key', key, '-subj', '/', '-out', csr)
    const registered = document(await as('chip_maker', 'key', 'register', csr, '--process', process_id))
    const [{ key_id }] = document<[{ key_id: string }]>(await run('key', 'id', csr, '--json'))
    const info = document<{ key: object; effective_status: string }>(await run('key', 'show', csr, '--json'))

    expect(registered).to.include({ process_id, registered: 1 })
    expect(info.effective_status).to.equal('active')
    expect(info.key).to.include({ key_id, process_id })
    expect((await run('decide', csr, '--policy', 'lab')).code).to.equal(0)
  })

  it('demands proof of possession, and registers a list without it when told so', async () => {
    const { process_id } = world.processes.unprotected_memory
    writeFileSync(folder.file('list.csv'), ['key_id', keyId('one'), keyId('two')].join('\n'))
    const refused = await as('oem', 'key', 'register', folder.file('list.csv'), '--process', process_id)
    const registered = await as('oem', 'key', 'register', folder.file('list.csv'), '--process', process_id, '--without-proof')
    const listed = document<unknown[]>(await run('key', 'list', '--process', process_id, '--json'))

    expect(refused.code).to.equal(2)
    expect(refused.stderr).to.contain('proof_missing')
    expect(document(registered)).to.include({ registered: 2 })
    expect(listed).to.have.length(2)
  })

  it('restricts and refuses by exit code', async () => {
    const one = keyId('one')
    expect((await run('decide', one, '--policy', 'csip-baseline')).code).to.equal(10)
    document(await as('regulator', 'key', 'suspend', one, '--reason', 'keyCompromise'))
    const decided = await run('decide', one, '--policy', 'csip-baseline', '--json')
    expect(decided.code).to.equal(11)
    expect(JSON.parse(decided.stdout)).to.include({ outcome: 'refuse', key_id: one })

    const owner = await as('oem', 'key', 'reinstate', one)
    expect(owner.code).to.equal(1)
    expect(owner.stderr).to.contain('rank_too_low').and.contain('regulator')
    document(await as('regulator', 'key', 'reinstate', one))
  })

  it('proposes what takes the board, by a seat, and refuses everybody else', async () => {
    const { process_id, key_protection_id } = world.processes.secure_element
    const lab = world.actors.assessor.account
    const acts: [string[], string][] = [
      [['entity', 'accredit', lab, '--until', '2037-01-01T00:00:00Z'], `Accredit ${lab} until 2037-01-01T00:00:00Z`],
      [['entity', 'strike-off', lab, '--since', '2026-06-01T00:00:00Z'], `Strike ${lab} off, since 2026-06-01T00:00:00Z`],
      [['process', 'revoke', process_id], `Revoke process ${process_id}: unspecified`],
      [['assessment', 'withdraw', key_protection_id], `Withdraw assessment ${key_protection_id}: unspecified`],
    ]
    // a seat can propose from the second after it was given
    await world.client.request({ method: 'evm_increaseTime', params: [1] } as never)
    for (const [args, description] of acts) {
      const proposed = document<{ motion_id: string }>(await as('north_utility', ...args))
      expect(proposed).to.include({ kind: 'ordinary', description })
      expect(proposed.motion_id).to.match(/^0x[0-9a-f]{64}$/)
    }
    const refused = await as('regulator', 'process', 'revoke', process_id)

    expect(refused.code).to.equal(1)
    expect(JSON.parse(refused.stderr.trim().split('\n').at(-1) ?? '')).to.include({ code: 'not_seated' })
    expect(document(await run('process', 'show', process_id, '--json'))).to.include({ state: 'active' })
  })

  it('says in one line who lacks which right, without a stack trace', async () => {
    const { code, stdout, stderr } = await as('intruder', 'process', 'create')

    expect(code).to.equal(1)
    expect(stdout).to.equal('')
    expect(JSON.parse(stderr)).to.include({ code: 'account_unknown', status: 403 })
    expect(stderr).to.not.match(/\n\s+at /)
  })

  const wrong: [string, string[], string][] = [
    ['a key id that is none', ['key', 'show', '0x12'], 'invalid_input'],
    ['a key that is not registered', ['key', 'show', keyId('nobody')], 'key_unknown'],
    ['a process id that is none', ['process', 'show', '01'], 'invalid_input'],
    ['a lot that is not there', ['lot', 'show', '999'], 'lot_unknown'],
    ['no keystore', ['process', 'create'], 'keystore_missing'],
    ['no deployment', ['lot', 'list', '--deployment', 'none.json'], 'deployment_missing'],
  ]
  for (const [what, args, code] of wrong) {
    it(`answers ${what} with ${code}`, async () => {
      const result = await run(...args)

      expect(result.stdout).to.equal('')
      expect(result.stderr).to.contain(`(${code})`)
      expect(result.code).to.be.oneOf([1, 2])
    })
  }

  it('lists records as an array, or as a table', async () => {
    expect(document<unknown[]>(await run('assessment', 'list', '--json')).length).to.be.at.least(4)
    const { stdout } = await run('entity', 'list')
    expect(stdout).to.contain('Chip Maker').and.contain('key_generator,component_manufacturer')
  })

  it('registers an entity with every field checked', async () => {
    const fields = ['--type', 'company', '--name', 'New Maker', '--country', 'CA', '--role', 'manufacturer']
    const create = (rlid: string) =>
      as('registrar', 'entity', 'create', '--entity-id', world.actors.intruder.account, '--rlid', rlid, ...fields)
    const wrongDigits = await create('lei:549300NEWMAKER000100')

    expect(wrongDigits.code).to.equal(2)
    expect(JSON.parse(wrongDigits.stderr)).to.include({ code: 'invalid_input', field: 'rlid' })
    document(await create('duns:123456789'))
    document(await as('registrar', 'entity', 'update', world.actors.intruder.account, '--name', 'Renamed Maker'))
    const shown = document(await run('entity', 'show', world.actors.intruder.account, '--json'))
    expect(shown).to.include({ name: 'Renamed Maker', country: 'CA', rlid: 'duns:123456789' })
  })

  it('examines the registry', async () => {
    const result = document<{ faults: number; roles: unknown[] }>(await run('doctor', '--json'))

    expect(result.faults).to.equal(0)
    expect(result.roles).to.have.length(5)
  })

  it('runs a chain until it is told to stop, with funded keystores on request', async () => {
    const args = ['chain', '--port', '0', '--accounts', '1', '--keystores', folder.file('keystores'), '--json']
    const child = spawn(process.execPath, [derkey, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    let text = ''
    while (!text.trimEnd().endsWith('}')) text += ((await once(child.stdout, 'data')) as [Buffer])[0].toString()
    const started = JSON.parse(text) as { rpc_url: string; accounts: { keystore: string }[]; byzantine_fault_tolerant: boolean }
    child.kill('SIGTERM')
    await once(child, 'exit')

    expect(started.rpc_url).to.match(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(started.byzantine_fault_tolerant).to.equal(false)
    expect(statSync(started.accounts[0]?.keystore ?? '').mode & 0o777).to.equal(0o600)
    expect(child.exitCode).to.equal(0)
  })

  it('says that a port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const result = await run('chain', '--port', String((server.address() as AddressInfo).port))
    server.close()

    expect(result.code).to.equal(1)
    expect(result.stderr).to.contain('port_taken')
  })
})
