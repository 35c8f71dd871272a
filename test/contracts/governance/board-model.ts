/** The board's rules once more, by themselves: what the contract does is held against them. */

export type ModelSeat = {
  readonly entity: string
  readonly account: string
  readonly country: string
  readonly segment: string
  readonly group: string
}
export type Share = readonly [numerator: number, denominator: number]
export type Model = {
  readonly seats: readonly ModelSeat[]
  readonly home: readonly string[]
  readonly ordinary: Share
  readonly constitution: Share
  /** Of which entity an account has or had a seat. */
  readonly accounts: Readonly<Record<string, string>>
}
/** A change as the contract takes it. */
export type Change =
  | { readonly act: 'seats'; readonly taken: readonly string[]; readonly given: readonly ModelSeat[] }
  | { readonly act: 'threshold'; readonly kind: 'ordinary' | 'constitution'; readonly share: Share }
  | { readonly act: 'home'; readonly countries: readonly string[] }
/** Name and values of the error; segments, countries and names in words. */
export type Refused = { readonly error: string; readonly args: readonly (string | number)[] }

/** Home countries of the seven nodes that go with every board here. */
const nodeCountries = ['US', 'US', 'US', 'US', 'US', 'DE', 'NL']

export function neededFor(kind: 'ordinary' | 'constitution', seats: number, [numerator, denominator]: Share): number {
  const least = kind === 'ordinary' ? Math.floor(seats / 2) + 1 : Math.ceil((seats * 2) / 3)
  return Math.max(least, Math.floor((seats * numerator + denominator - 1) / denominator))
}

/** What becomes of the board by `change`, or why it is refused. */
export function apply(model: Model, change: Change): Model | Refused {
  if (change.act === 'threshold') {
    const [numerator, denominator] = change.share
    const least: Share = change.kind === 'ordinary' ? [1, 2] : [2, 3]
    const isShare = denominator > 0 && numerator <= denominator && numerator * least[1] >= denominator * least[0]
    if (!isShare) return { error: 'BoardShareInvalid', args: [change.kind, numerator, denominator, ...least] }
    return bounded({ ...model, [change.kind]: change.share })
  }
  if (change.act === 'home') {
    const foreign = nodeCountries.filter((country) => !change.countries.includes(country)).length
    const before = nodeCountries.filter((country) => !model.home.includes(country)).length
    if (foreign * 3 >= 7 && foreign > before) return { error: 'ValidatorSetForeignCap', args: [foreign, 7, foreign - 2] }
    return bounded({ ...model, home: change.countries })
  }
  const changed = seatsAfter(model, change.taken, change.given)
  return 'error' in changed ? changed : bounded(changed)
}

function seatsAfter(model: Model, taken: readonly string[], given: readonly ModelSeat[]): Model | Refused {
  const seats = [...model.seats]
  const accounts: Record<string, string> = { ...model.accounts }
  for (const entity of taken) {
    const index = seats.findIndex((seat) => seat.entity === entity)
    if (index < 0) return { error: 'BoardSeatUnknown', args: [entity] }
    seats.splice(index, 1)
  }
  for (const seat of given) {
    if (seats.some(({ entity }) => entity === seat.entity)) return { error: 'BoardSeatTaken', args: [seat.entity] }
    const isSeated = seats.some(({ account }) => account === seat.account)
    if (isSeated || (accounts[seat.account] ?? seat.entity) !== seat.entity) return { error: 'BoardAccountTaken', args: [seat.account] }
    const holder = seats.find(({ group }) => group === seat.group)
    if (holder) return { error: 'BoardGroupTaken', args: [seat.entity, holder.entity] }
    seats.push(seat)
    accounts[seat.account] = seat.entity
  }
  return { ...model, seats, accounts }
}

function bounded(model: Model): Model | Refused {
  const { seats, home } = model
  const count = seats.length
  if (count < 7) return { error: 'BoardTooFewSeats', args: [count, 7] }
  if (count > 30) return { error: 'BoardTooManySeats', args: [count, 30] }

  const needed = neededFor('ordinary', count, model.ordinary)
  const neededConstitution = neededFor('constitution', count, model.constitution)
  const least = Math.max(needed, neededFor('constitution', count, [0, 1]))
  if (needed > count - 1) {
    return { error: 'BoardThresholdInvalid', args: ['ordinary', needed, neededFor('ordinary', count, [0, 1]), count - 1] }
  }
  if (neededConstitution > count - 1 || neededConstitution < least) {
    return { error: 'BoardThresholdInvalid', args: ['constitution', neededConstitution, least, count - 1] }
  }
  const foreign = seats.filter(({ country }) => !home.includes(country)).length
  if (foreign >= needed) return { error: 'BoardForeignCap', args: [foreign, count, needed, foreign - needed + 1] }
  const inSegment = Map.groupBy(seats, ({ segment }) => segment)
  for (const [segment, members] of inSegment) {
    if (members.length >= needed) {
      return { error: 'BoardSegmentCap', args: [segment, members.length, count, needed, members.length - needed + 1] }
    }
  }
  return model
}
