import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { BesuNode } from '../besu-node.ts'
import { commonHeight } from '../blocks.ts'
import { must, type Drill } from '../drill.ts'
import type { Ground } from '../ground.ts'
import { stopwatch } from '../until.ts'

const haltSeconds = 30
const slowMs = 600_000

export const threeKilled: Drill = {
  name: 'three-killed',
  shows:
    'with one more killed the chain halts and loses nothing; when they are back, stopping and starting all nodes brings it on sooner than waiting',
  figures: {
    killed: 'nodes killed, of how many',
    runbook: "the runbook's way: from stopping all nodes until the next block, s",
    waiting: `waiting instead: from the start of those that were killed until the next block, after ${haltSeconds} s of halt, s`,
    pending: 'transactions handed in while it stood still, and in a block afterwards',
  },
  run: async (ground) => {
    const nodes = await ground.validators()
    const down = nodes.slice(-(Math.floor((nodes.length - 1) / 3) + 1))
    const last = await halt(ground, down)
    const sender = await ground.senderOf(ground.network.keyOf(ground.network.consortium.staff.regulator))
    const ids = Array.from({ length: 3 }, () => randomUUID())
    for (const id of ids) await sender.submit({ id, to: sender.address, data: '0x' })

    const fast = stopwatch()
    await Promise.all(nodes.map((node) => node.stop()))
    for (const node of nodes) node.start()
    await ground.network.up(nodes)
    const runbook = fast()
    const same = await ground.home.block(Number(last.number))
    must(same.hash === last.hash, `block ${Number(last.number)} is another after the halt`)
    const sent = await Promise.all(ids.map((id) => sender.settle(id)))

    await halt(ground, down)
    const slow = stopwatch()
    const height = await ground.home.height()
    for (const node of down) node.start()
    await ground.network.nextBlock(ground.home, slowMs)
    must((await ground.home.height()) > height, 'no block after the halt')
    return {
      killed: `${down.length} of ${nodes.length}`,
      runbook,
      waiting: slow(),
      pending: `${ids.length}, ${new Set(sent.map(({ hash }) => hash)).size}`,
    }
  },
}

/** Kills, waits, and sees that no block comes. @returns the last block */
async function halt({ home, say }: Ground, down: readonly BesuNode[]) {
  for (const node of down) await node.kill()
  say(`killed ${down.map(({ name }) => name).join(', ')}`)
  // a block may have been under way
  const height = await commonHeight([home])
  const last = await home.block(height)
  await pause(haltSeconds * 1000)
  must((await home.height()) === Number(last.number), 'the chain goes on without a quorum')
  return last
}
