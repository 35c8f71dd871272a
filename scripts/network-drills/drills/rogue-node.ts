import { swapValidators } from '../../../src/chain/calls/validator-calls.ts'
import { agreeing, sealedBy, validatorsAfter } from '../blocks.ts'
import { must, type Drill } from '../drill.ts'
import { stopwatch, until } from '../until.ts'

export const rogueNode: Drill = {
  name: 'rogue-node',
  shows: 'an ordinary motion swaps a rogue node for one on standby; nobody lets it connect any longer',
  figures: {
    motion: 'from proposing until the motion is executed, s',
    size: 'validators before, after',
    joined: 'blocks from the motion until the first with a seal of the node that was on standby',
    cutOff: 'from the motion until the rogue node has no peer left, s',
  },
  run: async ({ home, network, validators, carry, say }) => {
    const standby = network.standby[0]
    const rogue = (await validators()).findLast((each) => network.validators.includes(each) && each !== home)
    must(rogue !== undefined && standby !== undefined, 'no other node')
    standby.start()
    await agreeing(standby, home)
    say(`${rogue.name} goes, ${standby.name} comes`)
    const elapsed = stopwatch()
    const swap = swapValidators(network.deployment.contracts, [rogue.account()], [standby.account()])
    const { receipt } = await carry('ordinary', `${rogue.name} is rogue`, [swap])
    const motion = elapsed()
    const cut = stopwatch()
    const block = Number(receipt.blockNumber)
    const [before, after] = [await validatorsAfter(home, block - 1), await validatorsAfter(home, block)]
    must(after.includes(standby.account()) && !after.includes(rogue.account()), `validators after block ${block}: ${after.join(', ')}`)
    const first = await sealedBy(home, standby.account(), block + 1)
    await until(`${rogue.name} has no peer left`, 120_000, async () => ((await rogue.peers()) === 0 ? true : undefined))
    const cutOff = cut()
    await rogue.stop()
    return { motion, size: `${before.length}, ${after.length}`, joined: first - block, cutOff }
  },
}
