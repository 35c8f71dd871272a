import { generatePrivateKey } from 'viem/accounts'
import { nameLineAccount } from '../../src/chain/calls/process-calls.ts'
import { accredit } from '../../src/chain/calls/entity-calls.ts'
import { signerOf } from '../../src/chain/keystore.ts'
import type { Sender } from '../../src/chain/sender.ts'
import { assessProcess, secureElement } from '../demo/assess-process.ts'
import type { Ground } from './ground.ts'

/** A line of a factory, with a process to register keys under. */
export type RegistrationLine = { readonly processId: string; readonly privateKey: `0x${string}`; readonly sender: Sender }

/** The board accredits the assessor, a process is assessed and approved, and its owner names an account of its line. */
export async function openRegistrationLine(ground: Ground): Promise<RegistrationLine> {
  const { network, act, carry, keyOfEntity, senderOf, allowed, say } = ground
  const { contracts } = network.deployment
  const { staff } = network.consortium
  const assessor = signerOf(keyOfEntity('assessor')).address
  await carry('ordinary', 'accredit the assessor', [accredit(contracts, assessor, '2036-01-01T00:00:00Z')])
  say('a process is assessed')
  const keyOf = (actor: Parameters<Parameters<typeof assessProcess>[0]>[0]) =>
    actor === 'programme_manager' ? network.keyOf(staff.programme_manager) : keyOfEntity(actor)
  const { process_id } = await assessProcess((actor, call) => act(keyOf(actor), call), contracts, 'chip_maker', secureElement)
  const privateKey = generatePrivateKey()
  const { address } = signerOf(privateKey)
  await act(keyOfEntity('chip_maker'), nameLineAccount(contracts, process_id, address))
  await allowed(address)
  return { processId: process_id, privateKey, sender: await senderOf(privateKey) }
}
