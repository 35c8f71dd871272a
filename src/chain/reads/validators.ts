import { hexToString, type ContractFunctionReturnType, type Hex } from 'viem'
import { toTime } from '../../domain/fields.ts'
import type { NodeBreach, NodeRecord, NodeStanding } from '../../domain/validators.ts'
import { validatorSetAbi as abi } from '../abi/validator-set.generated.ts'
import { fromChainEntry, fromChainSegment } from '../calls/node-entry.ts'
import { address, timeOrNull, valueOf } from '../records/fields.ts'
import { atBlock, view, viewOrUndefined, type ChainRegistry } from '../registry.ts'

const nodeStates = ['standby', 'active'] as const

/** Accounts of the validators that seal the next block. */
export async function readValidators(registry: ChainRegistry, block?: number): Promise<string[]> {
  const { client } = registry
  return (await view(() => client.readContract({ ...of(registry, block), functionName: 'getValidators' }))).map(address)
}

/** Every vetted node: validators first, then those on standby. */
export async function readNodes(registry: ChainRegistry, block?: number): Promise<NodeRecord[]> {
  const { client } = registry
  return (await view(() => client.readContract({ ...of(registry, block), functionName: 'nodes' }))).map(toNodeRecord)
}

/** The node that has, or had, `account`; undefined where none is vetted. */
export async function readNode(registry: ChainRegistry, account: string, block?: number): Promise<NodeRecord | undefined> {
  const call = { ...of(registry, block), functionName: 'node', args: [account as Hex] } as const
  const answer = await viewOrUndefined(() => registry.client.readContract(call))
  return answer === undefined ? undefined : toNodeRecord(answer)
}

export async function readNodeStanding(registry: ChainRegistry, block?: number): Promise<NodeStanding> {
  return toStanding(await view(() => registry.client.readContract({ ...of(registry, block), functionName: 'standing' })))
}

/** How the set would stand after a change, caps broken or not. @throws Problem `node_unknown`, `node_repeated`, `node_state_wrong` */
export async function readNodeStandingAfter(
  registry: ChainRegistry,
  leaving: readonly string[],
  joining: readonly string[],
  block?: number,
): Promise<NodeStanding> {
  const args = [leaving as readonly Hex[], joining as readonly Hex[]] as const
  return toStanding(await view(() => registry.client.readContract({ ...of(registry, block), functionName: 'standingAfter', args })))
}

/** null: no cap is broken. */
export async function readNodeBreach(registry: ChainRegistry, block?: number): Promise<NodeBreach | null> {
  const [since, until] = await view(() => registry.client.readContract({ ...of(registry, block), functionName: 'breach' }))
  return since === 0 ? null : { since: toTime(since), until: toTime(until) }
}

/** Term of breaches to come, in days. */
export async function readBreachTermDays(registry: ChainRegistry, block?: number): Promise<number> {
  return (await view(() => registry.client.readContract({ ...of(registry, block), functionName: 'breachTerm' }))) / 86_400
}

/** ISO 3166-1 alpha-2. */
export async function readHomeCountries(registry: ChainRegistry, block?: number): Promise<string[]> {
  const answer = await view(() => registry.client.readContract({ ...of(registry, block), functionName: 'homeCountries' }))
  return answer.map((country) => hexToString(country))
}

export async function readSegments(registry: ChainRegistry, block?: number): Promise<string[]> {
  const answer = await view(() => registry.client.readContract({ ...of(registry, block), functionName: 'segments' }))
  return answer.map(fromChainSegment)
}

/** How often `account` was entered: part of what its key signs. */
export function readNodeNonce(registry: ChainRegistry, account: string, block?: number): Promise<bigint> {
  const call = { ...of(registry, block), functionName: 'nonceOf', args: [account as Hex] } as const
  return view(() => registry.client.readContract(call))
}

const of = ({ deployment }: ChainRegistry, block: number | undefined) => ({
  address: deployment.contracts.ValidatorSet.address,
  abi,
  ...atBlock(block),
})

function toNodeRecord(node: ContractFunctionReturnType<typeof abi, 'view', 'node'>): NodeRecord {
  return {
    account: address(node.account),
    state: valueOf(nodeStates, node.state, 'state'),
    since: toTime(node.since),
    rotated_at: timeOrNull(node.rotatedAt),
    ...fromChainEntry(node.entry),
  }
}

function toStanding(standing: ContractFunctionReturnType<typeof abi, 'view', 'standing'>): NodeStanding {
  return {
    size: Number(standing.size),
    breaking: Number(standing.breaking),
    foreign: Number(standing.foreign),
    segment: fromChainSegment(standing.segment),
    in_segment: Number(standing.inSegment),
    group: standing.group,
    in_group: Number(standing.inGroup),
  }
}
