import { must, type Drill } from '../drill.ts'
import { median } from '../until.ts'

export const memory: Drill = {
  name: 'memory',
  shows: 'what a node holds in memory (RSS)',
  figures: { least: 'least, MB', middle: 'median, MB', most: 'most, MB', nodes: 'nodes' },
  run: async ({ network }) => {
    const held = (await Promise.all(network.all().map((node) => node.memory()))).filter((value) => value !== undefined)
    must(held.length > 0, 'no node runs')
    return { least: Math.min(...held), middle: median(held), most: Math.max(...held), nodes: held.length }
  },
}
