import { changeValidators } from '../../../src/chain/calls/validator-calls.ts'
import { agreeing, sealedBy, validatorsAfter } from '../blocks.ts'
import { must, type Drill } from '../drill.ts'
import { newcomer } from '../newcomer.ts'
import { roundOf, sealersOf } from '../seals.ts'
import { stopwatch } from '../until.ts'

export const eighthValidator: Drill = {
  name: 'eighth-validator',
  shows: 'two motions vet a node that nobody knew before and let it join; the next block is agreed among all of them',
  figures: {
    motion: 'from proposing the second motion until it is executed, s',
    before: 'validators of the block of the motion',
    after: 'validators of the next block',
    seals: 'seals in the next block, and how many it takes',
    round: 'round in which it was agreed (0: at the first attempt)',
    joined: 'blocks from the motion until the first with a seal of the newcomer',
  },
  run: async (ground) => {
    const { home, carry, network, say } = ground
    const { node, vetting } = await newcomer(ground)
    await carry('constitution', `vet ${node.name}`, [vetting])
    say(`${node.name} is vetted, and starts`)
    node.start()
    await agreeing(node, home)

    const elapsed = stopwatch()
    const change = changeValidators(network.deployment.contracts, [], [node.account()])
    const { receipt } = await carry('constitution', `${node.name} joins`, [change])
    const motion = elapsed()
    const block = Number(receipt.blockNumber)
    const [before, after] = [await validatorsAfter(home, block - 1), await validatorsAfter(home, block)]
    must(after.length === before.length + 1 && after.includes(node.account()), `validators after block ${block}: ${after.join(', ')}`)
    await network.nextBlock(home)
    const next = await home.block(block + 1)
    const sealers = await sealersOf(next)
    must(
      sealers.every((account) => after.includes(account)),
      `block ${block + 1} is sealed by a stranger`,
    )
    const needed = Math.ceil((2 * after.length) / 3)
    must(sealers.length >= needed, `block ${block + 1} has ${sealers.length} seals, needs ${needed}`)
    const first = await sealedBy(home, node.account(), block + 1)
    const round = roundOf(next)
    return {
      motion,
      before: before.length,
      after: after.length,
      seals: `${sealers.length}, ${needed}`,
      round,
      joined: first - block,
    }
  },
}
