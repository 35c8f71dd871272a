import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { coloursFor } from '../../colours.ts'
import { seatNames, staffNames } from '../../demo/cast.ts'
import { createNarrator } from '../../demo/narrator.ts'
import { gatherPeople, type PlayerName } from '../../demo/people.ts'
import { playOn } from '../../demo/play.ts'
import { founders, stageOn } from '../../demo/stage.ts'
import type { Hex } from '../../../src/domain/fields.ts'
import { must, type Drill } from '../drill.ts'
import type { Ground } from '../ground.ts'
import { stopwatch } from '../until.ts'

export const useCase: Drill = {
  name: 'use-case',
  shows: 'the eight steps of the demonstration (specification, 5.3.4), on this network: oracle, CA, gateway, devices with openssl and curl',
  figures: {
    seconds: 'for all steps, s',
    devices: 'devices that were admitted, restricted or refused as they should be',
  },
  run: async (ground) => {
    const { network, home, registry, say } = ground
    const directory = join(network.directory, 'use-case')
    mkdirSync(directory, { mode: 0o700 })
    const closing: (() => unknown)[] = []
    const narrator = createNarrator((line) => say(line.trim()), coloursFor(process.stderr))
    const elapsed = stopwatch()
    try {
      const people = await gatherPeople(join(directory, 'actors'), registry.client, keysOfPlayers(ground))
      const chain = { url: home.url, chainId: network.consortium.chain_id, privateKeys: [], close: async () => undefined }
      const deploymentFile = join(network.directory, 'deployment.json')
      const stage = stageOn({ directory, chain, people, deployment: network.deployment, deploymentFile })
      closing.push(stage.close)
      const { visits } = await playOn(stage, narrator, closing)
      const seconds = elapsed()
      must(visits.length > 0, 'no device came')
      return { seconds, devices: visits.length }
    } finally {
      for (const close of closing.toReversed()) await close()
    }
  },
}

/** Everybody whom the network knows; the others get an account. */
function keysOfPlayers({ network, keyOfEntity }: Ground): Partial<Record<PlayerName, Hex>> {
  const { seats, staff } = network.consortium
  return Object.fromEntries([
    ...seatNames.map((name, index) => [name, network.keyOf(seats[index]?.account ?? '')] as const),
    ...staffNames.map((name) => [name, network.keyOf(staff[name])] as const),
    ...founders.map((name) => [name, keyOfEntity(name)] as const),
  ])
}
