import { createHash } from 'node:crypto'
import { expect } from 'chai'
import { createKeys, setKeyStatus } from '../../src/chain/calls/key-calls.ts'
import { setLotState } from '../../src/chain/calls/lot-calls.ts'
import { moveKeys } from '../../src/chain/calls/move-calls.ts'
import { acceptInAdvance, acceptOffer, offerKeys, offerLot, withdrawOffer } from '../../src/chain/calls/offer-calls.ts'
import { installKeys, replaceKey, returnKeys } from '../../src/chain/calls/installation-calls.ts'
import { setProcessState } from '../../src/chain/calls/process-calls.ts'
import { readHeight } from '../../src/chain/reads/block.ts'
import { readKeyHistory } from '../../src/chain/reads/key-history.ts'
import { readKeyInfo } from '../../src/chain/reads/key-info.ts'
import type { Hex } from '../../src/domain/fields.ts'
import { newRotatingKey, rotate } from '../support/rotating-key.ts'
import { deployWorld, type World } from '../support/world.ts'

const keyId = (name: string): Hex => `0x${createHash('sha256').update(name).digest('hex')}`
const until = '2027-01-01T00:00:00Z'

describe('the history of a key', () => {
  let world: World
  let owner: Record<'chip_maker' | 'oem' | 'utility', Hex>
  before(async () => {
    world = await deployWorld()
    const { chip_maker, oem, utility } = world.actors
    owner = { chip_maker: chip_maker.account, oem: oem.account, utility: utility.account }
  })
  after(() => world.close())

  const act: World['act'] = (actor, call) => world.act(actor, call)
  const contracts = () => world.deployment.contracts
  const made = async (...names: string[]) => {
    const { process_id } = world.processes.secure_element
    return { lot_id: await world.registerKeys('chip_maker', process_id, names.map(keyId)), keys: names.map(keyId) as [Hex, Hex, Hex] }
  }
  const handLotOn = async (lotId: string, to: 'oem' | 'utility', from: 'chip_maker' | 'oem') => {
    const { offer_id = '' } = await act(from, offerLot(contracts(), lotId, owner[to], until))
    await act(to, acceptOffer(contracts(), { offer_id, lot_id: lotId, key_ids: [] }))
    return offer_id
  }
  const handOn = async (keys: Hex[], to: 'oem' | 'utility', from: 'chip_maker' | 'oem') => {
    const { offer_id = '' } = await act(from, offerKeys(contracts(), keys, owner[to], until))
    await act(to, acceptOffer(contracts(), { offer_id, lot_id: null, key_ids: keys }))
    return offer_id
  }
  const historyOf = async (key: Hex) => readKeyHistory(world.registry, key, await readHeight(world.client))
  const eventsOf = async (key: Hex) => (await historyOf(key)).events.map(({ event }) => event)

  it('follows it from owner to owner: with its lot, by itself, by motion; with times, blocks and who sent it', async () => {
    const { lot_id, keys } = await made('walk', 'walk-2', 'walk-3')
    const [key, stays] = keys
    const lotOffer = await handLotOn(lot_id, 'oem', 'chip_maker')
    const offer = await handOn([key], 'utility', 'oem')
    await handLotOn(lot_id, 'utility', 'oem')
    await act('board', moveKeys(contracts(), owner.utility, owner.oem, [key]))

    const { events, owners } = await historyOf(key)
    const shown = owners.map(({ owner_id, by, offer_id }) => [owner_id, by, offer_id])
    expect(shown).to.deep.equal([
      [owner.chip_maker, 'registration', null],
      [owner.oem, 'lot_offer', lotOffer],
      [owner.utility, 'offer', offer],
      [owner.oem, 'motion', null],
    ])
    owners.slice(1).forEach(({ since }, index) => expect(owners[index]?.until).to.equal(since))
    expect(owners.at(-1)?.until).to.equal(null)
    expect((await readKeyInfo(world.registry, key))?.key.owner_id).to.equal(owner.oem)
    expect(events.map(({ event }) => event)).to.deep.equal([
      'KeysCreated',
      'OfferMade',
      'OfferAccepted',
      'LotTransferred',
      'OfferMade',
      'OfferAccepted',
      'KeysTransferred',
      'KeysTransferred',
    ])
    for (const event of events) {
      const transaction = await world.client.getTransaction({ hash: event.transaction as Hex })
      expect(event).to.include({ sent_by: transaction.from.toLowerCase(), block: Number(transaction.blockNumber) })
    }
    expect((await historyOf(stays)).owners.map(({ owner_id }) => owner_id)).to.deep.equal([owner.chip_maker, owner.oem, owner.utility])
  })

  it('tells what came over it by its lot and its process, and only while it did', async () => {
    const { lot_id, keys } = await made('lot-state', 'separate')
    const [key, separate] = keys
    await handOn([separate], 'oem', 'chip_maker')
    await act('chip_maker', setLotState(contracts(), 'owner', lot_id, 'suspended', 'certificateHold'))
    await act('regulator', setLotState(contracts(), 'regulator', lot_id, 'suspended', 'keyCompromise'))
    await act('regulator', setLotState(contracts(), 'regulator', lot_id, 'active', 'unspecified'))
    await act('chip_maker', setLotState(contracts(), 'owner', lot_id, 'active', 'unspecified'))
    const { process_id } = world.processes.secure_element
    await act('regulator', setProcessState(contracts(), 'regulator', process_id, 'suspended', 'keyCompromise'))
    await act('regulator', setProcessState(contracts(), 'regulator', process_id, 'active', 'unspecified'))

    const { events } = await historyOf(key)
    expect(events.slice(1).map(({ event, state, by, reason }) => [event, state, by, reason])).to.deep.equal([
      ['LotOwnerStateSet', 'suspended', 'owner', 'certificateHold'],
      ['LotSuspended', 'suspended', 'regulator', 'keyCompromise'],
      ['LotReinstated', 'active', 'regulator', undefined],
      ['LotOwnerStateSet', 'active', 'owner', undefined],
      ['ProcessSuspended', 'suspended', 'regulator', 'keyCompromise'],
      ['ProcessReinstated', 'active', 'regulator', undefined],
    ])
    const besides = ['LotSuspended', 'LotReinstated', 'ProcessSuspended', 'ProcessReinstated']
    expect((await eventsOf(separate)).slice(4)).to.deep.equal(besides)
  })

  it('tells installation, return and replacement, of both keys', async () => {
    const { keys } = await made('roof', 'spare')
    const [key, spare] = keys
    await act('chip_maker', installKeys(contracts(), [key]))
    await act('chip_maker', returnKeys(contracts(), [key], 'return'))
    await act('chip_maker', installKeys(contracts(), [key]))
    await act('chip_maker', replaceKey(contracts(), key, spare))

    const last = (await historyOf(key)).events.at(-1)
    expect(await eventsOf(key)).to.deep.equal(['KeysCreated', 'KeysInstalled', 'KeysReturned', 'KeysInstalled', 'KeyReplaced'])
    expect(last).to.include({ replacement_id: spare, by_id: owner.chip_maker })
    expect((await historyOf(spare)).events.at(-1)).to.include({ event: 'KeyReplaced', replaced_id: key })
  })

  it('tells of offers that came to nothing, and of what was accepted in advance', async () => {
    const { keys } = await made('refused')
    const [key] = keys
    const { offer_id = '' } = await act('chip_maker', offerKeys(contracts(), [key], owner.oem, until))
    await act('oem', withdrawOffer(contracts(), { offer_id, lot_id: null, key_ids: [key] }))
    await act('oem', acceptInAdvance(contracts(), owner.chip_maker, true))
    await act('chip_maker', offerKeys(contracts(), [key], owner.oem, until))
    await act('oem', acceptInAdvance(contracts(), owner.chip_maker, false))

    const { events, owners } = await historyOf(key)
    expect(events.map(({ event }) => event)).to.deep.equal(['KeysCreated', 'OfferMade', 'OfferWithdrawn', 'KeysTransferred'])
    expect(events[2]).to.include({ by_id: owner.oem })
    expect(owners.at(-1)).to.include({ owner_id: owner.oem, by: 'offer', offer_id: null })
  })

  it('says of a rotation whether the successor signed, on the side of both keys', async () => {
    const [first, second, third] = [newRotatingKey(), newRotatingKey(), newRotatingKey()]
    await world.registerKeys('chip_maker', world.processes.secure_element.process_id, [first.key_id, second.key_id, third.key_id])
    await act('chip_maker', installKeys(contracts(), [first.key_id]))
    await rotate(world, 'chip_maker', first, second)
    await rotate(world, 'chip_maker', second, third, { signer: first })

    const { events } = await historyOf(second.key_id)
    expect(events.map(({ event }) => event)).to.deep.equal(['KeysCreated', 'KeyRotated', 'KeysInstalled', 'KeyRotated'])
    expect(events[1]).to.include({ predecessor_id: first.key_id, signature_verified: true })
    expect(events[3]).to.include({ successor_id: third.key_id, signature_verified: false })
    expect((await historyOf(first.key_id)).events.at(-1)).to.include({ successor_id: second.key_id, signature_verified: true })
  })

  it('begins anew with an entry that was void', async () => {
    const { keys } = await made('void')
    const [key] = keys
    await act('board', setKeyStatus(contracts(), 'board', [key], 'void', 'unspecified'))
    const { process_id } = world.processes.unprotected_memory
    await act('oem', createKeys(contracts(), process_id, undefined, [key]))
    await act('regulator', setProcessState(contracts(), 'regulator', world.processes.secure_element.process_id, 'suspended', 'unspecified'))

    const { events, owners } = await historyOf(key)
    expect(events.map(({ event }) => event)).to.deep.equal(['KeysCreated', 'KeyStatusChanged', 'KeysCreated'])
    expect(owners.map(({ owner_id, until: end }) => [owner_id, end])).to.deep.equal([
      [owner.chip_maker, events[1]?.time],
      [owner.oem, null],
    ])
  })
})
