import { decodeFunctionResult, encodeFunctionData, parseAbi, type Hex } from 'viem'
import type { ContractCall } from './calls/contract-call.ts'
import type { Deployment } from './deployment.ts'
import { readValidators } from './reads/validators.ts'
import { view, type ChainRegistry } from './registry.ts'
import { Problem } from '../domain/problem.ts'

/** Of IRecoverySets, what recovery takes. */
const abi = parseAbi([
  'function alone(uint256 place) view returns (address)',
  'function create(address[] validators) returns (address)',
  'function listOf(address[] validators) view returns (address)',
  'function getValidators() view returns (address[])',
])

/** Where the contract is: `derkey network init` puts it into block 0. @throws Problem `deployment_invalid` */
export function recoverySetsOf({ settings }: Deployment): Hex {
  const address = settings['recovery_sets']
  if (typeof address === 'string' && /^0x[0-9a-f]{40}$/.test(address)) return address as Hex
  throw new Problem('deployment_invalid', {
    field: 'deployment',
    detail: 'it names no recovery_sets: it is of no network of `derkey network init`',
  })
}

/** The contract that names one validator alone, by its place in the ValidatorSet as it is now. @throws Problem `node_unknown` where it is none */
export async function findAlone(registry: ChainRegistry, account: string): Promise<Hex> {
  const validators = await readValidators(registry)
  const place = validators.indexOf(account)
  if (place < 0)
    throw new Problem('invalid_input', { field: 'alone', detail: `${account} is none of the validators: ${validators.join(', ')}` })
  const set = await view(() => registry.client.readContract({ ...at(registry), functionName: 'alone', args: [BigInt(place)] }))
  return set.toLowerCase() as Hex
}

/** The contract that names a list, which has to be on the chain. @throws Problem `contract_missing` where nobody created it */
export async function findList(registry: ChainRegistry, accounts: readonly string[]): Promise<Hex> {
  const set = await view(() => registry.client.readContract({ ...at(registry), functionName: 'listOf', args: [inOrder(accounts)] }))
  const address = set.toLowerCase() as Hex
  if ((await view(() => registry.client.getCode({ address }))) !== undefined) return address
  throw new Problem('contract_missing', {
    detail: `the list of these validators is to be at ${address}: create it first, with \`derkey network create-list\``,
  })
}

/** Whom a contract names, asked as Besu asks it. @throws Problem `contract_missing`, or `invalid_input` for an answer at which Besu would halt */
export async function askValidators({ client }: ChainRegistry, contract: Hex): Promise<string[]> {
  const { data = '0x' } = await view(() => client.call({ to: contract, data: encodeFunctionData({ abi, functionName: 'getValidators' }) }))
  if (data === '0x') throw new Problem('contract_missing', { detail: `${contract} answers getValidators() with nothing: Besu would end` })
  const accounts = decodeFunctionResult({ abi, functionName: 'getValidators', data }).map((account) => account.toLowerCase())
  if (accounts.length > 0 && new Set(accounts).size === accounts.length) return accounts
  throw new Problem('invalid_input', {
    field: 'contract',
    detail: `${contract} names ${accounts.length} validators, one of them twice or none at all`,
  })
}

/** Creates the list of `accounts`. Anybody may send it, and twice does no harm. */
export function createList(deployment: Deployment, accounts: readonly string[]): ContractCall {
  return { to: recoverySetsOf(deployment), data: encodeFunctionData({ abi, functionName: 'create', args: [inOrder(accounts)] }) }
}

const at = ({ deployment }: ChainRegistry) => ({ address: recoverySetsOf(deployment), abi })

/** @throws Problem `invalid_input` */
function inOrder(accounts: readonly string[]): Hex[] {
  const doubled = accounts.find((account, index) => accounts.indexOf(account) !== index)
  if (doubled !== undefined)
    throw new Problem('invalid_input', { field: 'keep', detail: `${doubled} is named twice: it would count twice for the quorum` })
  return [...accounts].sort() as Hex[]
}
