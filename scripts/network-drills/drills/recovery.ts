import { swapValidators } from '../../../src/chain/calls/validator-calls.ts'
import { agreeing, commonHeight, validatorsAfter } from '../blocks.ts'
import type { BesuNode } from '../besu-node.ts'
import { must, type Drill } from '../drill.ts'
import type { Ground } from '../ground.ts'
import { newcomer } from '../newcomer.ts'
import { runDerkey } from '../run-derkey.ts'
import { decodeExtraData, sealersOf } from '../seals.ts'
import { stopwatch, until } from '../until.ts'

/** Blocks until the contract chooses again: for every node to be restarted before. */
const blocksAhead = 20
const longMs = 600_000

export const recovery: Drill = {
  name: 'recovery',
  shows:
    'more nodes than the protocol bears are lost with their disks: by the files of `derkey network recover` the others go on as a list, the board puts the set right by motion, and the contract chooses again',
  figures: {
    lost: 'nodes lost, of how many',
    resumed: 'from stopping the others until the first block of the list, s',
    listed: 'validators of the list',
    motion: 'from proposing until the motion that swaps a lost node is executed, under the list, s',
    chosen: 'validators once the contract chooses again',
    seals: 'seals in the first block that they made',
  },
  run: async (ground) => {
    const { home, network, validators, carry, say } = ground
    const nodes = await validators()
    const lost = nodes.slice(-(Math.floor((nodes.length - 1) / 3) + 1))
    const kept = nodes.filter((node) => !lost.includes(node))
    for (const node of lost) {
      await node.kill()
      node.emptyDisk()
    }
    const block = await commonHeight(kept)
    say(`${lost.map(({ name }) => name).join(', ')} are lost, the others stand at block ${block}`)
    const keep = kept.flatMap((node) => ['--keep', node.account()])
    await runDerkey('network', 'recover', network.directory, ...keep, '--block', String(block + 1), '--rpc', home.url)
    const resume = stopwatch()
    await restart(ground, kept)
    const resumed = resume()
    const listed = await validatorsAfter(home, block)
    must(
      listed.length === kept.length && kept.every((node) => listed.includes(node.account())),
      `after block ${block}: ${listed.join(', ')}`,
    )

    const [gone, ...back] = lost
    must(gone !== undefined, 'no node was lost')
    const { node: joining, vetting } = await newcomer(ground)
    await carry('constitution', `vet ${joining.name}`, [vetting])
    for (const node of [...back, joining]) node.start()
    for (const node of [...back, joining]) await agreeing(node, home)
    const elapsed = stopwatch()
    await carry('ordinary', `${gone.name} is lost`, [swapValidators(network.deployment.contracts, [gone.account()], [joining.account()])])
    const motion = elapsed()

    const all = [...kept, ...back, joining]
    const again = (await home.height()) + blocksAhead
    await runDerkey('network', 'recover', network.directory, '--contract', '--block', String(again), '--rpc', home.url)
    say(`the contract chooses again from block ${again} on`)
    await restart(ground, all)
    await until(`block ${again + 1}`, longMs, async () => ((await home.height()) > again ? true : undefined))
    const chosen = await validatorsAfter(home, again - 1)
    must(
      chosen.length === all.length && all.every((node) => chosen.includes(node.account())),
      `after block ${again - 1}: ${chosen.join(', ')}`,
    )
    const first = await home.block(again)
    const sealers = await sealersOf(first)
    must(
      sealers.every((account) => chosen.includes(account)),
      `block ${again} is sealed by a stranger`,
    )
    const { seals } = decodeExtraData(first.extraData)
    for (const node of all) await agreeing(node, home)
    return { lost: `${lost.length} of ${nodes.length}`, resumed, listed: listed.length, motion, chosen: chosen.length, seals: seals.length }
  },
}

/** The fast way: all down, then all up. */
async function restart({ network }: Ground, nodes: readonly BesuNode[]): Promise<void> {
  await Promise.all(nodes.map((node) => node.stop()))
  await network.up(nodes)
}
