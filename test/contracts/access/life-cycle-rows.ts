import { reason } from '../support/inputs.ts'
import { signature } from '../life-cycle/world.ts'
import type { AccessActor } from './actors.ts'
import { activeControllers, byEntity, type Row } from './row.ts'
import type { AccessWorld } from './world.ts'

const why = reason('keyCompromise')

/** Somebody else than the actor, so that it is not refused for offering to itself. */
const receiver = ({ actors }: AccessWorld, actor: AccessActor) => (actor === 'distributor' ? actors.utility : actors.distributor)

const lotOwner = (name: string, args: Row['args']) => byEntity('keys', name, args, ['oem'], 'KeyRegistryLotNotOwner')
/** The owner, and the installer that it named. */
const installing = (name: string, args: Row['args']) => byEntity('keys', name, args, ['oem', 'installer'], 'KeyRegistryNotInstaller')
/** Every entity, about itself: the error is never met. */
const anybody = (name: string, args: Row['args']) => byEntity('keys', name, args, activeControllers, '')

/** The OEM owns keys and lot; offer 1 is of keys of its, offer 2 of the chip maker's lot, both to the distributor. */
export const lifeCycleRows: readonly Row[] = [
  byEntity('keys', 'offerKeys', (world, actor) => [world.oemKeys, receiver(world, actor), world.soon], ['oem'], 'KeyRegistryNotOwner'),
  lotOwner('offerLot', (world, actor) => [world.oemLot, receiver(world, actor), world.soon]),
  byEntity('keys', 'withdrawOffer', ({ spares }) => [1, [spares[1]!.id]], ['oem', 'distributor'], 'KeyRegistryOfferNotParty'),
  byEntity('keys', 'acceptKeys', ({ spares }) => [1, [spares[1]!.id]], ['distributor'], 'KeyRegistryOfferNotReceiver'),
  byEntity('keys', 'acceptLot', () => [2], ['distributor'], 'KeyRegistryOfferNotReceiver'),
  anybody('acceptInAdvance', ({ actors }) => [actors.oem, true]),
  anybody('nameInstaller', ({ actors }) => [actors.installer]),
  anybody('withdrawInstaller', ({ actors }) => [actors.installer]),
  installing('installKeys', ({ oemKeys }) => [oemKeys]),
  installing('returnKeys', ({ spares }) => [[spares[2]!.id], 1]),
  installing('replaceKey', ({ spares, oemKeys }) => [spares[2]!.id, oemKeys[0]]),
  lotOwner('suspendLot', ({ oemLot }) => [oemLot, why]),
  lotOwner('reinstateLot', ({ oemLot }) => [oemLot]),
  lotOwner('revokeLot', ({ oemLot }) => [oemLot, why]),
  lotOwner('retireLot', ({ oemLot }) => [oemLot]),
  byEntity(
    'keys',
    'rotateKey',
    ({ oemKeys, spares }) => [oemKeys[0], spares[0]!.id, 0, spares[0]!.publicKey, signature],
    ['oem'],
    'KeyRegistryNotOwner',
  ),
]
