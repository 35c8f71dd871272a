import type {
  AssessmentRegistry,
  Authority,
  DocumentRegistry,
  EntityRegistry,
  KeyLens,
  KeyLifeCycle,
  KeyRegistry,
  ProcessRegistry,
  SampleRegistry,
} from '../../../types/index.ts'
import { powers, roleIds, selectorsOf, staffRoles } from '../../../src/chain/powers.ts'
import { namedActors, type Actors } from './actors.ts'
import { artifacts } from 'hardhat'
import { ethers } from './network.ts'

export type Registry = {
  readonly authority: Authority
  readonly documents: DocumentRegistry
  readonly entities: EntityRegistry
  readonly processes: ProcessRegistry
  readonly assessments: AssessmentRegistry
  /** With KeyLifeCycle's functions, which stand behind the same address. */
  readonly keys: KeyRegistry & KeyLifeCycle
  readonly lens: KeyLens
  readonly samples: SampleRegistry
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
  const lifeCycle = await ethers.deployContract('KeyLifeCycle', [entities, processes, assessments])
  const firstHalf = await behindProxy('KeyRegistry', [entities, processes, assessments, lifeCycle], authority)
  const keys = await wholeKeyRegistry(firstHalf.target)
  const lens = await ethers.deployContract('KeyLens', [entities, processes, assessments, keys])
  const samples = await behindProxy('SampleRegistry', [entities, processes, keys], authority)
  const registry = { authority, documents, entities, processes, assessments, keys, lens, samples, actors } as unknown as Registry
  await giveRoles(registry)
  return registry
}

/** The functions of both halves of the KeyRegistry's code. */
async function wholeKeyRegistry(target: unknown) {
  const halves = await Promise.all(['KeyRegistry', 'KeyLifeCycle'].map((name) => artifacts.readArtifact(name)))
  const abi = new Map(halves.flatMap(({ abi }) => abi as readonly unknown[]).map((item) => [JSON.stringify(item), item]))
  const functions = [...abi.values()].filter((item) => (item as { type: string }).type !== 'constructor')
  return ethers.getContractAt(functions as never, String(target))
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

async function giveRoles({ authority, documents, entities, processes, assessments, keys, samples, actors }: Registry): Promise<void> {
  const contracts = {
    Authority: authority,
    DocumentRegistry: documents,
    EntityRegistry: entities,
    ProcessRegistry: processes,
    AssessmentRegistry: assessments,
    KeyRegistry: keys,
    SampleRegistry: samples,
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
