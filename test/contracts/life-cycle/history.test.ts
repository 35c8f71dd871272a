import { expect } from 'chai'
import { reason } from '../support/inputs.ts'
import { ethers, networkHelpers } from '../support/network.ts'
import { day } from '../support/world.ts'
import { holdingsFromEvents, holdingsOnChain } from './holdings.ts'
import { act, lifeWorld, signature, tomorrow, type LifeWorld } from './world.ts'

const { loadFixture, time } = networkHelpers
const why = reason('keyCompromise')

type Step = { readonly block: number; readonly time: number; readonly owner: string }

/** Who owned the key since when, from the events that name it or its lot. */
async function ownersFromEvents({ keys }: LifeWorld, id: string, lot: bigint): Promise<Step[]> {
  const steps: Step[] = []
  let follows = true
  for (const log of await ethers.provider.getLogs({ fromBlock: 0, address: await keys.getAddress() })) {
    const event = keys.interface.parseLog(log)
    const named: boolean = event?.args.toObject()['keyIds']?.includes(id) ?? false
    const owners: Record<string, string | undefined> = {
      KeysCreated: named ? event?.args['ownerId'] : undefined,
      KeysTransferred: named ? event?.args['toId'] : undefined,
      LotTransferred: follows && event?.args[0] === lot ? event.args['toId'] : undefined,
    }
    if (named && ['KeysTransferred', 'KeysInstalled'].includes(event!.name)) follows = false
    const owner = owners[event?.name ?? '']
    if (owner !== undefined) steps.push({ owner, block: log.blockNumber, time: (await log.getBlock()).timestamp })
  }
  return steps
}

describe('the history of a key’s owners', () => {
  it('with times and blocks is in the events alone: lot, list, in advance, motion', async () => {
    const world = await loadFixture(lifeWorld)
    const { actors, oemKeys, oemLot } = world
    const [id] = oemKeys as [string]
    const expected: Step[] = []
    const seen = async (owner: keyof typeof actors) => {
      expected.push({ owner: actors[owner].address, block: await networkHelpers.time.latestBlock(), time: await time.latest() })
      await time.increase(day)
    }
    const [registered] = await ownersFromEvents(world, id, oemLot)
    await act(world, 'oem', 'offerLot', oemLot, actors.distributor, await tomorrow())
    await act(world, 'distributor', 'acceptLot', 1)
    await seen('distributor')
    await act(world, 'distributor', 'offerKeys', [id], actors.otherOem, await tomorrow())
    await act(world, 'otherOem', 'acceptKeys', 2, [id])
    await seen('otherOem')
    await act(world, 'board', 'moveLot', oemLot, actors.secondLab)
    await act(world, 'utility', 'acceptInAdvance', actors.otherOem, true)
    await act(world, 'otherOem', 'offerKeys', [id], actors.utility, 0)
    await seen('utility')
    await act(world, 'board', 'moveKeys', actors.utility, actors.oem, [id])
    await seen('oem')
    expect(registered!.owner).to.equal(actors.oem.address)
    expect(await ownersFromEvents(world, id, oemLot)).to.deep.equal([registered, ...expected])
  })

  it('and where it is, and what follows on it, is in the events through everything that can happen', async () => {
    const world = await loadFixture(lifeWorld)
    const { actors, oemKeys, chipKeys, chipLot, spares, processId } = world
    const [first, second, third] = oemKeys as [string, string, string]
    const agree = async () => expect(await holdingsFromEvents(world)).to.deep.equal(await holdingsOnChain(world))
    await agree()
    await act(world, 'oem', 'offerKeys', [first, second], actors.distributor, await tomorrow())
    await act(world, 'chipMaker', 'offerKeys', chipKeys, actors.utility, await tomorrow())
    await agree()
    await act(world, 'board', 'moveLot', chipLot, actors.installer)
    await act(world, 'board', 'voidKeys', [second], why)
    await agree()
    await act(world, 'distributor', 'withdrawOffer', 1, [first, second])
    await act(world, 'oem', 'createKeys', processId, 0, [second])
    await act(world, 'installer', 'installKeys', [first])
    await agree()
    await act(world, 'oem', 'replaceKey', first, third)
    await act(world, 'oem', 'rotateKey', third, spares[0]!.id, day, spares[0]!.publicKey, signature)
    await agree()
    await act(world, 'oem', 'returnKeys', [third], 2)
    await act(world, 'board', 'voidKeys', [spares[0]!.id], why)
    await agree()
    await act(world, 'board', 'moveLot', chipLot, actors.chipMaker)
    await agree()
    await act(world, 'utility', 'acceptKeys', 2, chipKeys)
    await agree()
  })
})
