import { expect } from 'chai'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import pino from 'pino'
import { readConfiguration } from '../../src/oracle/read-configuration.ts'
import { startOracle } from '../../src/oracle/start-oracle.ts'
import { problemOf } from '../support/problem-of.ts'
import { startFaultyNode, type FaultyNode } from '../support/faulty-node.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { deployWorld, type World } from '../support/world.ts'

const derkey = join(import.meta.dirname, '..', '..', 'bin', 'derkey.js')

describe('derkey oracle', () => {
  let world: World
  let node: FaultyNode
  const folder = temporaryFolder()
  const children: ChildProcess[] = []
  let settings: Record<string, unknown>

  before(async () => {
    world = await deployWorld()
    node = await startFaultyNode(world.chain.url)
    settings = {
      listen: { port: 0 },
      rpc: node.url,
      deployment: world.deploymentFile,
      data: 'data',
      signers: { line: await world.keystoreOf('chip_maker') },
      log_level: 'warn',
    }
  })
  after(async () => {
    for (const child of children) child.kill('SIGKILL')
    await node.close()
    await world.close()
    folder.remove()
  })

  const configure = (changes: object = {}, name = 'oracle.json') => {
    writeFileSync(folder.file(name), JSON.stringify({ ...settings, ...changes }))
    return folder.file(name)
  }
  /** Not the synchronous kind: the chain that a command asks runs in this process. */
  const run = async (...args: string[]) => {
    const child = spawn(process.execPath, [derkey, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
    return { status: child.exitCode, stdout, stderr, json: () => JSON.parse(stdout) as Record<string, string> }
  }
  const start = async (config: string) => {
    const child = spawn(process.execPath, [derkey, '--json', 'oracle', '--config', config], { stdio: ['ignore', 'pipe', 'pipe'] })
    children.push(child)
    let answer = ''
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      answer += chunk.toString()
      if (answer.includes('}')) break
    }
    return { child, url: (JSON.parse(answer) as { url: string }).url }
  }
  const end = async (child: ChildProcess, signal: NodeJS.Signals) => {
    child.kill(signal)
    await once(child, 'exit')
    return child.exitCode
  }
  const makeToken = async (config: string) =>
    (
      await run('oracle', 'token', 'create', '--config', config, '--entity', world.actors.chip_maker.account, '--signer', 'line')
    ).stdout.trim()

  it('makes, lists and revokes tokens', async () => {
    const config = configure()
    const out = folder.file('token')
    const entity = world.actors.chip_maker.account
    const made = await run(
      '--json',
      'oracle',
      'token',
      'create',
      '--config',
      config,
      '--entity',
      entity,
      '--expires-in',
      '12h',
      '--out',
      out,
    )
    expect(made.status, made.stderr).to.equal(0)
    const { token_id = '', expires_at = '' } = made.json()
    expect(Date.parse(expires_at) - Date.now()).to.be.within(11.9 * 3_600_000, 12 * 3_600_000)
    expect(readFileSync(out, 'utf8')).to.match(/^derkey_[\w-]{43}\n$/)
    expect(statSync(out).mode & 0o777).to.equal(0o600)
    expect(made.stdout).to.not.contain('derkey_')

    expect((await run('--json', 'oracle', '--config', config, 'token', 'list')).stdout)
      .to.contain(token_id)
      .and.to.not.contain('derkey_')
    expect((await run('oracle', 'token', 'revoke', '--config', config, token_id)).status).to.equal(0)
    expect((await run('oracle', 'token', 'list', '--config', config)).stdout).to.match(new RegExp(`${token_id}.*Z .*Z .*Z`))
  })

  it('refuses wrong calls in one line, with exit code 2', async () => {
    const config = configure()
    const wrong = [
      [['oracle'], '--config FILE'],
      [['oracle', '--config', configure({ listen: {}, colour: 1 }, 'bad.json')], 'listen.port'],
      [['oracle', 'token', 'create', '--config', config, '--entity', world.actors.oem.account, '--signer', 'other'], 'no signer other'],
      [['oracle', 'token', 'create', '--config', config, '--entity', world.actors.oem.account, '--expires-in', 'soon'], '90d'],
    ] as const
    const failures = await Promise.all(wrong.map(async ([args, named]) => ({ args, named, ...(await run(...args)) })))
    for (const { args, named, status, stderr } of failures) {
      expect(status, `${args.join(' ')}: ${stderr}`).to.equal(2)
      expect(stderr)
        .to.contain(named)
        .and.to.not.match(/\n\s+at /)
    }
  })

  it('does not start with a taken port, another chain, or a password that others can read', async () => {
    const deployment = JSON.parse(readFileSync(world.deploymentFile, 'utf8')) as { chain_id: number; contracts: Record<string, object> }
    const write = (name: string, content: object) => {
      writeFileSync(folder.file(name), JSON.stringify(content))
      return name
    }
    const open = folder.file('open-password')
    writeFileSync(open, 'chip_maker\n', { mode: 0o644 })
    const { keystore } = await world.keystoreOf('chip_maker')
    const elsewhere = Object.entries(deployment.contracts).map(([name, contract]) => [
      name,
      { ...contract, address: `0x${'12'.repeat(20)}` },
    ])
    const port = Number(new URL(node.url).port)
    const wrong = [
      [{ listen: { port } }, 'port_taken'],
      [{ deployment: write('other-chain.json', { ...deployment, chain_id: 5 }) }, 'wrong_chain'],
      [{ deployment: write('elsewhere.json', { ...deployment, contracts: Object.fromEntries(elsewhere) }) }, 'contract_missing'],
      [{ deployment: 'none.json' }, 'deployment_missing'],
      [{ signers: { line: { keystore, password_file: open } } }, 'secret_exposed'],
      [{ tls: { certificate: 'none.pem', key: 'none.pem' } }, 'file_unreadable'],
    ] as const
    for (const [changes, code] of wrong) {
      const configuration = readConfiguration(configure(changes, 'wrong.json'))
      const log = pino({ level: 'silent' })
      const problem = await problemOf(startOracle({ configuration, policies: new Map(), log, version: '0' }))
      expect(problem.code).to.equal(code)
    }
    const failed = await run('oracle', '--config', configure({ deployment: 'other-chain.json' }))
    expect(failed.status).to.equal(1)
    expect(failed.stderr).to.match(/^error .*\(wrong_chain\)\n[^\n]+\n$/)
  })

  it('starts while its node is away, is red until that answers, and writes and reads then', async () => {
    const config = configure({ data: 'data-early', log_level: 'silent' })
    const authorization = `Bearer ${await makeToken(config)}`
    node.choose = () => 'drop'
    const { child, url } = await start(config)
    const read = () => fetch(`${url}/v1/processes/1`, { headers: { authorization } })
    expect((await fetch(`${url}/readyz`)).status).to.equal(503)
    expect(((await (await read()).json()) as { code: string }).code).to.equal('index_empty')
    const write = () => {
      const headers = { authorization, 'content-type': 'application/json', prefer: 'wait=30' }
      return fetch(`${url}/v1/processes`, { method: 'POST', headers, body: '{}' })
    }
    expect((await write()).status).to.equal(503)
    node.choose = () => 'pass'
    expect((await write()).status).to.equal(201)
    let ready = await fetch(`${url}/readyz`)
    while (ready.status !== 200) ready = await fetch(`${url}/readyz`)
    expect((await read()).status).to.equal(200)
    const metrics = await (await fetch(`${url}/metrics`)).text()
    expect(metrics).to.match(/^derkey_index_age_seconds \d/m)
    expect(metrics.match(/^derkey_index_block (\d+)$/m)?.[1]).to.equal(metrics.match(/^derkey_chain_head_block (\d+)$/m)?.[1])
    expect(await end(child, 'SIGTERM')).to.equal(0)
  })

  it('goes on after kill -9 with a write that no node had taken, once', async () => {
    const config = configure({ data: 'data-killed' })
    const authorization = `Bearer ${await makeToken(config)}`
    node.choose = (method) => (method === 'eth_sendRawTransaction' ? 'drop' : 'pass')
    const first = await start(config)
    const begun = await fetch(`${first.url}/v1/processes`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json', 'idempotency-key': 'k1' },
      body: '{}',
    })
    expect(begun.status).to.equal(202)
    const { transaction_id } = (await begun.json()) as { transaction_id: string }
    await end(first.child, 'SIGKILL')
    node.choose = () => 'pass'

    const second = await start(config)
    const repeat = await fetch(`${second.url}/v1/processes`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json', 'idempotency-key': 'k1', prefer: 'wait=30' },
      body: '{}',
    })
    expect(repeat.status).to.equal(201)
    const done = (await repeat.json()) as { transaction_id: string; process_id: string }
    expect(done.transaction_id).to.equal(transaction_id)
    const next = await fetch(`${second.url}/v1/processes/${Number(done.process_id) + 1}`, { headers: { authorization } })
    expect(next.status).to.equal(404)
    expect(await end(second.child, 'SIGTERM')).to.equal(0)
  })
})
