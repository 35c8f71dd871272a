import type { AccessActor } from './actors.ts'
import { keyIds, reason } from '../support/inputs.ts'
import { activeControllers, byEntity, controllers, restricted, type Row } from './row.ts'

const why = reason('keyCompromise')

/** Line accounts register too; who is no controller is looked for among them. */
function registrationRefusal(actor: AccessActor): string {
  if (!controllers.includes(actor)) return 'ProcessRegistryAccountUnknown'
  return activeControllers.includes(actor) ? 'ProcessRegistryNotGranted' : 'EntityRegistryEntitySuspended'
}

/** The OEM owns the keys, the chip maker their process. */
const owner = (name: string, args: Row['args']) => byEntity('keys', name, args, ['oem'], 'KeyRegistryNotOwner')
const processOwner = (name: string, args: Row['args']) => byEntity('keys', name, args, ['chipMaker'], 'KeyRegistryNotProcessOwner')
const lotsProcessOwner = (name: string, args: Row['args']) => byEntity('keys', name, args, ['chipMaker'], 'KeyRegistryLotNotProcessOwner')

export const keyRows: readonly Row[] = [
  {
    contract: 'keys',
    name: 'createKeys',
    args: ({ processId }) => [processId, 0, keyIds(2, 'new')],
    allowed: ['chipMaker', 'oem', 'oemLine'],
    refusal: registrationRefusal,
    actsFor: 'entity',
  },
  owner('suspendKeys', ({ oemKeys }) => [oemKeys, why]),
  owner('reinstateKeys', ({ oemKeys }) => [oemKeys]),
  owner('revokeKeys', ({ oemKeys }) => [oemKeys, why]),
  owner('retireKeys', ({ oemKeys }) => [oemKeys]),
  processOwner('reportKeys', ({ oemKeys }) => [oemKeys, why]),
  processOwner('withdrawReport', ({ oemKeys }) => [oemKeys]),
  lotsProcessOwner('reportLot', ({ oemLot }) => [oemLot, why]),
  lotsProcessOwner('withdrawLotReport', ({ oemLot }) => [oemLot]),
  restricted('keys', 'PROGRAMME_MANAGER', 'suspendKeysAsProgrammeManager', ({ oemKeys }) => [oemKeys, why]),
  restricted('keys', 'PROGRAMME_MANAGER', 'reinstateKeysAsProgrammeManager', ({ oemKeys }) => [oemKeys]),
  restricted('keys', 'PROGRAMME_MANAGER', 'suspendLotAsProgrammeManager', ({ oemLot }) => [oemLot, why]),
  restricted('keys', 'PROGRAMME_MANAGER', 'reinstateLotAsProgrammeManager', ({ oemLot }) => [oemLot]),
  restricted('keys', 'REGULATOR', 'suspendKeysAsRegulator', ({ oemKeys }) => [oemKeys, why]),
  restricted('keys', 'REGULATOR', 'reinstateKeysAsRegulator', ({ oemKeys }) => [oemKeys]),
  restricted('keys', 'REGULATOR', 'suspendLotAsRegulator', ({ oemLot }) => [oemLot, why]),
  restricted('keys', 'REGULATOR', 'reinstateLotAsRegulator', ({ oemLot }) => [oemLot]),
  restricted('keys', 'BOARD', 'reinstateKeysAsBoard', ({ oemKeys }) => [oemKeys]),
  restricted('keys', 'BOARD', 'reinstateLotAsBoard', ({ oemLot }) => [oemLot]),
  restricted('keys', 'BOARD', 'moveKeys', ({ oemKeys, actors }) => [actors.oem, actors.utility, oemKeys]),
  restricted('keys', 'BOARD', 'moveLot', ({ oemLot, actors }) => [oemLot, actors.utility]),
  restricted('keys', 'BOARD', 'voidKeys', ({ oemKeys }) => [oemKeys, why]),
]
