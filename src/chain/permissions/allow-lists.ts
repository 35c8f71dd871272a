import { zeroAddress } from 'viem'
import type { Hex } from '../../domain/fields.ts'
import type { AsOf } from '../../domain/records.ts'
import { boardAbi } from '../abi/board.generated.ts'
import { entityRegistryAbi } from '../abi/entity-registry.generated.ts'
import { readBlock } from '../reads/block.ts'
import { readEntities } from '../reads/lists.ts'
import { readLogs } from '../reads/logs.ts'
import { readRoles } from '../reads/roles.ts'
import { readNodes } from '../reads/validators.ts'
import { atBlock, view, type ChainRegistry } from '../registry.ts'
import { nameAccounts, type NamedAccounts } from './named-accounts.ts'

/** Whom the chain wants let in. */
export type AllowLists = {
  /** Who may hand in transactions: in lower case, sorted. */
  readonly accounts: readonly string[]
  /** Enodes of the validators and of the nodes on standby, in the order of ValidatorSet.nodes(). */
  readonly nodes: readonly string[]
}

export type AsOfLists = AllowLists & { readonly as_of: AsOf }

/**
 * Reads the lists as of the newest block, again and again: what changed since the last time is found by the events. On the list is who has
 * anything to do on the chain: seats and staff, the controllers of all entities (a suspended one may still call off a replacement), accounts
 * that are asked to take over a seat or an entity, line accounts of entities that are not suspended, operators of nodes. Contracts send nothing.
 */
export function allowListReader(registry: ChainRegistry): () => Promise<AsOfLists> {
  const { client, deployment } = registry
  const { Authority, Board, ValidatorSet, EntityRegistry, ProcessRegistry } = deployment.contracts
  const address = [Authority, Board, ValidatorSet, EntityRegistry, ProcessRegistry].map((contract) => contract.address)
  const named: NamedAccounts = { lines: new Map(), seats: new Map() }
  let [from, lists]: [number, AllowLists | undefined] = [deployment.block, undefined]
  return async () => {
    const { block, time } = await readBlock(client)
    let changed = false
    // a window that fails is asked for again from its beginning: naming twice names once
    for await (const logs of readLogs(client, { address, from, to: block })) {
      nameAccounts(named, logs)
      changed ||= logs.length > 0
    }
    if (lists === undefined || changed) lists = await readLists(registry, named, block)
    from = Math.max(from, block + 1)
    return { ...lists, as_of: { block, time } }
  }
}

async function readLists(registry: ChainRegistry, named: NamedAccounts, block: number): Promise<AllowLists> {
  const { client, deployment } = registry
  const [roles, entities, nodes, seats] = await Promise.all([
    readRoles(registry, block),
    readEntities(registry, block),
    readNodes(registry, block),
    view(() =>
      client.readContract({ address: deployment.contracts.Board.address, abi: boardAbi, functionName: 'seats', ...atBlock(block) }),
    ),
  ])
  const active = new Set(entities.filter(({ state }) => state === 'active').map(({ entity_id }) => entity_id))
  const contracts = new Set<string>(Object.values(deployment.contracts).map((contract) => contract.address))
  const accounts = [
    ...roles.flatMap(({ members }) => members),
    ...seats.map(({ account }) => account.toLowerCase()),
    ...named.seats.values(),
    ...entities.map(({ controller }) => controller),
    ...(await readProposedControllers(
      registry,
      entities.map(({ entity_id }) => entity_id),
      block,
    )),
    ...[...named.lines.values()].filter(({ entityId }) => active.has(entityId)).map(({ account }) => account),
    ...nodes.map(({ operator_account }) => operator_account),
  ]
  return { accounts: [...new Set(accounts)].filter((account) => !contracts.has(account)).sort(), nodes: nodes.map(({ enode }) => enode) }
}

const readsAtOnce = 25

/** Who is asked to take over an entity. */
async function readProposedControllers({ client, deployment }: ChainRegistry, entityIds: readonly string[], block: number): Promise<Hex[]> {
  const { address } = deployment.contracts.EntityRegistry
  const shared = { address, abi: entityRegistryAbi, functionName: 'controllerReplacement', ...atBlock(block) } as const
  const proposed: Hex[] = []
  for (let start = 0; start < entityIds.length; start += readsAtOnce) {
    const reads = entityIds.slice(start, start + readsAtOnce).map((id) => view(() => client.readContract({ ...shared, args: [id as Hex] })))
    proposed.push(...(await Promise.all(reads)).map(({ account }) => account.toLowerCase() as Hex))
  }
  return proposed.filter((account) => account !== zeroAddress)
}
