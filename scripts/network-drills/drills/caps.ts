import { swapValidators } from '../../../src/chain/calls/validator-calls.ts'
import { readNodes, readNodeStanding } from '../../../src/chain/reads/validators.ts'
import { Problem } from '../../../src/domain/problem.ts'
import { validatorsAfter } from '../blocks.ts'
import { must, type Drill } from '../drill.ts'

export const caps: Drill = {
  name: 'caps',
  shows: 'a motion that passed, and that would break a cap of the nodes, is refused by the contract, with numbers; the set stays as it is',
  figures: {
    standing: 'foreign nodes, of how many, fewest that break the cap',
    refused: 'what the contract says',
  },
  run: async ({ home, registry, network, carry }) => {
    const nodes = await readNodes(registry)
    const homely = nodes.filter(({ state, control_country, hosting_country }) => {
      return state === 'active' && control_country === 'US' && hosting_country === 'US'
    })
    const foreign = nodes.find(({ state, hosting_country }) => state === 'standby' && hosting_country !== 'US')
    const leaving = homely.find(({ account }) => account !== home.account())
    must(foreign !== undefined && leaving !== undefined, 'no foreign node on standby')
    const { foreign: count, size, breaking } = await readNodeStanding(registry)
    must(count === breaking - 1, `${count} of ${size} nodes are foreign: one more would break no cap`)
    const before = await validatorsAfter(home, await home.height())
    const swap = swapValidators(network.deployment.contracts, [leaving.account], [foreign.account])
    const refused = await carry('ordinary', 'one foreign node more', [swap]).then(
      () => undefined,
      (error: unknown) => error,
    )
    if (!(refused instanceof Problem)) throw new Error('the motion was executed, or failed otherwise', { cause: refused })
    const after = await validatorsAfter(home, await home.height())
    must(before.join() === after.join(), 'the set has changed')
    return { standing: `${count}, ${size}, ${breaking}`, refused: `${refused.message} (${refused.code})` }
  },
}
