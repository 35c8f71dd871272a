import { decodeBytes32String, id, toUtf8String, Wallet } from 'ethers'
import type { Board, ValidatorSet } from '../../../types/index.ts'
import type { IBoard } from '../../../types/Board.ts'
import { motionKinds, type MotionKind } from '../support/governance.ts'
import { countryBytes } from '../support/inputs.ts'
import type { Refusal } from '../support/refusal.ts'
import { entityOf, seatDetails, segmentBytes } from '../support/seats.ts'
import type { ModelSeat, Refused, Share } from './board-model.ts'

/** An entity, its account and its group go by one name in the model. */
export function detailsOf({ entity, account, country, segment, group }: ModelSeat): IBoard.SeatDetailsStruct {
  return seatDetails(entity, {
    account: new Wallet(id(account)).address,
    country: countryBytes(country),
    segment: segmentBytes(segment),
    group: id(`group ${group}`),
  })
}

/** Names of addresses and groups that come back from the chain. */
export function dictionaryOf(names: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    names.flatMap((name) => [
      [entityOf(name), name],
      [new Wallet(id(name)).address, name],
      [id(`group ${name}`), name],
    ]),
  )
}

/** What the chain said, as the model says it. */
export function refusalInWords(refusal: Refusal | null, dictionary: ReadonlyMap<string, string>): Refused | null {
  if (refusal === null) return null
  const kinds = Object.keys(motionKinds)
  const ofKind = refusal.name === 'BoardShareInvalid' || refusal.name === 'BoardThresholdInvalid'
  const args = [...refusal.args].map((value: unknown, index) => {
    if (ofKind && index === 0) return kinds[Number(value)]!
    if (typeof value === 'bigint') return Number(value)
    return dictionary.get(value as string) ?? decodeBytes32String(value as string)
  })
  return { error: refusal.name, args }
}

/** The board as it stands on the chain, seats in the order of their names. */
export async function boardInWords(board: Board, validators: ValidatorSet, dictionary: ReadonlyMap<string, string>) {
  const name = (value: string) => dictionary.get(value)!
  const seats = (await board.seats()).map((seat): ModelSeat => ({
    entity: name(seat.entityId),
    account: name(seat.account),
    country: toUtf8String(seat.country),
    segment: decodeBytes32String(seat.segment),
    group: name(seat.group),
  }))
  const home = (await validators.homeCountries()).map((country) => toUtf8String(country))
  return { seats: inOrder(seats), home, ordinary: await share(board, 'ordinary'), constitution: await share(board, 'constitution') }
}

export function inOrder(seats: readonly ModelSeat[]): ModelSeat[] {
  return seats.toSorted((one, other) => (one.entity < other.entity ? -1 : 1))
}

async function share(board: Board, kind: MotionKind): Promise<Share> {
  const { numerator, denominator } = await board.threshold(motionKinds[kind])
  return [Number(numerator), Number(denominator)]
}
