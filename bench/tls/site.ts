import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { writeSecretFile } from '../../src/chain/secret-file.ts'
import { registerKeys } from '../../src/chain/register/register-keys.ts'
import { keyListOf } from '../../src/domain/key-files/key-list.ts'
import { temporaryFolder } from '../../test/support/temporary-folder.ts'
import { deployWorld } from '../../test/support/world.ts'
import type { World } from '../../test/support/world.ts'
import { makeFleet } from './fleet.ts'
import type { Fleet } from './fleet.ts'
import { startServer } from './servers.ts'
import type { BenchServer } from './servers.ts'

/** Who registers the devices' keys, and so may revoke them. */
export const keyOwner = 'chip_maker'

/** A registry on EDR in this process, devices whose keys it knows, and the gateway that asks it. */
export type Site = {
  readonly folder: string
  readonly world: World
  readonly fleet: Fleet
  readonly gateway: BenchServer
  /** The gateway's configuration: all that it does not say is as by default. */
  readonly config: string
  close(): Promise<void>
}

/** @param count of devices, each with a key of its own, in a secure element */
export async function openSite(count: number): Promise<Site> {
  const temporary = temporaryFolder()
  const world = await deployWorld()
  const fleet = await makeFleet(temporary.path, count)
  const keyIds = fleet.devices.map(({ key_id }) => key_id)
  const { process_id: processId } = world.processes.secure_element
  await registerKeys(world.registry, [world.actors[keyOwner].sender], { processId, keys: keyListOf(keyIds) })

  const token_file = temporary.file('gateway.token')
  writeSecretFile(token_file, randomBytes(32).toString('base64url'), 'folder')
  const config = temporary.file('gateway.json')
  const configuration = {
    listen: { port: 0 },
    ...fleet.server,
    trust_anchors: [fleet.trustAnchors],
    registry: { rpc: world.chain.url, deployment: world.deploymentFile },
    policy: 'csip-baseline',
    database: temporary.file('gateway.sqlite'),
    admin: { port: 0, token_file },
    log_level: 'error',
  }
  writeFileSync(config, JSON.stringify(configuration))
  const gateway = await startServer('gateway', config)
  return {
    folder: temporary.path,
    world,
    fleet,
    gateway,
    config,
    close: async () => {
      await gateway.stop()
      await world.close()
      temporary.remove()
    },
  }
}
