import type { ActorName } from './actors.ts'
import { assessmentDetails } from './inputs.ts'
import type { World } from './world.ts'

/** Records a renewal, completed at `completed`, and answers with its id. */
export async function renew(world: World, seriesId: bigint, completed: number, lab: ActorName = 'secondLab'): Promise<bigint> {
  await world.assessments.connect(world.actors[lab]).renew(seriesId, assessmentDetails(completed))
  return world.assessments.assessmentCount()
}

/** The programme manager's approval. */
export async function approve(world: World, assessmentId: bigint): Promise<void> {
  await world.assessments.connect(world.actors.programmeManager).approve(assessmentId)
}
