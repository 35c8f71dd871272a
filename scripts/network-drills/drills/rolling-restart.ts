import { agreeing, longestPause, sealedBy } from '../blocks.ts'
import type { Drill } from '../drill.ts'
import { stopwatch, tenths } from '../until.ts'

export const rollingRestart: Drill = {
  name: 'rolling-restart',
  shows:
    'all nodes are restarted one after the other, as for an upgrade of Besu, each only when the one before has sealed again; the chain goes on',
  figures: {
    nodes: 'nodes restarted',
    stop: 'slowest stop (SIGTERM), s',
    pause: 'longest time between two blocks meanwhile, s',
    seconds: 'for all of them, s',
  },
  run: async ({ validators, say }) => {
    const nodes = await validators()
    const [elapsed, stops] = [stopwatch(), [] as number[]]
    const [first, second] = nodes
    if (first === undefined || second === undefined) throw new TypeError('a network without nodes')
    const from = await first.height()
    for (const node of nodes) {
      const witness = node === first ? second : first
      stops.push(await node.stop())
      node.start()
      await agreeing(node, witness)
      const block = await sealedBy(witness, node.account(), (await witness.height()) + 1)
      say(`${node.name} sealed block ${block}`)
    }
    return {
      nodes: nodes.length,
      stop: tenths(Math.max(...stops) / 1000),
      pause: await longestPause(first, from, await first.height()),
      seconds: elapsed(),
    }
  },
}
