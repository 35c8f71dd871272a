import { ContractFunctionZeroDataError } from 'viem'
import { Problem } from '../domain/problem.ts'
import { chainProblem, findCause } from './chain-problem.ts'
import { createClient, type Client, type ClientOptions } from './client.ts'
import { revertProblem } from './decode-revert.ts'
import { requireDeployment, type Deployment } from './deployment.ts'

/** The registry on one chain. */
export type ChainRegistry = {
  /** CAIP-10: `eip155:CHAIN_ID:KEY_REGISTRY_ADDRESS`. */
  readonly name: string
  readonly client: Client
  readonly deployment: Deployment
}

/** For a command, which asks its node again where a service would later. @throws Problem `wrong_chain`, `contract_missing`, `chain_unreachable`, … */
export async function openRegistry(options: Omit<ClientOptions, 'again'> & { readonly deployment: Deployment }): Promise<ChainRegistry> {
  const client = createClient({ ...options, again: true })
  await requireDeployment(client, options.deployment)
  return registryOf(client, options.deployment)
}

/** The same, of a node that need not answer yet. */
export function registryOf(client: Client, deployment: Deployment): ChainRegistry {
  return { name: registryNameOf(deployment), client, deployment }
}

/** CAIP-10, as `ChainRegistry.name`. */
export function registryNameOf({ chain_id, contracts }: Deployment): string {
  return `eip155:${chain_id}:${contracts.KeyRegistry.address}`
}

const isEmptyAnswer = (cause: unknown): cause is ContractFunctionZeroDataError => cause instanceof ContractFunctionZeroDataError

/** Runs a contract's view; what the contract refuses, or the node, comes out as a `Problem`. */
export async function view<T>(request: () => Promise<T>): Promise<T> {
  try {
    return await request()
  } catch (error) {
    if (findCause(error, isEmptyAnswer) !== undefined) {
      throw new Problem('contract_missing', { detail: 'a call to the registry was answered by nothing: there is no code', cause: error })
    }
    throw revertProblem(error) ?? chainProblem(error)
  }
}

/** `undefined` where the registry has no such record. */
export async function viewOrUndefined<T>(request: () => Promise<T>): Promise<T | undefined> {
  try {
    return await view(request)
  } catch (error) {
    const missing = [
      'key_unknown',
      'lot_unknown',
      'process_unknown',
      'assessment_unknown',
      'entity_unknown',
      'node_unknown',
      'document_unknown',
      'offer_unknown',
      'sample_unknown',
    ]
    if (error instanceof Problem && missing.includes(error.code)) return undefined
    throw error
  }
}

/** Parameter of viem's calls for a block; without one the newest. */
export const atBlock = (block: number | undefined) => (block === undefined ? {} : { blockNumber: BigInt(block) })
