import { govern, type Governance } from '../support/governance.ts'
import { assessmentDetails } from '../support/inputs.ts'
import { ethers, networkHelpers } from '../support/network.ts'
import { act, lifeWorld, type LifeWorld } from '../life-cycle/world.ts'
import { day } from '../support/world.ts'
import { accessActors, type AccessActors } from './actors.ts'
import { accessMotions, type AccessMotions } from './motions.ts'
import { accessNodes, type AccessNodes } from './nodes.ts'

export type AccessWorld = Omit<LifeWorld & Governance, 'actors'> &
  AccessMotions &
  AccessNodes & {
    readonly actors: AccessActors
    /** The OEM's, with no series yet. */
    readonly bareProcessId: bigint
    /** A renewal of the key generation series that waits for approval. */
    readonly proposedId: bigint
    /** A sample of the chip maker's process that can be drawn. */
    readonly sampleId: bigint
    /** An end that an offer can have. */
    readonly soon: number
    /** Implementations that an upgrade may name. */
    readonly implementations: Record<string, string>
  }

/** A world in which every function can be called by somebody. */
export async function accessWorld(): Promise<AccessWorld> {
  const world = await govern(await lifeWorld())
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
  const motions = await accessMotions(world)
  const soon = (await networkHelpers.time.latest()) + 300 * day
  await offerAndInstall(world, soon)
  return {
    ...world,
    ...motions,
    soon,
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

/** One key and one lot are offered to the distributor, one key is installed. */
async function offerAndInstall(world: LifeWorld, until: number): Promise<void> {
  const { actors, spares, chipLot } = world
  await act(world, 'oem', 'offerKeys', [spares[1]!.id], actors.distributor, until)
  await act(world, 'chipMaker', 'offerLot', chipLot, actors.distributor, until)
  await act(world, 'oem', 'installKeys', [spares[2]!.id])
}
