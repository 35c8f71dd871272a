import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { expect } from 'chai'
import { randomKeyIds } from '../../scripts/network-drills/random-key-ids.ts'
import { openIndexReader } from '../../src/oracle/index/open-index.ts'
import { derkeyProgram } from '../support/run-derkey.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { deployWorld, type World } from '../support/world.ts'
import { commandLineOf } from './command-line.ts'

describe('derkey index', () => {
  let world: World
  const folder = temporaryFolder()
  const file = folder.file('index.sqlite')
  const { run, document, refusal } = commandLineOf(() => world)
  const keys = randomKeyIds(12)
  const children: ChildProcess[] = []
  before(async () => {
    world = await deployWorld()
    await world.registerKeys('chip_maker', world.processes.secure_element.process_id, keys)
  })
  after(async () => {
    for (const child of children) child.kill('SIGKILL')
    await world.close()
    folder.remove()
  })

  type Line = { readonly event: string } & Record<string, unknown>
  const eventsOf = (stdout: string) =>
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line)
  const follow = (...args: string[]) => {
    const given = ['index', 'follow', '--index', file, '--deployment', world.deploymentFile, '--json', ...args]
    const child = spawn(process.execPath, [derkeyProgram, ...given], { stdio: ['ignore', 'pipe', 'inherit'] })
    children.push(child)
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
    const until = async (event: string) => {
      for (;;) {
        const { value, done } = await lines.next()
        if (done === true) throw new Error(`it ended before ${event}`)
        const line = JSON.parse(value) as Line
        if (line.event === event) return line
      }
    }
    return { child, until }
  }
  const holds = () => {
    const reader = openIndexReader(file, world.deployment)
    try {
      return keys.map((keyId) => reader.keyInfo(keyId)?.key.status)
    } finally {
      reader.close()
    }
  }

  it('follow --once brings a new index to the head, and says how it went', async () => {
    const { code, stdout, stderr } = await run('index', 'follow', '--once', '--index', file)
    expect(code, stderr).to.equal(0)
    const events = eventsOf(stdout)
    expect(events.map(({ event }) => event)).to.include.members(['opened', 'standing', 'progress', 'at_head', 'ended'])
    expect(events.find(({ event }) => event === 'opened')).to.include({ confirmed_at: null })
    expect(events.find(({ event }) => event === 'progress')).to.include.keys('block', 'head', 'keys', 'keys_per_second', 'seconds_left')
    expect(events.at(-1)).to.include({ event: 'ended', keys: 12 })
    expect(holds()).to.deep.equal(keys.map(() => 'active'))
  })

  it('show tells how far it is and what is in it', async () => {
    const shown = document(await run('index', 'show', '--index', file))
    expect(shown).to.include({ keys: 12, lots: 1, processes: 2, assessments: 4, rollbacks: 0 })
    expect(shown['registry']).to.equal(world.registry.name)
    expect(shown['block']).to.equal(shown['head'])
    expect(shown['age_seconds']).to.be.within(0, 60)
  })

  it('show refuses where there is none', async () => {
    expect(refusal(await run('index', 'show', '--index', folder.file('none.sqlite'))).code).to.equal('index_empty')
    expect(existsSync(folder.file('none.sqlite'))).to.equal(false)
  })

  it('follow goes on until it is told to end, gives metrics, and takes what is new', async () => {
    const { child, until } = follow('--rpc', world.chain.url, '--rpc', world.chain.url.replace('http', 'ws'), '--metrics', '127.0.0.1:0')
    const { url } = await until('metrics')
    await until('at_head')
    const scraped = await (await fetch(`${String(url)}/metrics`)).text()
    for (const name of ['derkey_index_block', 'derkey_chain_head_block', 'derkey_index_age_seconds']) {
      expect(Number(new RegExp(`^${name} (.+)$`, 'm').exec(scraped)?.[1]), name).to.be.at.least(0)
    }
    expect(scraped).to.include('# TYPE derkey_rpc_disagreements_total counter')
    expect((await fetch(`${String(url)}/readyz`)).status).to.equal(200)

    const later = randomKeyIds(2)
    await world.registerKeys('oem', world.processes.unprotected_memory.process_id, later)
    for (;;) if ((await until('progress'))['keys'] === 2) break
    child.kill('SIGINT')
    expect((await until('ended'))['keys']).to.equal(14)
    expect(await once(child, 'exit')).to.deep.equal([0, null])
    keys.push(...later)
    expect(holds()).not.to.include(undefined)
  })

  it('follow refuses an index that another process keeps, and what it is told wrong', async () => {
    const { child, until } = follow('--rpc', world.chain.url)
    await until('at_head')
    expect(refusal(await run('index', 'follow', '--index', file)).code).to.equal('index_taken')
    expect(refusal(await run('index', 'restore', folder.file('x'), '--index', file)).code).to.equal('index_taken')
    child.kill('SIGTERM')
    await once(child, 'exit')
    expect(refusal(await run('index', 'follow', '--index', file, '--rpc', 'ftp://host'))).to.include({
      code: 'invalid_input',
      field: 'rpc',
    })
    expect(refusal(await run('index', 'follow', '--index', file, '--metrics', 'nowhere'))).to.include({ field: 'metrics' })
    expect(refusal(await run('index', 'follow', '--index', file, '--genesis', world.deploymentFile)).code).to.equal('genesis_invalid')
  })

  it('snapshot copies it while it is followed, and restore puts it back', async () => {
    const { child, until } = follow('--rpc', world.chain.url)
    await until('at_head')
    const target = folder.file('snapshot.sqlite')
    const taken = document(await run('index', 'snapshot', target, '--index', file))
    child.kill('SIGINT')
    await once(child, 'exit')
    expect(taken).to.include({ keys: 14, file: target })
    expect(readFileSync(`${target}.sha256`, 'utf8')).to.include(String(taken['sha256']).slice(2))

    const restored = folder.file('restored.sqlite')
    expect(document(await run('index', 'restore', target, '--index', restored))).to.include({ keys: 14, block: taken['block'] })
    expect(statSync(restored).mode & 0o777).to.equal(0o600)
    expect(document(await run('index', 'show', '--index', restored))['keys']).to.equal(14)
  })
})
