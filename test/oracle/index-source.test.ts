import { expect } from 'chai'
import { randomBytes } from 'node:crypto'
import { setKeyStatus } from '../../src/chain/calls/key-calls.ts'
import { setProcessState } from '../../src/chain/calls/process-calls.ts'
import { createChainSource } from '../../src/chain/key-status-source.ts'
import type { Hex } from '../../src/domain/fields.ts'
import type { KeyStatusChange, KeyStatusSource } from '../../src/domain/key-status-source.ts'
import { openIndexReader } from '../../src/oracle/index/open-index.ts'
import { restoreSnapshot } from '../../src/oracle/index/restore.ts'
import { takeSnapshot } from '../../src/oracle/index/snapshot.ts'
import { createIndexSource } from '../../src/oracle/on-index/key-status-source.ts'
import { followIndex, type FollowedIndex } from '../support/followed-index.ts'
import { newRotatingKey, rotate } from '../support/rotating-key.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { deployWorld, type World } from '../support/world.ts'

const randomKey = (): Hex => `0x${randomBytes(32).toString('hex')}`

describe('a key status source that is an index', () => {
  const folder = temporaryFolder()
  const file = folder.file('index.sqlite')
  let world: World
  let index: FollowedIndex
  let source: KeyStatusSource
  let chain: KeyStatusSource
  before(async () => {
    world = await deployWorld()
    index = await followIndex(file, world)
    source = sourceOf()
    chain = createChainSource(world.registry)
  })
  after(async () => {
    await index.stop()
    await world.close()
    folder.remove()
  })

  const sourceOf = (maxAgeSeconds = 60) =>
    createIndexSource({ registry: world.registry.name, open: () => openIndexReader(file, world.deployment), maxAgeSeconds, pollMs: 5 })
  const register = (keyIds: readonly Hex[]) => world.registerKeys('chip_maker', world.processes.secure_element.process_id, keyIds)
  /** When the index has got as far as the chain. */
  const newest = async (keyId: Hex) => {
    const head = Number(await world.client.getBlockNumber({ cacheTime: 0 }))
    for (;;) {
      const answer = await source.get(keyId)
      if (answer.kind === 'unreachable' || answer.as_of.block >= head) return answer
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
  const following = (asked: KeyStatusSource) => {
    const aborted = new AbortController()
    const changes = asked.changes(aborted.signal)[Symbol.asyncIterator]()
    const next = async (wanted: (change: KeyStatusChange) => boolean) => {
      for (;;) {
        const { value, done } = await changes.next()
        if (done === true) throw new Error('the changes ended')
        if (wanted(value)) return value
      }
    }
    return { next, stop: () => aborted.abort() }
  }
  const isOf = (keyId: Hex) => (change: KeyStatusChange) => change.kind === 'keys' && change.key_ids.includes(keyId)

  it('answers as the chain does, of keys that are there, fell, or are not there, and of a device’s line', async () => {
    const keyId = randomKey()
    expect(await newest(keyId)).to.deep.equal(await chain.get(keyId))
    const [first, second] = [newRotatingKey(), newRotatingKey()]
    await register([keyId, first.key_id, second.key_id])
    await world.act('chip_maker', setKeyStatus(world.deployment.contracts, 'owner', [keyId], 'revoked', 'keyCompromise'))
    await rotate(world, 'chip_maker', first, second)
    for (const each of [keyId, first.key_id, second.key_id]) expect(await newest(each)).to.deep.equal(await chain.get(each))
    const answer = await newest(second.key_id)
    expect(answer.kind === 'known' && answer.line).to.deep.equal([first.key_id, second.key_id])
  })

  it('tells keys that changed, and everything where a process did', async () => {
    const { next, stop } = following(source)
    const keyId = randomKey()
    // its first look is over when this comes back
    const changed = next(isOf(keyId))
    await register([keyId])
    expect(await changed).to.deep.include({ key_ids: [keyId] })
    const { contracts } = world.deployment
    const { block } = await world.act('regulator', setProcessState(contracts, 'regulator', '2', 'suspended', 'certificateHold'))
    expect(await next(({ kind }) => kind === 'all')).to.include({ block })
    await world.act('regulator', setProcessState(contracts, 'regulator', '2', 'active', 'certificateHold'))
    stop()
  })

  it('says nothing any more where it was not at the head for too long, and answers again when it is', async () => {
    const keyId = randomKey()
    const impatient = sourceOf(1)
    const { next, stop } = following(impatient)
    await index.stop()
    expect(await next(({ kind }) => kind === 'reachable')).to.include({ reachable: false })
    const answer = await impatient.get(keyId)
    expect(answer.kind === 'unreachable' && answer.cause).to.match(
      /^index_stale: the index was last at the head of the chain \d+ s ago, 1 s at most/,
    )
    index = await followIndex(file, world)
    expect(await next(({ kind }) => kind === 'reachable')).to.include({ reachable: true })
    expect(await impatient.get(keyId)).to.include({ kind: 'unknown' })
    stop()
  })

  it('goes on with the file that was put in the place of the one that it read', async () => {
    const copy = folder.file('copy.sqlite')
    const { next, stop } = following(source)
    const replaced = next(({ kind }) => kind === 'all')
    takeSnapshot(file, world.deployment, copy)
    await index.stop()
    restoreSnapshot(copy, file, world.deployment)
    index = await followIndex(file, world)
    await replaced
    const keyId = randomKey()
    await register([keyId])
    expect(await newest(keyId)).to.include({ kind: 'known' })
    stop()
  })

  it('is unreachable, with the cause, where there is no index yet', async () => {
    const missing = folder.file('nowhere.sqlite')
    const nowhere = createIndexSource({ registry: '', open: () => openIndexReader(missing, world.deployment), maxAgeSeconds: 60 })
    const answer = await nowhere.get(randomKey())
    expect(answer.kind === 'unreachable' && answer.cause).to.equal(`index_empty: ${missing} does not exist`)
  })

  it('tells everything where the chain was rolled back, though it is longer than before when it looks', async () => {
    const tell = (method: string, ...params: unknown[]) => world.client.request({ method, params } as never)
    const keyId = randomKey()
    const snapshot: unknown = await tell('evm_snapshot')
    await register([keyId])
    expect(await newest(keyId)).to.include({ kind: 'known' })
    const { next, stop } = following(source)
    const all = next(({ kind }) => kind === 'all')
    await tell('evm_revert', snapshot)
    await tell('hardhat_mine', '0x3')
    expect(await all).to.include({ kind: 'all' })
    expect(await newest(keyId)).to.include({ kind: 'unknown' })
    stop()
  })
})
