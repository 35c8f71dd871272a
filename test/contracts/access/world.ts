import { govern, type Governance } from '../support/governance.ts'
import { assessmentDetails } from '../support/inputs.ts'
import { ethers } from '../support/network.ts'
import { day, keyedWorld, type KeyedWorld } from '../support/world.ts'
import { accessActors, type AccessActors } from './actors.ts'
import { accessMotions, type AccessMotions } from './motions.ts'
import { accessNodes, type AccessNodes } from './nodes.ts'

export type AccessWorld = Omit<KeyedWorld & Governance, 'actors'> &
  AccessMotions &
  AccessNodes & {
    readonly actors: AccessActors
    /** The OEM's, with no series yet. */
    readonly bareProcessId: bigint
    /** A renewal of the key generation series that waits for approval. */
    readonly proposedId: bigint
    /** A sample of the chip maker's process that can be drawn. */
    readonly sampleId: bigint
    /** Implementations that an upgrade may name. */
    readonly implementations: Record<string, string>
  }

/** A world in which every function can be called by somebody. */
export async function accessWorld(): Promise<AccessWorld> {
  const world = await govern(await keyedWorld())
  const { documents, processes, assessments, entities, keys, samples, actors, completed } = world
  await processes.connect(actors.oem).create()
  await assessments.connect(actors.secondLab).renew(world.keyGenerationId, assessmentDetails(completed + day))
  await entities.connect(actors.utility).proposeController(actors.newcomer)
  await samples.connect(actors.regulator).requestAsRegulator(world.processId, 0, completed, 1)
  const implementation = async (name: string, ...before: { target: unknown }[]) =>
    (
      await ethers.deployContract(
        name,
        before.map(({ target }) => target),
      )
    ).getAddress()
  const accessing = await accessActors(world)
  await world.board.connect(world.seats.ministry).proposeSeatAccount(accessing.nextSeat)
  return {
    ...world,
    ...(await accessMotions(world)),
    ...(await accessNodes(world)),
    actors: accessing,
    bareProcessId: 2n,
    proposedId: 3n,
    sampleId: 1n,
    implementations: {
      documents: await implementation('DocumentRegistry'),
      entities: await implementation('EntityRegistry'),
      processes: await implementation('ProcessRegistry', entities),
      assessments: await implementation('AssessmentRegistry', documents, entities, processes),
      keys: await implementation('KeyRegistry', entities, processes, assessments, { target: world.board.target }),
      samples: await implementation('SampleRegistry', entities, processes, keys),
    },
  }
}
