import { closeSync, existsSync, openSync, readFileSync, readdirSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { expect } from 'chai'
import pino from 'pino'
import { randomKeyIds } from '../../../scripts/network-drills/random-key-ids.ts'
import { startFollower, type Follower, type FollowerOptions } from '../../../src/oracle/follower/start-follower.ts'
import type { FollowerEvent } from '../../../src/oracle/follower/follower-event.ts'
import { openIndexReader } from '../../../src/oracle/index/open-index.ts'
import type { Hex } from '../../../src/domain/fields.ts'
import { forgedChain } from '../../support/forged-chain.ts'
import { startFaultyNode } from '../../support/faulty-node.ts'
import { problemOf } from '../../support/problem-of.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { deployWorld, type World } from '../../support/world.ts'

describe('the follower of an index', () => {
  let world: World
  let folder: ReturnType<typeof temporaryFolder>
  let file: string
  let keys: Hex[]
  let running: Follower[]
  before(async () => {
    world = await deployWorld()
    keys = randomKeyIds(20)
    await world.registerKeys('chip_maker', world.processes.secure_element.process_id, keys)
  })
  after(() => world.close())
  beforeEach(() => {
    folder = temporaryFolder()
    file = folder.file('index.sqlite')
    running = []
  })
  afterEach(async () => {
    for (const follower of running) await follower.stop()
    folder.remove()
  })

  const start = async (options: Partial<FollowerOptions> = {}) => {
    const { deployment, chain } = world
    const log = pino({ level: 'silent' })
    const follower = await startFollower({ file, endpoints: [chain.url], deployment, pollMs: 20, log, ...options })
    running.push(follower)
    return follower
  }
  const once = { patienceMs: 2000 }
  const holds = (keyIds: readonly Hex[]) => {
    const reader = openIndexReader(file, world.deployment)
    try {
      return keyIds.map((keyId) => reader.keyInfo(keyId)?.key.status)
    } finally {
      reader.close()
    }
  }
  /** Until it tells of something. */
  const event = (wanted: (event: FollowerEvent) => boolean) => {
    const { promise, resolve } = Promise.withResolvers<FollowerEvent>()
    return { promise, onEvent: (event: FollowerEvent) => void (wanted(event) && resolve(event)) }
  }

  it('brings it to the head and ends, with `once`', async () => {
    const follower = await start({ once })
    await follower.ended
    expect(holds(keys)).to.deep.equal(keys.map(() => 'active'))
    expect(statSync(file).mode & 0o777).to.equal(0o600)
  })

  it('keeps it at the head while others read it', async () => {
    const later = randomKeyIds(3)
    let wanted = Infinity
    const { promise, onEvent } = event((event) => event.kind === 'confirmed' && event.head >= wanted)
    await start({ onEvent })
    await world.registerKeys('oem', world.processes.unprotected_memory.process_id, later)
    wanted = Number(await world.client.getBlockNumber({ cacheTime: 0 }))
    await promise
    expect(holds([...keys, ...later]))
      .to.have.length(23)
      .and.not.include(undefined)
  })

  it('is there before the node is, and begins when it comes', async () => {
    const { promise, onEvent } = event((event) => event.kind === 'trouble')
    const follower = await start({ endpoints: ['http://127.0.0.1:1'], onEvent })
    expect(await promise).to.deep.include({ kind: 'trouble' })
    await follower.stop()
    await (
      await start({ once })
    ).ended
    expect(holds(keys)).not.to.include(undefined)
  })

  it('says at the end of its patience, with `once`, what the node failed with', async () => {
    const follower = await start({ endpoints: ['http://127.0.0.1:1'], once: { patienceMs: 300 } })
    expect((await problemOf(follower.ended)).code).to.equal('chain_unreachable')
  })

  it('keeps an index alone', async () => {
    await start()
    const said: string[] = []
    const log = pino({ level: 'error' }, { write: (line) => said.push(line) })
    expect((await problemOf(start({ log }))).code).to.equal('index_taken')
    expect(said, 'it is not tried again').to.deep.equal([])
  })

  it('refuses the index of another registry, and leaves it as it is', async () => {
    await (
      await start({ once })
    ).ended
    const { deployment } = world
    const KeyRegistry = { ...deployment.contracts.KeyRegistry, address: `0x${'12'.repeat(20)}` as const }
    const other = { ...deployment, contracts: { ...deployment.contracts, KeyRegistry } }
    expect((await problemOf(start({ deployment: other }))).code).to.equal('index_foreign')
    expect(holds(keys)).not.to.include(undefined)
  })

  it('leaves a file alone that is something else', async () => {
    writeFileSync(file, 'key_id,process_id\n')
    expect(await problemOf(start())).to.include({ code: 'index_foreign', field: 'index' })
    expect(readFileSync(file, 'utf8')).to.equal('key_id,process_id\n')
    expect(readdirSync(folder.path)).to.have.length(1)
  })

  const faults: [what: string, damage: () => void][] = [
    ['cut in half', () => truncateSync(file, Math.floor(statSync(file).size / 2))],
    [
      'overwritten at its beginning',
      () => {
        const opened = openSync(file, 'r+')
        writeSync(opened, 'nothing of a database', 0)
        closeSync(opened)
      },
    ],
  ]
  for (const [what, damage] of faults) {
    it(`sets an index aside that was ${what}, says so, and makes it anew`, async () => {
      await (
        await start({ once })
      ).ended
      damage()
      const events: FollowerEvent[] = []
      await (
        await start({ once, onEvent: (event) => events.push(event) })
      ).ended
      expect(holds(keys)).not.to.include(undefined)
      const aside = events.find((event) => event.kind === 'set_aside')
      expect(aside).to.deep.include({ kind: 'set_aside', why: 'damaged' })
      expect(aside?.kind === 'set_aside' && existsSync(aside.as)).to.equal(true)
    })
  }

  it('makes an index anew whose chain is no more', async () => {
    await (
      await start({ once })
    ).ended
    const node = await startFaultyNode(world.chain.url)
    try {
      // the same contracts, in blocks that are all others
      node.choose = await forgedChain(world.client, 0)
      const events: FollowerEvent[] = []
      await (
        await start({ endpoints: [node.url], once, onEvent: (event) => events.push(event) })
      ).ended
      expect(events.find((event) => event.kind === 'set_aside')).to.deep.include({ why: 'forked' })
      expect(readdirSync(folder.path).filter((name) => name.includes('forked'))).not.to.deep.equal([])
      expect(holds(keys)).not.to.include(undefined)
    } finally {
      await node.close()
    }
  })
})
