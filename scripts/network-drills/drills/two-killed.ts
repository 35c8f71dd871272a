import { agreeing, blocksWithin } from '../blocks.ts'
import { must, type Drill } from '../drill.ts'
import { stopwatch } from '../until.ts'

const seconds = 25

export const twoKilled: Drill = {
  name: 'two-killed',
  shows: 'with as many nodes killed (kill -9) as the protocol bears, two of seven, the chain goes on; they catch up when they are back',
  figures: {
    killed: 'nodes killed, of how many',
    blocks: `blocks in ${seconds} s meanwhile`,
    catchUp: 'from their start until they have caught up, s',
  },
  run: async ({ home, network, validators, say }) => {
    const nodes = await validators()
    const down = nodes.slice(-Math.floor((nodes.length - 1) / 3))
    for (const node of down) await node.kill()
    say(`killed ${down.map(({ name }) => name).join(', ')}`)
    await network.nextBlock(home)
    const blocks = await blocksWithin(home, seconds)
    must(blocks > 0, `no block within ${seconds} s`)
    const elapsed = stopwatch()
    for (const node of down) node.start()
    for (const node of down) await agreeing(node, home)
    return { killed: `${down.length} of ${nodes.length}`, blocks, catchUp: elapsed() }
  },
}
