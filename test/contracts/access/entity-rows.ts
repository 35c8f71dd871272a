import { entityDetails, roleBits } from '../support/inputs.ts'
import { activeControllers, byEntity, controllers, everybody, restricted, type Row } from './row.ts'

const soon = 4_000_000_000

export const entityRows: readonly Row[] = [
  restricted('entities', 'REGISTRAR', 'register', ({ actors }) => [actors.intruder, entityDetails('new'), roleBits('utility'), '']),
  restricted('entities', 'REGISTRAR', 'update', ({ actors }) => [actors.oem, entityDetails('oem', { pen: 1 })]),
  restricted('entities', 'REGISTRAR', 'setRole', ({ actors }) => [actors.oem, roleBits('distributor')]),
  restricted('entities', 'REGISTRAR', 'setRoleCertification', ({ actors }) => [actors.oem, 'minutes of 3 March']),
  restricted('entities', 'REGISTRAR', 'suspend', ({ actors }) => [actors.oem]),
  restricted('entities', 'REGISTRAR', 'reinstate', ({ actors }) => [actors.suspendedMaker]),
  restricted('entities', 'REGISTRAR', 'replaceController', ({ actors }) => [actors.oem, actors.intruder]),
  restricted('entities', 'REGISTRAR', 'setQuota', ({ actors }) => [actors.oem, 5_000, 10]),
  restricted('entities', 'REGISTRAR', 'setDefaultQuota', () => [5_000, 10]),
  restricted('entities', 'BOARD', 'accredit', ({ actors }) => [actors.lapsedLab, soon]),
  restricted('entities', 'BOARD', 'strikeOff', ({ actors, completed }) => [actors.lab, completed]),
  byEntity('entities', 'proposeController', ({ actors }) => [actors.intruder], activeControllers, ''),
  {
    ...byEntity('entities', 'cancelControllerReplacement', () => [], controllers, ''),
    // a suspended entity can still call off what the registrar proposed
    actsFor: undefined,
  },
  {
    contract: 'entities',
    name: 'acceptController',
    args: ({ actors }) => [actors.utility],
    allowed: ['newcomer'],
    refusal: () => 'EntityRegistryReplacementUnknown',
  },
  // whoever calls it counts for itself alone
  { contract: 'entities', name: 'spend', args: () => [1, 1, 1], allowed: everybody, refusal: () => '' },
]
