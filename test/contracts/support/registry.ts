import type { AssessmentRegistry, Authority, DocumentRegistry, EntityRegistry, KeyRegistry, ProcessRegistry } from '../../../types/index.ts'
import { powers, roleIds, selectorsOf, staffRoles } from '../../../src/chain/powers.ts'
import { namedActors, type Actors } from './actors.ts'
import { ethers } from './network.ts'

export type Registry = {
  readonly authority: Authority
  readonly documents: DocumentRegistry
  readonly entities: EntityRegistry
  readonly processes: ProcessRegistry
  readonly assessments: AssessmentRegistry
  readonly keys: KeyRegistry
  readonly actors: Actors
}

/** The contracts behind their proxies, with the roles that a deployment gives, and nobody registered yet. */
export async function deployRegistry(): Promise<Registry> {
  const actors = await namedActors()
  const authority = await ethers.deployContract('Authority', [actors.board.address])
  const documents = await behindProxy('DocumentRegistry', [], authority)
  const entities = await behindProxy('EntityRegistry', [], authority)
  const processes = await behindProxy('ProcessRegistry', [entities], authority)
  const assessments = await behindProxy('AssessmentRegistry', [documents, entities, processes], authority)
  const keys = await behindProxy('KeyRegistry', [entities, processes, assessments], authority)
  const registry = { authority, documents, entities, processes, assessments, keys, actors } as unknown as Registry
  await giveRoles(registry)
  return registry
}

async function behindProxy(name: string, before: readonly { target: unknown }[], authority: { target: unknown }) {
  const implementation = await ethers.deployContract(
    name,
    before.map(({ target }) => target),
  )
  const data = implementation.interface.encodeFunctionData('initialize', [authority.target])
  const proxy = await ethers.deployContract('RegistryProxy', [implementation.target, data])
  return ethers.getContractAt(name, await proxy.getAddress())
}

async function giveRoles({ authority, documents, entities, processes, assessments, keys, actors }: Registry): Promise<void> {
  const contracts = {
    Authority: authority,
    DocumentRegistry: documents,
    EntityRegistry: entities,
    ProcessRegistry: processes,
    AssessmentRegistry: assessments,
    KeyRegistry: keys,
  }
  for (const power of powers) {
    await authority.setTargetFunctionRole(await contracts[power.contract].getAddress(), selectorsOf(power), roleIds[power.role])
  }
  await authority.grantRole(roleIds.BOARD, actors.board, 0)
  await authority.grantRole(roleIds.REGISTRAR, actors.registrar, 0)
  await authority.grantRole(roleIds.PROGRAMME_MANAGER, actors.programmeManager, 0)
  await authority.grantRole(roleIds.REGULATOR, actors.regulator, 0)
  for (const role of staffRoles) await authority.setRoleAdmin(roleIds[role], roleIds.BOARD)
}
