import { motionKinds } from '../support/governance.ts'
import { countryBytes } from '../support/inputs.ts'
import { entityOf, seatDetails } from '../support/seats.ts'
import { nobodys, restricted, type Row } from './row.ts'

export const boardRows: readonly Row[] = [
  restricted('board', 'ADMIN', 'changeSeats', () => [[entityOf('carMaker')], [seatDetails('another')]]),
  restricted('board', 'ADMIN', 'replaceSeatAccount', ({ actors }) => [entityOf('carMaker'), actors.intruder.address]),
  restricted('board', 'ADMIN', 'setThreshold', () => [motionKinds.ordinary, 3, 5]),
  restricted('board', 'ADMIN', 'setHomeCountries', () => [['US', 'DE'].map(countryBytes)]),
  restricted('board', 'ADMIN', 'setValidatorSet', ({ validators }) => [validators.target]),
  {
    contract: 'board',
    name: 'proposeSeatAccount',
    args: ({ actors }) => [actors.newcomer.address],
    allowed: ['seat'],
    refusal: () => 'BoardNotSeated',
  },
  {
    contract: 'board',
    name: 'acceptSeatAccount',
    args: () => [entityOf('ministry')],
    allowed: ['nextSeat'],
    refusal: () => 'BoardAccountNotProposed',
  },
  nobodys('board', 'delegate', ({ actors }) => [actors.seat.address], 'BoardVotesNotDelegable'),
  nobodys('board', 'delegateBySig', ({ delegation }) => delegation, 'BoardVotesNotDelegable'),
  // the Authority's to call, when it updates itself there
  nobodys('board', 'setAuthority', ({ actors }) => [actors.intruder.address], 'AccessManagedUnauthorized'),
]
