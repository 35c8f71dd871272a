import type { ProblemCode } from './problem.ts'

/** What process owner and supervisors say of a lot: for all its keys. Only the same or a higher authority takes a suspension back. */
export const lotStandings = ['active', 'suspended_by_process_owner', 'suspended_by_programme_manager', 'suspended_by_regulator'] as const
export type LotStanding = (typeof lotStandings)[number]

/** What its owner says: for the keys that follow it. */
export const lotOwnerStates = ['active', 'suspended', 'revoked', 'eol'] as const
export type LotOwnerState = (typeof lotOwnerStates)[number]

/** A lot that was never handed on, and is in no offer, takes more keys. */
const lotPlaces = ['open', 'offered', 'handed_on', 'handed_on_offered'] as const
type LotPlace = (typeof lotPlaces)[number]

export type LotState = { readonly standing: LotStanding; readonly ownerState: LotOwnerState; readonly place: LotPlace }

/** Every state that a lot can be in. */
export const lotStates: readonly LotState[] = lotPlaces.flatMap((place) =>
  lotOwnerStates.flatMap((ownerState) => lotStandings.map((standing) => ({ standing, ownerState, place }))),
)

/** Who causes a change, and what everybody else is told. */
export const lotActors = {
  owner: 'not_lot_owner',
  receiver: 'offer_not_receiver',
  owner_or_receiver: 'offer_not_party',
  process_owner: 'not_process_owner',
  programme_manager: 'role_missing',
  regulator: 'role_missing',
  board: 'role_missing',
} as const satisfies Record<string, ProblemCode>

const isOffered = ({ place }: LotState) => place === 'offered' || place === 'handed_on_offered'
/** What can stand in the way of an act. */
const obstacles = {
  ended: ({ ownerState }: LotState) => ownerState === 'revoked' || ownerState === 'eol',
  notActive: ({ standing, ownerState }: LotState) => standing !== 'active' || ownerState !== 'active',
  offered: isOffered,
  notOffered: (state: LotState) => !isOffered(state),
  notOpen: ({ place }: LotState) => place !== 'open',
  aboveProcessOwner: suspendedAbove('suspended_by_process_owner'),
  aboveProgrammeManager: suspendedAbove('suspended_by_programme_manager'),
} as const satisfies Record<string, (state: LotState) => boolean>

function suspendedAbove(standing: LotStanding) {
  return (state: LotState) => lotStandings.indexOf(state.standing) > lotStandings.indexOf(standing)
}

type LotAct = {
  /** Function of the contract. */
  readonly call: string
  readonly by: keyof typeof lotActors
  /** In these states there is nothing to do: nothing changes, and nothing is announced. */
  readonly idle?: (state: LotState) => boolean
  /** The first that holds refuses, by this error. */
  readonly refused: readonly (readonly [keyof typeof obstacles, ProblemCode])[]
  /** What is different afterwards. */
  readonly to: Partial<LotState> | ((state: LotState) => Partial<LotState>)
  /** The lot, and the keys that follow it, have another owner afterwards. */
  readonly changesHands?: true
}

const ended = ['ended', 'lot_not_active'] as const
const notActive = ['notActive', 'lot_not_active'] as const
const noOffer = ['notOffered', 'offer_unknown'] as const

const says = (ownerState: LotOwnerState): Pick<LotAct, 'idle' | 'refused' | 'to'> => ({
  idle: (state) => state.ownerState === ownerState,
  refused: [ended],
  to: { ownerState },
})
const supervises = (standing: LotStanding, above?: keyof typeof obstacles): Pick<LotAct, 'idle' | 'refused' | 'to'> => ({
  idle: (state) => state.standing === standing,
  refused: above === undefined ? [] : [[above, 'rank_too_low']],
  to: { standing },
})

/** Every act on a lot: who may, what refuses it, and what becomes of the lot. */
export const lotActs = {
  suspend: { call: 'suspendLot', by: 'owner', ...says('suspended') },
  reinstate: { call: 'reinstateLot', by: 'owner', ...says('active') },
  revoke: { call: 'revokeLot', by: 'owner', ...says('revoked') },
  retire: { call: 'retireLot', by: 'owner', ...says('eol') },
  report: { call: 'reportLot', by: 'process_owner', ...supervises('suspended_by_process_owner', 'aboveProcessOwner') },
  withdraw_report: { call: 'withdrawLotReport', by: 'process_owner', ...supervises('active', 'aboveProcessOwner') },
  suspend_as_programme_manager: {
    call: 'suspendLotAsProgrammeManager',
    by: 'programme_manager',
    ...supervises('suspended_by_programme_manager', 'aboveProgrammeManager'),
  },
  reinstate_as_programme_manager: {
    call: 'reinstateLotAsProgrammeManager',
    by: 'programme_manager',
    ...supervises('active', 'aboveProgrammeManager'),
  },
  suspend_as_regulator: { call: 'suspendLotAsRegulator', by: 'regulator', ...supervises('suspended_by_regulator') },
  reinstate_as_regulator: { call: 'reinstateLotAsRegulator', by: 'regulator', ...supervises('active') },
  reinstate_by_motion: { call: 'reinstateLotAsBoard', by: 'board', ...supervises('active') },
  add_keys: { call: 'createKeys', by: 'owner', refused: [notActive, ['notOpen', 'lot_offered']], to: {} },
  offer: {
    call: 'offerLot',
    by: 'owner',
    refused: [notActive, ['offered', 'lot_offered']],
    to: ({ place }) => ({ place: place === 'open' ? 'offered' : 'handed_on_offered' }),
  },
  offer_accepted_in_advance: {
    call: 'offerLot',
    by: 'owner',
    refused: [notActive, ['offered', 'lot_offered']],
    to: { place: 'handed_on' },
    changesHands: true,
  },
  accept: { call: 'acceptLot', by: 'receiver', refused: [noOffer, notActive], to: { place: 'handed_on' }, changesHands: true },
  withdraw_or_decline: {
    call: 'withdrawOffer',
    by: 'owner_or_receiver',
    refused: [noOffer],
    to: ({ place }) => ({ place: place === 'offered' ? 'open' : 'handed_on' }),
  },
  move_by_motion: { call: 'moveLot', by: 'board', refused: [], to: { place: 'handed_on' }, changesHands: true },
} as const satisfies Record<string, LotAct>
export type LotActName = keyof typeof lotActs

/** What an act comes to: a new state, the same one without a word, or the error's code. */
export type LotOutcome = { readonly state: LotState } | 'nothing' | { readonly code: ProblemCode }

/** What becomes of a lot in `state`, by who may cause it. */
export function lotOutcome(state: LotState, name: LotActName): LotOutcome {
  const act: LotAct = lotActs[name]
  if (act.idle?.(state) === true) return 'nothing'
  const code = act.refused.find(([obstacle]) => obstacles[obstacle](state))?.[1]
  if (code !== undefined) return { code }
  return { state: { ...state, ...(typeof act.to === 'function' ? act.to(state) : act.to) } }
}
