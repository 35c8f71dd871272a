import { groupOf } from '../domain/consortium/group-of.ts'
import type { Consortium } from '../domain/consortium.ts'
import { accountOfEnode, parseEnode } from '../domain/enode.ts'
import type { Hex } from '../domain/fields.ts'
import { quorumOf } from '../domain/quorum.ts'

/** Forest answers fast and takes room; Bonsai is far smaller (Besu's `data-storage-format`). */
export type StorageFormat = 'FOREST' | 'BONSAI'

/** A node of the first day, as its folder has it. */
export type NetworkNode = {
  /** `validator-3`, `standby-1`: by its place in the description, and the name of its folder. */
  readonly name: string
  readonly state: 'validator' | 'standby'
  readonly account: Hex
  readonly enode: string
  readonly ip: string
  readonly port: number
  readonly rpc_port: number
  readonly metrics_port: number
  readonly storage: StorageFormat
  readonly operator_id: string
  readonly operator: string
  readonly group: string
  readonly control_country: string
  readonly hosting_country: string
  readonly segment: string
}

/** Nodes on one address share it: each gets ports of its own, one after the other. */
const firstPorts = { rpc: 8545, metrics: 9545 } as const
/** On loopback, where a node's P2P port comes from one row, the other two lie in rows above it. */
const rowOfPorts = 100

/** All nodes of a description, validators first, in its order. The first quorum of them keeps its state in Forest. */
export function networkNodes(consortium: Consortium): NetworkNode[] {
  const forest = quorumOf(consortium.validators.length)
  const listed = [
    ...consortium.validators.map((node, index) => ({ node, index, state: 'validator' as const })),
    ...consortium.standby.map((node, index) => ({ node, index, state: 'standby' as const })),
  ]
  const onAddress = new Map<string, number>()
  return listed.map(({ node, index, state }) => {
    const enode = parseEnode(node.enode)
    const { ip, port } = enode
    const place = onAddress.get(ip) ?? 0
    onAddress.set(ip, place + 1)
    const operator = consortium.entities.find(({ entity_id }) => entity_id === node.operator_id)
    if (operator === undefined) throw new TypeError(`${node.operator_id} is none of the entities`)
    return {
      name: `${state}-${index + 1}`,
      state,
      account: accountOfEnode(enode),
      enode: node.enode,
      ip,
      port,
      ...(isLoopback(ip)
        ? { rpc_port: port + rowOfPorts, metrics_port: port + 2 * rowOfPorts }
        : { rpc_port: firstPorts.rpc + place, metrics_port: firstPorts.metrics + place }),
      storage: state === 'validator' && index < forest ? ('FOREST' as const) : ('BONSAI' as const),
      operator_id: node.operator_id,
      operator: operator.name,
      group: groupOf(operator),
      control_country: operator.country,
      hosting_country: node.hosting_country,
      segment: node.segment,
    }
  })
}

export const isLoopback = (ip: string): boolean => ip.startsWith('127.') || ip === '::1'
