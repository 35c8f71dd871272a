import { assessmentDetails } from '../support/inputs.ts'
import { ethers } from '../support/network.ts'
import { day, keyedWorld, type KeyedWorld } from '../support/world.ts'

export type AccessWorld = KeyedWorld & {
  /** The OEM's, with no series yet. */
  readonly bareProcessId: bigint
  /** A renewal of the key generation series that waits for approval. */
  readonly proposedId: bigint
  /** Implementations that an upgrade may name. */
  readonly implementations: Record<string, string>
}

/** A world in which every function can be called by somebody. */
export async function accessWorld(): Promise<AccessWorld> {
  const world = await keyedWorld()
  const { documents, processes, assessments, entities, actors, completed } = world
  await processes.connect(actors.oem).create()
  await assessments.connect(actors.secondLab).renew(world.keyGenerationId, assessmentDetails(completed + day))
  await entities.connect(actors.utility).proposeController(actors.newcomer)
  const implementation = async (name: string, ...before: { target: unknown }[]) =>
    (
      await ethers.deployContract(
        name,
        before.map(({ target }) => target),
      )
    ).getAddress()
  return {
    ...world,
    bareProcessId: 2n,
    proposedId: 3n,
    implementations: {
      documents: await implementation('DocumentRegistry'),
      entities: await implementation('EntityRegistry'),
      processes: await implementation('ProcessRegistry', entities),
      assessments: await implementation('AssessmentRegistry', documents, entities, processes),
      keys: await implementation('KeyRegistry', entities, processes, assessments),
    },
  }
}
