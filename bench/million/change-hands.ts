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

/** Of a tenth of the keys the offer waits for its acceptance: EDR keeps every state, some 5 kB for each key that changes. */
const tenth = 10

/** A million keys from the chip maker to the OEM as lots, from the OEM to the utility one by one; a tenth of them back, in two steps. */
export async function changeHands(world: World, { lotIds, lists }: Filled, report: Parameters<Bench>[0]): Promise<void> {
  const { KeyRegistry } = world.deployment.contracts
  const account = (name: ActorName) => world.actors[name].account
  const expiresAt = Math.floor(Date.now() / 1000) + 200 * 86_400
  const offerCount = () => world.client.readContract({ address: KeyRegistry.address, abi, functionName: 'offerCount' })
  const call = (data: ReturnType<typeof encodeFunctionData>) => toCall(KeyRegistry, data)
  const print = (what: string, { gas, took }: Cost, count: number, withFloor: boolean) => {
    report({ bench: 'million', what: `${what}: gas`, value: gas / count, unit: 'gas a key', ...(withFloor && { baseline }) })
    report({ bench: 'million', what: `${what}: time`, value: took / 1000, unit: 's' })
  }
  const both = (one: Cost, other: Cost): Cost => ({ gas: one.gas + other.gas, took: one.took + other.took })

  let first = (await offerCount()) + 1
  const offerLots = lotIds.map((id) =>
    call(encodeFunctionData({ abi, functionName: 'offerLot', args: [Number(id), account('oem'), expiresAt] })),
  )
  const lotsOffered = await carryOut(world, world.actors.chip_maker, offerLots)
  const acceptLots = lotIds.map((_, index) => call(encodeFunctionData({ abi, functionName: 'acceptLot', args: [first + index] })))
  const lotsAccepted = await carryOut(world, world.actors.oem, acceptLots)
  print(`${lotIds.length} lots, offered and accepted`, both(lotsOffered, lotsAccepted), keyCount, false)

  const offer = (to: ActorName, some: Filled['lists']) =>
    some.map((ids) => call(encodeFunctionData({ abi, functionName: 'offerKeys', args: [[...ids], account(to), expiresAt] })))
  const inAdvance = encodeFunctionData({ abi, functionName: 'acceptInAdvance', args: [account('oem'), true] })
  await carryOut(world, world.actors.utility, [call(inAdvance)])
  const offeredAtOnce = await carryOut(world, world.actors.oem, offer('utility', lists))
  print('all one by one, accepted in advance', offeredAtOnce, keyCount, true)

  const some = lists.slice(0, lists.length / tenth)
  const someKeys = keyCount / tenth
  first = (await offerCount()) + 1
  print(`${someKeys} one by one, offered`, await carryOut(world, world.actors.utility, offer('chip_maker', some)), someKeys, true)
  const acceptKeys = some.map((ids, index) =>
    call(encodeFunctionData({ abi, functionName: 'acceptKeys', args: [first + index, [...ids]] })),
  )
  print(`${someKeys} one by one, accepted`, await carryOut(world, world.actors.chip_maker, acceptKeys), someKeys, true)
}
