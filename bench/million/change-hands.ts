import { encodeFunctionData } from 'viem'
import { keyRegistryAbi as abi } from '../../src/chain/abi/key-registry.generated.ts'
import { toCall } from '../../src/chain/calls/contract-call.ts'
import type { ActorName } from '../../scripts/demo/cast.ts'
import type { World } from '../../test/support/world.ts'
import type { Bench } from '../report.ts'
import { carryOut, type Cost } from './carry-out.ts'
import { keyCount, type Filled } from './fill.ts'

/** Gas of writing a slot anew that is not zero, with what a transaction of 700 comes to a key. */
const floor = 5_729
const baseline = { what: 'floor of an update', value: floor }

/** A million keys from the chip maker to the OEM as lots, from the OEM to the utility one by one, and back where it is accepted in advance. */
export async function changeHands(world: World, { lotIds, lists }: Filled, report: Parameters<Bench>[0]): Promise<void> {
  const { KeyRegistry } = world.deployment.contracts
  const account = (name: ActorName) => world.actors[name].account
  const expiresAt = Math.floor(Date.now() / 1000) + 200 * 86_400
  const offerCount = () => world.client.readContract({ address: KeyRegistry.address, abi, functionName: 'offerCount' })
  const call = (data: ReturnType<typeof encodeFunctionData>) => toCall(KeyRegistry, data)
  const print = (what: string, { gas, took }: Cost, withFloor: boolean) => {
    report({ bench: 'million', what: `${what}: gas`, value: gas / keyCount, unit: 'gas a key', ...(withFloor && { baseline }) })
    report({ bench: 'million', what: `${what}: time`, value: took / 1000, unit: 's' })
  }
  const both = (one: Cost, other: Cost): Cost => ({ gas: one.gas + other.gas, took: one.took + other.took })

  let first = (await offerCount()) + 1
  const offerLots = lotIds.map((id) =>
    call(encodeFunctionData({ abi, functionName: 'offerLot', args: [Number(id), account('oem'), expiresAt] })),
  )
  const lotsOffered = await carryOut(world, world.actors.chip_maker, offerLots)
  const acceptLots = lotIds.map((_, index) => call(encodeFunctionData({ abi, functionName: 'acceptLot', args: [first + index] })))
  print(`${lotIds.length} lots, offered and accepted`, both(lotsOffered, await carryOut(world, world.actors.oem, acceptLots)), false)

  first = (await offerCount()) + 1
  const offer = (to: ActorName) =>
    lists.map((ids) => call(encodeFunctionData({ abi, functionName: 'offerKeys', args: [[...ids], account(to), expiresAt] })))
  const offered = await carryOut(world, world.actors.oem, offer('utility'))
  const acceptKeys = lists.map((ids, index) =>
    call(encodeFunctionData({ abi, functionName: 'acceptKeys', args: [first + index, [...ids]] })),
  )
  print('one by one, offered', offered, true)
  print('one by one, accepted', await carryOut(world, world.actors.utility, acceptKeys), true)

  const inAdvance = encodeFunctionData({ abi, functionName: 'acceptInAdvance', args: [account('utility'), true] })
  await carryOut(world, world.actors.chip_maker, [call(inAdvance)])
  print('one by one, accepted in advance', await carryOut(world, world.actors.utility, offer('chip_maker')), true)
}
