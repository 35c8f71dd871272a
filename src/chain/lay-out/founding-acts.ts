import { encodeFunctionData, type Hex } from 'viem'
import type { Consortium } from '../../domain/consortium.ts'
import { authorityAbi } from '../abi/authority.generated.ts'
import type { ContractCall, Contracts } from '../calls/contract-call.ts'
import { registerDocument } from '../calls/document-calls.ts'
import { registerEntity } from '../calls/entity-calls.ts'
import { powers, roleIds, selectorsOf } from '../powers.ts'
import type { Laid } from './lay-out.ts'

/**
 * Calls of the Authority by its first ADMIN: which role may call what, and the founding entities and documents, entered by the deployer as
 * REGISTRAR and BOARD, which it is until it hands over.
 */
export function foundingActs(laid: Laid, deployer: Hex, { entities, documents }: Consortium): Hex[] {
  const abi = authorityAbi
  const labels = Object.entries(roleIds).filter(([role]) => role !== 'ADMIN')
  const execute = ({ to, data }: ContractCall) => encodeFunctionData({ abi, functionName: 'execute', args: [to, data] })
  return [
    ...labels.map(([role, id]) => encodeFunctionData({ abi, functionName: 'labelRole', args: [id, role] })),
    ...powers.map((power) => {
      const args = [laid[power.contract].address, selectorsOf(power), roleIds[power.role]] as const
      return encodeFunctionData({ abi, functionName: 'setTargetFunctionRole', args })
    }),
    ...[roleIds.REGISTRAR, roleIds.BOARD].map((role) => encodeFunctionData({ abi, functionName: 'grantRole', args: [role, deployer, 0] })),
    ...entities.map((entity) => execute(registerEntity(laid as unknown as Contracts, entity))),
    ...documents.map((document) => execute(registerDocument(laid as unknown as Contracts, document))),
  ]
}
