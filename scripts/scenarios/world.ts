import { createClient } from '../../src/chain/client.ts'
import { registryOf, type ChainRegistry } from '../../src/chain/registry.ts'
import { entityNames } from '../demo/cast.ts'
import { coloursFor } from '../colours.ts'
import { createDemoCa } from '../demo/demo-ca.ts'
import { placesOf, writeEnvironment } from '../demo/environment-file.ts'
import { startGateway } from '../demo/gateway.ts'
import { createLegacyCa } from '../demo/legacy-ca.ts'
import { createNarrator } from '../demo/narrator.ts'
import { startOracle } from '../demo/oracle.ts'
import { setStage } from '../demo/stage.ts'
import { accredit } from '../demo/steps/accredit.ts'

/** What is there before a supply chain begins: a chain with the contracts, everybody with an account, an accredited assessor, REST, CA and gateway. */
export type World = {
  readonly directory: string
  readonly registry: ChainRegistry
  /** Of everybody, by account: so that a text can be told from another run's. */
  readonly names: ReadonlyMap<string, string>
  close(): Promise<void>
}

/** Puts it up in a folder as `derkey demo` does, and writes `environment.json` there. It outlives whatever a scenario does. */
export async function openWorld(directory: string): Promise<World> {
  const closing: (() => unknown)[] = []
  const close = async () => {
    for (let each = closing.pop(); each !== undefined; each = closing.pop()) await each()
  }
  try {
    const stage = await setStage(directory, { entities: entityNames })
    closing.push(stage.close)
    await accredit(
      stage,
      createNarrator(() => undefined, coloursFor({})),
    )
    const oracle = await startOracle(stage)
    closing.push(oracle.stop)
    const ca = await createDemoCa(stage)
    closing.push(ca.close)
    const gateway = await startGateway(stage, ca, await createLegacyCa(directory))
    closing.push(gateway.stop)
    await writeEnvironment(directory, placesOf({ stage, oracle, ca, gateway }))

    const registry = registryOf(createClient({ rpc: stage.chain.url }), stage.deployment)
    const names = new Map(Object.entries(stage.people.players).map(([name, { account }]) => [account.toLowerCase(), name]))
    return { directory, registry, names, close }
  } catch (error) {
    await close()
    throw error
  }
}
