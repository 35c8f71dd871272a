import type { ProblemCode } from './problem.ts'

/** What a key is by itself: its status, and of a suspension who set it, for only the same or a higher authority takes it back. */
export const keyStandings = [
  'active',
  'suspended_by_owner',
  'suspended_by_process_owner',
  'suspended_by_programme_manager',
  'suspended_by_regulator',
  'revoked',
  'eol',
  'superseded',
  'void',
] as const
export type KeyStanding = (typeof keyStandings)[number]

/** Where it is: with its owner, in an offer, or at work at an end customer's. */
const keyPlaces = ['held', 'offered', 'installed'] as const
type KeyPlace = (typeof keyPlaces)[number]

/** `rotated`: it has a successor. */
export type KeyState = { readonly standing: KeyStanding; readonly place: KeyPlace; readonly rotated: boolean }

/** Every state that a key can be in: no key in an offer has a successor, every superseded key does, and a void entry is in neither. */
export const keyStates: readonly KeyState[] = keyStandings.flatMap((standing) =>
  keyPlaces.flatMap((place) => [false, true].map((rotated) => ({ standing, place, rotated })).filter(isPossible)),
)

function isPossible({ standing, place, rotated }: KeyState): boolean {
  if (standing === 'superseded') return rotated && place !== 'offered'
  if (standing === 'void') return !rotated && place !== 'offered'
  return !(rotated && place === 'offered')
}

/** Who causes a change, and what everybody else is told. `time`: nobody has to. */
export const keyActors = {
  owner: 'not_key_owner',
  owner_or_installer: 'not_installer',
  receiver: 'offer_not_receiver',
  owner_or_receiver: 'offer_not_party',
  registrant: 'not_granted',
  process_owner: 'not_process_owner',
  programme_manager: 'role_missing',
  regulator: 'role_missing',
  board: 'role_missing',
  time: undefined,
} as const satisfies Record<string, ProblemCode | undefined>

const lastSuspension = keyStandings.indexOf('suspended_by_regulator')

/** What can stand in the way of an act. `lotInactive`: the key follows a lot that is not active. */
const obstacles = {
  final: ({ standing }: KeyState) => keyStandings.indexOf(standing) > lastSuspension,
  void: ({ standing }: KeyState) => standing === 'void',
  notActive: ({ standing }: KeyState, lotInactive: boolean) => lotInactive || standing !== 'active',
  lotInactive: (_: KeyState, lotInactive: boolean) => lotInactive,
  aboveOwner: suspendedAbove('suspended_by_owner'),
  aboveProcessOwner: suspendedAbove('suspended_by_process_owner'),
  aboveProgrammeManager: suspendedAbove('suspended_by_programme_manager'),
  offered: ({ place }: KeyState) => place === 'offered',
  notOffered: ({ place }: KeyState) => place !== 'offered',
  installed: ({ place }: KeyState) => place === 'installed',
  notInstalled: ({ place }: KeyState) => place !== 'installed',
  rotated: ({ rotated }: KeyState) => rotated,
} as const satisfies Record<string, (state: KeyState, lotInactive: boolean) => boolean>

function suspendedAbove(standing: KeyStanding) {
  const rank = keyStandings.indexOf(standing)
  return (state: KeyState) => keyStandings.indexOf(state.standing) > rank && keyStandings.indexOf(state.standing) <= lastSuspension
}

type KeyAct = {
  /** Function of the contract; null: nothing is called. */
  readonly call: string | null
  readonly by: keyof typeof keyActors
  /** In these states there is nothing to do: nothing changes, and nothing is announced. */
  readonly idle?: (state: KeyState) => boolean
  /** The first that holds refuses, by this error. */
  readonly refused: readonly (readonly [keyof typeof obstacles, ProblemCode])[]
  /** What is different afterwards. */
  readonly to: Partial<KeyState>
  /** The key is in no offer afterwards. */
  readonly leavesOffer?: true
  /** The key has another owner afterwards. */
  readonly changesHands?: true
}

const final = ['final', 'status_final'] as const
const offered = ['offered', 'key_offered'] as const
const installed = ['installed', 'key_installed'] as const
const rotated = ['rotated', 'key_rotated'] as const
const lotInactive = ['lotInactive', 'lot_not_active'] as const
const noOffer = ['notOffered', 'offer_unknown'] as const
const held = { place: 'held' } as const

const is = (standing: KeyStanding) => (state: KeyState) => state.standing === standing

/** A suspension, and how it is taken back, by one authority. */
const suspends = (standing: KeyStanding, above?: keyof typeof obstacles): Pick<KeyAct, 'idle' | 'refused' | 'to'> => ({
  idle: is(standing),
  refused: [final, ...(above === undefined ? [] : [[above, 'rank_too_low'] as const])],
  to: { standing },
})
const reinstates = (above?: keyof typeof obstacles) => suspends('active', above)

/** Every act on a key: who may, what refuses it, and what becomes of the key. docs/key-life-cycle.md and its test are made from this. */
export const keyActs = {
  suspend: { call: 'suspendKeys', by: 'owner', ...suspends('suspended_by_owner', 'aboveOwner') },
  reinstate: { call: 'reinstateKeys', by: 'owner', ...reinstates('aboveOwner') },
  revoke: { call: 'revokeKeys', by: 'owner', idle: is('revoked'), refused: [final], to: { standing: 'revoked' } },
  retire: { call: 'retireKeys', by: 'owner', idle: is('eol'), refused: [final], to: { standing: 'eol' } },
  report: { call: 'reportKeys', by: 'process_owner', ...suspends('suspended_by_process_owner', 'aboveProcessOwner') },
  withdraw_report: { call: 'withdrawReport', by: 'process_owner', ...reinstates('aboveProcessOwner') },
  suspend_as_programme_manager: {
    call: 'suspendKeysAsProgrammeManager',
    by: 'programme_manager',
    ...suspends('suspended_by_programme_manager', 'aboveProgrammeManager'),
  },
  reinstate_as_programme_manager: {
    call: 'reinstateKeysAsProgrammeManager',
    by: 'programme_manager',
    ...reinstates('aboveProgrammeManager'),
  },
  suspend_as_regulator: { call: 'suspendKeysAsRegulator', by: 'regulator', ...suspends('suspended_by_regulator') },
  reinstate_as_regulator: { call: 'reinstateKeysAsRegulator', by: 'regulator', ...reinstates() },
  reinstate_by_motion: { call: 'reinstateKeysAsBoard', by: 'board', ...reinstates() },
  void_by_motion: {
    call: 'voidKeys',
    by: 'board',
    idle: is('void'),
    refused: [],
    to: { standing: 'void', rotated: false },
    leavesOffer: true,
  },
  register_again: {
    call: 'createKeys',
    by: 'registrant',
    idle: ({ standing }) => standing !== 'void',
    refused: [],
    to: { standing: 'active', place: 'held', rotated: false },
  },
  offer: {
    call: 'offerKeys',
    by: 'owner',
    refused: [final, offered, installed, rotated, lotInactive],
    to: { place: 'offered' },
  },
  offer_accepted_in_advance: {
    call: 'offerKeys',
    by: 'owner',
    refused: [final, offered, installed, rotated, lotInactive],
    to: held,
    changesHands: true,
  },
  accept: {
    call: 'acceptKeys',
    by: 'receiver',
    refused: [noOffer, final, lotInactive],
    to: held,
    changesHands: true,
  },
  withdraw_or_decline: { call: 'withdrawOffer', by: 'owner_or_receiver', refused: [noOffer], to: held },
  move_by_motion: {
    call: 'moveKeys',
    by: 'board',
    refused: [['void', 'status_final'], lotInactive],
    to: {},
    leavesOffer: true,
    changesHands: true,
  },
  install: {
    call: 'installKeys',
    by: 'owner_or_installer',
    refused: [final, offered, installed, lotInactive],
    to: { place: 'installed' },
  },
  return: { call: 'returnKeys', by: 'owner_or_installer', refused: [['notInstalled', 'key_not_installed']], to: held },
  replace: { call: 'replaceKey', by: 'owner_or_installer', refused: [['notInstalled', 'key_not_installed']], to: held },
  install_as_replacement: {
    call: 'replaceKey',
    by: 'owner_or_installer',
    refused: [final, offered, installed, lotInactive],
    to: { place: 'installed' },
  },
  rotate: {
    call: 'rotateKey',
    by: 'owner',
    refused: [['notActive', 'key_not_active'], offered, rotated],
    to: { rotated: true },
  },
  succeed: {
    call: 'rotateKey',
    by: 'owner',
    refused: [['notActive', 'key_not_active'], offered, rotated],
    to: {},
  },
  overlap_ends: {
    call: null,
    by: 'time',
    idle: (state) => !state.rotated || obstacles.final(state),
    refused: [],
    to: { standing: 'superseded' },
  },
} as const satisfies Record<string, KeyAct>
export type KeyActName = keyof typeof keyActs

/** What an act comes to: a new state, the same one without a word, or the error's code. */
export type KeyOutcome = { readonly state: KeyState } | 'nothing' | { readonly code: ProblemCode }

/** What becomes of a key in `state`, by who may cause it. `lotInactive`: it follows a lot that is not active. */
export function keyOutcome(state: KeyState, name: KeyActName, lotInactive = false): KeyOutcome {
  const act: KeyAct = keyActs[name]
  if (act.idle?.(state) === true) return 'nothing'
  const refusal = act.refused.find(([obstacle]) => obstacles[obstacle](state, lotInactive))
  if (refusal !== undefined) return { code: refusal[1] }
  const place = act.leavesOffer === true && state.place === 'offered' ? 'held' : state.place
  return { state: { ...state, place, ...act.to } }
}
