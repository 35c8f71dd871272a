import { agreeing } from '../blocks.ts'
import { must, type Drill } from '../drill.ts'
import { stopwatch } from '../until.ts'

export const emptyDisk: Drill = {
  name: 'empty-disk',
  shows: 'a node that lost its disk and kept its key catches up from the others, from block 0',
  figures: { blocks: 'blocks', seconds: 'from its start until it has them, s' },
  run: async ({ home, validators, say }) => {
    const node = (await validators()).at(-1)
    must(node !== undefined && node !== home, 'no other node')
    await node.kill()
    node.emptyDisk()
    const height = await home.height()
    say(`${node.name} starts from an empty disk, the others are at block ${height}`)
    const elapsed = stopwatch()
    node.start()
    const blocks = await agreeing(node, home)
    return { blocks, seconds: elapsed() }
  },
}
