import { expect } from 'chai'
import { existsSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { settings } from '../../scripts/faults/settings.ts'
import { followIntoIndex } from '../../src/oracle/follower/follow-into-index.ts'
import { openIndexReader } from '../../src/oracle/index/open-index.ts'
import type { FollowerEvent } from '../../src/oracle/follower/follower-event.ts'
import { startFaultyNode, type Fault, type FaultyNode } from '../support/faulty-node.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import type { World } from '../support/world.ts'
import { drawsOf } from './support/draws.ts'
import { livelyWorld, requireSameIndex } from './support/lively-world.ts'
import { misdeeds, type Misdeed } from './support/misdeeds.ts'
import { drawStrike, runUntil, type Ended, type Run, type Strike } from './support/strike.ts'

/** Of all kills; the others strike registration. */
const share = 0.4
const clock = pathToFileURL(join(import.meta.dirname, 'support', 'jumping-clock.ts')).href

describe('the index, while its follower', () => {
  const folder = temporaryFolder()
  let world: World
  let node: FaultyNode
  before(async () => {
    world = await livelyWorld()
    node = await startFaultyNode(world.chain.url)
  })
  after(async () => {
    await node.close()
    await world.close()
    folder.remove()
  })

  /** A node that looks through a few blocks at once alone, so that there are many windows. */
  const fewBlocks = (method: string, { params }: { params: unknown[] }): Fault => {
    const { fromBlock, toBlock } = (params[0] ?? {}) as { fromBlock?: string; toBlock?: string }
    if (method !== 'eth_getLogs' || Number(toBlock) - Number(fromBlock) < 8) return 'pass'
    return { answer: JSON.stringify({ jsonrpc: '2.0', id: 1, error: { code: -32_005, message: 'query exceeds max block range 8' } }) }
  }
  type Following = Pick<Run, 'fileKilobytes' | 'enough'> & {
    readonly at?: FaultyNode
    readonly strike?: Strike
    readonly env?: NodeJS.ProcessEnv
  }
  /** A process that follows to the head. */
  const follow = (file: string, { at = node, strike, env = {}, ...limits }: Following = {}): Promise<Ended> => {
    const run = { otherwise: fewBlocks, ...limits }
    const args = ['index', 'follow', '--once', '--index', file, '--deployment', world.deploymentFile]
    return runUntil(strike, at, world.chain.url, args, env, run)
  }
  const remove = (file: string) => {
    for (const name of readdirSync(folder.path)) if (folder.file(name).startsWith(file)) rmSync(folder.file(name))
  }
  const succeed = async (run: Promise<Ended>) => {
    const { code, stderr } = await run
    expect(code, stderr).to.equal(0)
    return stderr
  }

  /** Indexes one after the other, each until it is at the head. */
  async function killedOften(line: string, kills: number): Promise<void> {
    const draws = drawsOf(`catch-up ${line}`)
    const at = await startFaultyNode(world.chain.url)
    for (let left = kills, round = 0; left > 0; round++) {
      const file = folder.file(`${line}-${round}.sqlite`)
      for (;;) {
        const strike = left > 0 ? drawStrike(draws, 90, 1200) : undefined
        const ended = await follow(file, { at, ...(strike !== undefined && { strike }) })
        if (ended.killed) left--
        else {
          expect(ended.code, ended.stderr).to.equal(0)
          break
        }
      }
      await requireSameIndex(world, file, draws)
      remove(file)
    }
    await at.close()
  }

  it('is killed with kill -9 at random instants and started again, holds what the chain holds', async () => {
    const kills = Math.floor(settings.kills * share)
    await Promise.all([killedOften('first', Math.ceil(kills / 2)), killedOften('second', Math.floor(kills / 2))])
  })

  it('meets a full disk and then room again, holds what the chain holds', async () => {
    const file = folder.file('full.sqlite')
    const draws = drawsOf('index disk')
    const full = /index_full|index_unusable/
    let failed = 0
    for (let fileKilobytes = 100 + draws.below(100); fileKilobytes < 1000; fileKilobytes += 100 + draws.below(400)) {
      const { code, stderr } = await follow(file, { fileKilobytes, enough: full })
      if (code === 0) continue
      failed++
      expect(stderr).to.match(full)
    }
    expect(failed, 'runs on a full disk').to.be.above(0)
    await succeed(follow(file))
    await requireSameIndex(world, file, draws)
  })

  it('finds its file cut, sets it aside and makes it anew', async () => {
    const draws = drawsOf('cut index')
    const file = folder.file('cut.sqlite')
    await succeed(follow(file))
    for (const part of [2, 2 + draws.below(50), 1000]) {
      truncateSync(file, Math.floor(statSync(file).size / part))
      expect(await succeed(follow(file))).to.contain('set aside')
      await requireSameIndex(world, file, draws)
    }
  })

  it('has a clock that jumps by hours, holds what the chain holds', async () => {
    const file = folder.file('clock.sqlite')
    await succeed(follow(file, { env: { NODE_OPTIONS: `--import ${clock}`, DERKEY_TEST_CLOCK: String(settings.seed) } }))
    await requireSameIndex(world, file, drawsOf('clock of the index'))
  })

  /** Follows in this process, by those nodes; what it told. */
  async function followBy(file: string, endpoints: readonly string[], patienceMs = 20_000): Promise<FollowerEvent[]> {
    const events: FollowerEvent[] = []
    const { deployment } = world
    const wanted = { file, endpoints, deployment, pollMs: 50, timeoutMs: 300, once: { patienceMs } }
    await followIntoIndex(wanted, new AbortController().signal, (event) => void events.push(event))
    return events
  }

  for (const [name, misdeed] of Object.entries(misdeeds).filter(([, { reads }]) => reads)) {
    it(`asks a node that ${name}, holds what the chain holds`, async () => {
      const draws = drawsOf(`follower ${name}`)
      misbehave(node, misdeed.does, draws)
      const file = folder.file(`${Object.keys(misdeeds).indexOf(name)}.sqlite`)
      // a node that gives an old block for the newest looks like one of a shorter chain, until it says otherwise
      do await followBy(file, [node.url])
      while (blockOf(file) < Number(await world.client.getBlockNumber({ cacheTime: 0 })))
      await requireSameIndex(world, file, draws)
    })
  }

  function blockOf(file: string): number {
    const index = openIndexReader(file, world.deployment)
    try {
      return index.position()?.block ?? 0
    } finally {
      index.close()
    }
  }

  function misbehave(at: FaultyNode, does: Misdeed, draws: ReturnType<typeof drawsOf>): void {
    at.choose = (method, request) => {
      const few = fewBlocks(method, request)
      return few === 'pass' ? does({ method, params: request.params }, draws) : few
    }
  }

  it('is told fewer events by one node of three, believes the other two and says so', async () => {
    const [second, third] = [await startFaultyNode(world.chain.url), await startFaultyNode(world.chain.url)]
    try {
      const file = folder.file('liar.sqlite')
      node.choose = (method) => (method === 'eth_getLogs' ? { alter: (logs) => (logs as unknown[]).slice(1) } : 'pass')
      const events = await followBy(file, [node.url, second.url, third.url])
      expect(events.filter(({ kind }) => kind === 'disagreement')).to.not.be.empty
      await requireSameIndex(world, file, drawsOf('liar'))
    } finally {
      await second.close()
      await third.close()
    }
  })

  it('is told fewer events by one node of two, takes neither’s word', async () => {
    const second = await startFaultyNode(world.chain.url)
    try {
      const file = folder.file('doubt.sqlite')
      node.choose = (method) => (method === 'eth_getLogs' ? { alter: (logs) => (logs as unknown[]).slice(1) } : 'pass')
      const failure = await followBy(file, [node.url, second.url], 500).catch((error: { code?: string }) => error.code)
      expect(failure).to.equal('chain_disagrees')
      expect(existsSync(file)).to.equal(true)
    } finally {
      await second.close()
    }
  })
})
