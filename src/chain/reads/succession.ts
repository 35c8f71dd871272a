import { encodeEventTopics, hexToBytes } from 'viem'
import { toTime, type Hex } from '../../domain/fields.ts'
import type { DeviceLine } from '../../domain/key-status-source.ts'
import { Problem } from '../../domain/problem.ts'
import type { KeyInfo } from '../../domain/records.ts'
import { rotationStatement, verifyRotation } from '../../domain/rotation.ts'
import { keyRegistryAbi as abi } from '../abi/key-registry.generated.ts'
import { atBlock, view, type ChainRegistry } from '../registry.ts'
import { readEvents, type RegistryEvent } from './events.ts'

/**
 * One key that followed on another. `verified`: the successor signed that it does; where it did not, the old key ends all the same, and the
 * two are two devices.
 */
export type Succession = {
  readonly key_id: Hex
  readonly successor_id: Hex
  readonly superseded_at: string
  readonly verified: boolean
  readonly block: number
  readonly transaction: Hex
}

const none: Hex = `0x${'0'.repeat(64)}`

/** So many keys before and behind one are looked at: a device that rotates every month for eight years. */
const mostLinks = 100

/** The key's successor, if it has one that stands in the registry. @throws Problem `chain_behind`, `chain_unreachable`, … */
export async function readSuccession(registry: ChainRegistry, keyId: Hex, block?: number): Promise<Succession | undefined> {
  const { client, deployment } = registry
  const { address } = deployment.contracts.KeyRegistry
  const call = { address, abi, args: [keyId], ...atBlock(block) } as const
  const [[successorId, supersededAt], rotatedIn] = await view(() =>
    Promise.all([
      client.readContract({ ...call, functionName: 'successorOf' }),
      client.readContract({ ...call, functionName: 'rotationBlockOf' }),
    ]),
  )
  if (successorId === none) return undefined
  const event = await rotationEvent(registry, keyId, Number(rotatedIn))
  if (event === undefined) {
    const detail = `the node has no event of the rotation of ${keyId} in block ${rotatedIn}: it lags behind, or keeps no old events`
    throw new Problem('chain_behind', { detail })
  }
  const { successorPublicKey, signature } = event.args
  const statement = rotationStatement({ chainId: deployment.chain_id, registry: address, keyId, successorId })
  return {
    key_id: keyId,
    successor_id: successorId,
    superseded_at: toTime(supersededAt),
    verified: event.args.successorId === successorId && verifyRotation(statement, hexToBytes(successorPublicKey), hexToBytes(signature)),
    block: Number(rotatedIn),
    transaction: event.transactionHash,
  }
}

/** The whole line of successors that `keyId` stands in, verified or not, the oldest first; empty where it stands alone. */
export async function chainOf(registry: ChainRegistry, keyId: Hex, block?: number): Promise<Succession[]> {
  const [before, behind] = await Promise.all([linksBefore(registry, keyId, block), linksBehind(registry, keyId, block)])
  return [...before, ...behind]
}

/** The keys of the device of `keyId`, the oldest first, as far as signatures prove it; undefined where it stands alone. */
export function deviceLine(keyId: Hex, links: readonly Succession[]): DeviceLine | undefined {
  const line = [keyId]
  for (const { verified, key_id, successor_id } of links.toReversed()) if (verified && successor_id === line[0]) line.unshift(key_id)
  for (const { verified, key_id, successor_id } of links) if (verified && key_id === line.at(-1)) line.push(successor_id)
  return line.length > 1 ? line : undefined
}

/** The same of a key that was read, at its block or another. */
export async function readDeviceLine(registry: ChainRegistry, info: KeyInfo, block?: number): Promise<DeviceLine | undefined> {
  if (info.predecessor_id === null && info.successor_id === null) return undefined
  const keyId = info.key.key_id as Hex
  return deviceLine(keyId, await chainOf(registry, keyId, block))
}

async function linksBehind(registry: ChainRegistry, keyId: Hex, block: number | undefined): Promise<Succession[]> {
  const found: Succession[] = []
  for (let last = keyId; found.length < mostLinks;) {
    const link = await readSuccession(registry, last, block)
    if (link === undefined) break
    found.push(link)
    last = link.successor_id
  }
  return found
}

async function linksBefore(registry: ChainRegistry, keyId: Hex, block: number | undefined): Promise<Succession[]> {
  const { client, deployment } = registry
  const { address } = deployment.contracts.KeyRegistry
  const found: Succession[] = []
  for (let first = keyId; found.length < mostLinks;) {
    const call = { address, abi, functionName: 'predecessorOf', args: [first], ...atBlock(block) } as const
    const predecessor = await view(() => client.readContract(call))
    const link = predecessor === none ? undefined : await readSuccession(registry, predecessor, block)
    if (link === undefined) break
    found.unshift(link)
    first = link.key_id
  }
  return found
}

type Rotated = Extract<RegistryEvent, { eventName: 'KeyRotated' }>

/** The newest one of the block: an entry that was void and came back may have been rotated before. */
async function rotationEvent(registry: ChainRegistry, keyId: Hex, block: number): Promise<Rotated | undefined> {
  const topics = encodeEventTopics({ abi, eventName: 'KeyRotated', args: { keyId } }) as Hex[]
  let found: Rotated | undefined
  for await (const events of readEvents(registry, { from: block, to: block, topics })) {
    for (const event of events) if (event.eventName === 'KeyRotated') found = event
  }
  return found
}
