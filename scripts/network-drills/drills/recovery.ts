import { swapValidators } from '../../../src/chain/calls/validator-calls.ts'
import { createList } from '../../../src/chain/recovery-sets.ts'
import type { BesuNode } from '../besu-node.ts'
import { agreeing, commonHeight, validatorsAfter } from '../blocks.ts'
import { must, type Drill } from '../drill.ts'
import type { Ground } from '../ground.ts'
import { newcomer } from '../newcomer.ts'
import { runDerkey } from '../run-derkey.ts'
import { sealersOf } from '../seals.ts'
import { stopwatch, until } from '../until.ts'

/** For every node to be restarted before. */
const blocksAhead = 20
const longMs = 900_000

export const recovery: Drill = {
  name: 'recovery',
  shows:
    'more nodes than the protocol bears are lost with their disks: by the files of `derkey network recover` one goes on, then a list of all that remain; the board puts the set right by motion, and the ValidatorSet names the validators again',
  figures: {
    lost: 'nodes lost, of how many',
    resumed: 'from stopping the others until the first block of the one, s',
    listed: 'validators of the list',
    motion: 'from proposing until the motion that swaps a lost node is executed, under the list, s',
    chosen: 'validators once the ValidatorSet names them again',
    seals: 'seals in the first block that they made',
  },
  run: async (ground) => {
    const { home, network, validators, act, carry, say } = ground
    const { deployment, consortium } = network
    const nodes = await validators()
    const lost = nodes.slice(-(Math.floor((nodes.length - 1) / 3) + 1))
    const kept = nodes.filter((node) => !lost.includes(node))
    for (const node of lost) {
      await node.kill()
      node.emptyDisk()
    }
    const height = await commonHeight(kept)
    say(`${lost.map(({ name }) => name).join(', ')} are lost, the others stand at block ${height}`)
    const resume = stopwatch()
    await handOver(ground, kept, ['--alone', home.account()], height + 1, [home.account()])
    const resumed = resume()

    const keep = kept.map((node) => node.account())
    await act(network.keyOf(consortium.staff.regulator), createList(deployment, keep))
    await handOver(
      ground,
      kept,
      keep.flatMap((account) => ['--keep', account]),
      (await home.height()) + blocksAhead,
      keep,
    )

    const [gone, ...back] = lost
    must(gone !== undefined, 'no node was lost')
    const { node: joining, vetting } = await newcomer(ground)
    await carry('constitution', `vet ${joining.name}`, [vetting])
    for (const node of [...back, joining]) node.start()
    for (const node of [...back, joining]) await agreeing(node, home)
    const elapsed = stopwatch()
    await carry('ordinary', `${gone.name} is lost`, [swapValidators(deployment.contracts, [gone.account()], [joining.account()])])
    const motion = elapsed()

    const all = [...kept, ...back, joining]
    const again = (await home.height()) + blocksAhead
    const accounts = all.map((node) => node.account())
    await handOver(ground, all, ['--contract'], again, accounts)
    const sealers = await sealersOf(await home.block(again))
    for (const node of all) await agreeing(node, home)
    return {
      lost: `${lost.length} of ${nodes.length}`,
      resumed,
      listed: keep.length,
      motion,
      chosen: accounts.length,
      seals: sealers.length,
    }
  },
}

/** `derkey network recover`, and the fast way to restart: all down, then all up. Waits until `wanted` have made block `block`. */
async function handOver(
  { home, network, say }: Ground,
  nodes: readonly BesuNode[],
  who: string[],
  block: number,
  wanted: readonly string[],
) {
  await runDerkey('network', 'recover', network.directory, ...who, '--block', String(block), '--rpc', home.url)
  await Promise.all(nodes.map((node) => node.stop()))
  await network.up(nodes)
  await until(`block ${block}`, longMs, async () => ((await home.height()) >= block ? true : undefined))
  const [sealers, validators] = [await sealersOf(await home.block(block)), await validatorsAfter(home, block)]
  const strangers = [...sealers, ...validators].filter((account) => !wanted.includes(account))
  must(
    strangers.length === 0 && validators.length === wanted.length,
    `block ${block}: validators ${validators.join(', ')}, seals ${sealers.join(', ')}`,
  )
  say(`block ${block} is made by ${wanted.length}`)
}
