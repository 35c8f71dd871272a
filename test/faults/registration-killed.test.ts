import { expect } from 'chai'
import { writeFileSync } from 'node:fs'
import { settings } from '../../scripts/faults/settings.ts'
import type { Hex } from '../../src/domain/fields.ts'
import { startFaultyNode } from '../support/faulty-node.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { deployWorld, type World } from '../support/world.ts'
import { drawsOf } from './support/draws.ts'
import { requireEachOnce } from './support/key-events.ts'
import { drawStrike, runUntil } from './support/strike.ts'

/** Of all kills; the others strike the follower. */
const share = 0.6
const keysAList = 6000

describe('derkey key register, killed with kill -9 at random instants and started again', () => {
  const folder = temporaryFolder()
  let world: World
  before(async () => {
    world = await deployWorld()
  })
  after(async () => {
    await world.close()
    folder.remove()
  })

  /** One operator at a time: lists one after the other, each until it is through. All key ids. */
  async function killedOften(actor: 'chip_maker' | 'oem', processId: string, kills: number): Promise<Hex[]> {
    const draws = drawsOf(`registration of ${actor}`)
    const node = await startFaultyNode(world.chain.url)
    const { keystore, password_file } = await world.keystoreOf(actor)
    const all: Hex[] = []
    const env = { DERKEY_DEPLOYMENT: world.deploymentFile }
    let args: string[] = []
    for (let list = 0, left = kills; left > 0; list++) {
      const keyIds = draws.keyIds(keysAList)
      all.push(...keyIds)
      const csv = folder.file(`${actor}-${list}.csv`)
      writeFileSync(csv, `key_id\n${keyIds.join('\n')}\n`)
      args = ['key', 'register', csv, '--process', processId, '--without-proof', '--json']
      args.push('--keystore', keystore, '--password-file', password_file)
      for (;;) {
        const strike = left > 0 ? drawStrike(draws, 60) : undefined
        const { killed, code, stderr } = await runUntil(strike, node, world.chain.url, args, env)
        if (killed) left--
        else {
          expect(code, stderr).to.equal(0)
          break
        }
      }
    }
    const nonce = () => world.client.getTransactionCount({ address: world.actors[actor].account })
    const before = await nonce()
    const again = await runUntil(undefined, node, world.chain.url, args, env)
    expect(again.code, again.stderr).to.equal(0)
    expect(await nonce(), 'transactions of a second run').to.equal(before)
    await node.close()
    return all
  }

  it(`registers every key exactly once, whatever instant it was`, async () => {
    const kills = Math.ceil(settings.kills * share)
    const [first, second] = [Math.ceil(kills / 2), Math.floor(kills / 2)]
    const { secure_element, unprotected_memory } = world.processes
    const lists = await Promise.all([
      killedOften('chip_maker', secure_element.process_id, first),
      killedOften('oem', unprotected_memory.process_id, second),
    ])
    await requireEachOnce(world, lists.flat())
  })
})
