import { expect } from 'chai'
import { copyFileSync, existsSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { join } from 'node:path'
import { settings } from '../../scripts/faults/settings.ts'
import type { Hex } from '../../src/domain/fields.ts'
import { startFaultyNode, type FaultyNode } from '../support/faulty-node.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { deployWorld, type World } from '../support/world.ts'
import { drawsOf } from './support/draws.ts'
import { requireEachOnce } from './support/key-events.ts'
import { runUntil, type Ended } from './support/strike.ts'

const keysAList = 6000
const clock = pathToFileURL(join(import.meta.dirname, 'support', 'jumping-clock.ts')).href

describe('derkey key register', () => {
  const folder = temporaryFolder()
  let world: World
  let node: FaultyNode
  before(async () => {
    world = await deployWorld()
    node = await startFaultyNode(world.chain.url)
  })
  after(async () => {
    await node.close()
    await world.close()
    folder.remove()
  })

  /** A list, a journal of its own, and how to register the one with the other. */
  async function listOf(name: string) {
    const keyIds = drawsOf(name).keyIds(keysAList)
    const [csv, journal] = [folder.file(`${name}.csv`), folder.file(`${name}.journal`)]
    writeFileSync(csv, `key_id\n${keyIds.join('\n')}\n`)
    const { keystore, password_file } = await world.keystoreOf('chip_maker')
    const { process_id } = world.processes.secure_element
    const args = ['key', 'register', csv, '--process', process_id, '--without-proof', '--json', '--journal', journal]
    args.push('--keystore', keystore, '--password-file', password_file)
    const env = { DERKEY_DEPLOYMENT: world.deploymentFile }
    const register = (limits: { readonly fileKilobytes?: number; readonly env?: NodeJS.ProcessEnv } = {}): Promise<Ended> =>
      runUntil(undefined, node, world.chain.url, args, { ...env, ...limits.env }, limits)
    return { keyIds, journal, register }
  }
  const sent = () => world.client.getTransactionCount({ address: world.actors.chip_maker.account })
  const succeed = async (register: () => Promise<Ended>, keyIds: readonly Hex[]) => {
    const { code, stderr } = await register()
    expect(code, stderr).to.equal(0)
    await requireEachOnce(world, keyIds)
  }
  const refusal = ({ code, stderr }: Ended) => {
    expect(code, stderr).to.equal(1)
    // a line a batch, and the problem last
    return JSON.parse(stderr.trim().split('\n').at(-1) ?? '') as { code: string; detail: string }
  }

  it('stops when the disk is full, says so, and goes on when there is room', async () => {
    const { keyIds, register } = await listOf('disk-full')
    const draws = drawsOf('disk full at')
    for (let fileKilobytes = 60 + draws.below(100); fileKilobytes < 900; fileKilobytes += 150 + draws.below(250)) {
      const ended = await register({ fileKilobytes })
      if (ended.code !== 0) expect(refusal(ended).code).to.be.oneOf(['journal_unusable', 'disk_full'])
    }
    await succeed(register, keyIds)
  })

  it('does not send on a journal that was cut in half; without it, every key is there once all the same', async () => {
    const { keyIds, journal, register } = await listOf('cut-journal')
    node.choose = () => 'pass'
    // some of the list, as a disk that is full leaves it
    await register({ fileKilobytes: 400 })
    expect(existsSync(journal)).to.equal(true)
    copyFileSync(journal, `${journal}.whole`)
    truncateSync(journal, Math.floor(statSync(journal).size / 2))
    const before = await sent()
    expect(refusal(await register()).code).to.equal('journal_unusable')
    expect(await sent()).to.equal(before)

    truncateSync(journal)
    await succeed(register, keyIds)
  })

  it('does not mind a clock that jumps by hours', async () => {
    const { keyIds, register } = await listOf('clock')
    const env = { NODE_OPTIONS: `--import ${clock}`, DERKEY_TEST_CLOCK: String(settings.seed) }
    await succeed(() => register({ env }), keyIds)
  })
})
