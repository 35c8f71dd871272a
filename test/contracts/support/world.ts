import type { Role } from '../../../src/domain/bit-fields.ts'
import { documentKinds, toCode } from '../../../src/domain/enumerations.ts'
import type { ActorName } from './actors.ts'
import { assessmentDetails, documentDetails, entityDetails, keyGenerationResult, keyIds, keyProtectionResult, roleBits } from './inputs.ts'
import { networkHelpers } from './network.ts'
import { deployRegistry, type Registry } from './registry.ts'

export const day = 86_400

/** Who is registered with which roles. */
const entities: readonly (readonly [ActorName, readonly Role[]])[] = [
  ['chipMaker', ['key_generator', 'component_manufacturer']],
  ['oem', ['manufacturer']],
  ['otherOem', ['manufacturer']],
  ['lab', ['assessor']],
  ['secondLab', ['assessor']],
  ['chipMakersLab', ['assessor']],
  ['lapsedLab', ['assessor']],
  ['struckOffLab', ['assessor']],
  ['suspendedMaker', ['manufacturer', 'assessor']],
  ['utility', ['utility']],
  ['distributor', ['distributor']],
  ['installer', ['installer']],
]

export type World = Registry & {
  /** Owned by the chip maker, both series in force; oem may register under it, with its line account. */
  readonly processId: bigint
  readonly keyGenerationId: bigint
  readonly keyProtectionId: bigint
  /** When both assessments were completed. */
  readonly completed: number
}

/** Entities registered, labs accredited or not, and one process of the chip maker assessed and approved. */
export async function assessedWorld(): Promise<World> {
  const registry = await deployRegistry()
  await registerEntities(registry)
  await accreditLabs(registry)
  await registerCriteria(registry)
  const { processes, assessments, actors } = registry

  const processId = 1n
  await processes.connect(actors.chipMaker).create()
  await processes.connect(actors.chipMaker).grant(processId, actors.oem)
  await processes.connect(actors.oem).nameLineAccount(processId, actors.oemLine)
  const completed = (await networkHelpers.time.latest()) - 30 * day
  const lab = assessments.connect(actors.lab)
  await lab.recordKeyGeneration(processId, assessmentDetails(completed), keyGenerationResult())
  await lab.recordKeyProtection(processId, assessmentDetails(completed), keyProtectionResult())
  await assessments.connect(actors.programmeManager).approve(1n)
  await assessments.connect(actors.programmeManager).approve(2n)
  return { ...registry, processId, keyGenerationId: 1n, keyProtectionId: 2n, completed }
}

export type KeyedWorld = World & {
  readonly oemKeys: string[]
  readonly chipKeys: string[]
  readonly oemLot: bigint
  readonly chipLot: bigint
}

/** The same with a lot of three keys of the OEM and one of the chip maker, both under the chip maker's process. */
export async function keyedWorld(): Promise<KeyedWorld> {
  const world = await assessedWorld()
  const oemKeys = keyIds(3, 'oem')
  const chipKeys = keyIds(3, 'chip')
  await world.keys.connect(world.actors.oemLine).createKeys(world.processId, 0, oemKeys)
  await world.keys.connect(world.actors.chipMaker).createKeys(world.processId, 0, chipKeys)
  return { ...world, oemKeys, chipKeys, oemLot: 1n, chipLot: 2n }
}

async function registerEntities({ entities: registry, actors }: Registry): Promise<void> {
  const registrar = registry.connect(actors.registrar)
  for (const [name, roles] of entities) {
    const over = name === 'chipMakersLab' ? { group: 'duns:chipMaker' } : {}
    await registrar.register(actors[name], entityDetails(name, over), roleBits(...roles), '')
  }
  await registrar.suspend(actors.suspendedMaker)
}

async function registerCriteria({ documents, actors }: Registry): Promise<void> {
  const kind = toCode(documentKinds, 'assessment_criteria')
  await documents.connect(actors.board).register(documentDetails('criteria', { kind }))
}

async function accreditLabs({ entities: registry, actors }: Registry): Promise<void> {
  const board = registry.connect(actors.board)
  const now = await networkHelpers.time.latest()
  for (const lab of [actors.lab, actors.secondLab, actors.chipMakersLab, actors.struckOffLab, actors.suspendedMaker]) {
    await board.accredit(lab, now + 365 * day)
  }
  await board.accredit(actors.lapsedLab, now + day)
  await networkHelpers.time.increase(2 * day)
  await board.strikeOff(actors.struckOffLab, now)
}
