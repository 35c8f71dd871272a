import { randomBytes } from 'node:crypto'
import { privateKeyToAccount } from 'viem/accounts'
import type { Consortium } from '../domain/consortium.ts'
import type { Hex } from '../domain/fields.ts'
import { nodeFiles } from './besu-config.ts'
import { networkFiles } from './network-files.ts'

export type GeneratedKeys = {
  /** The description with every account and every node's key replaced. */
  readonly consortium: Consortium
  /** Private keys in hex, by path: each node's in its folder, each account's at `keys/ADDRESS`. */
  readonly secrets: ReadonlyMap<string, string>
}

/** For tests: the same consortium, all of whose keys are new and at hand. An account that stood at several places still does. */
export function generateKeys(consortium: Consortium): GeneratedKeys {
  const secrets = new Map<string, string>()
  const replaced = new Map<string, Hex>()
  const account = (old: string): Hex => {
    const known = replaced.get(old)
    if (known !== undefined) return known
    const key = newKey()
    const address = privateKeyToAccount(key).address.toLowerCase() as Hex
    secrets.set(`keys/${address}`, `${key}\n`)
    replaced.set(old, address)
    return address
  }
  const nodes = (list: 'validators' | 'standby', name: string) =>
    consortium[list].map((node, index) => {
      const key = newKey()
      secrets.set(`${networkFiles.nodes}/${name}-${index + 1}/${nodeFiles.key}`, key)
      const enode = `enode://${privateKeyToAccount(key).publicKey.slice(4)}@${node.enode.slice(node.enode.lastIndexOf('@') + 1)}`
      return { ...node, operator_id: account(node.operator_id), operator_account: account(node.operator_account), enode }
    })
  const { entities, seats, staff } = consortium
  return {
    consortium: {
      ...consortium,
      entities: entities.map((entity) => ({ ...entity, entity_id: account(entity.entity_id) })),
      seats: seats.map((seat) => ({ ...seat, entity_id: account(seat.entity_id), account: account(seat.account) })),
      validators: nodes('validators', 'validator'),
      standby: nodes('standby', 'standby'),
      staff: {
        registrar: account(staff.registrar),
        programme_manager: account(staff.programme_manager),
        regulator: account(staff.regulator),
      },
    },
    secrets,
  }
}

const newKey = (): Hex => `0x${randomBytes(32).toString('hex')}`
