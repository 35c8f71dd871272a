import { parseEventLogs, type Log } from 'viem'
import type { Hex } from '../../domain/fields.ts'
import { boardAbi } from '../abi/board.generated.ts'
import { processRegistryAbi } from '../abi/process-registry.generated.ts'

/** Accounts that no view lists: they are gathered from the events. All in lower case. */
export type NamedAccounts = {
  /** Line accounts, under `PROCESS:ENTITY:ACCOUNT`. */
  readonly lines: Map<string, { readonly entityId: Hex; readonly account: Hex }>
  /** The account that a seat proposed for itself, under the seat's entity. */
  readonly seats: Map<string, Hex>
}

const lower = (value: Hex) => value.toLowerCase() as Hex

/** Carries the accounts on over further logs, in the chain's order. */
export function nameAccounts({ lines, seats }: NamedAccounts, logs: Log[]): void {
  for (const { eventName, args } of parseEventLogs({ abi: processRegistryAbi, logs })) {
    if (eventName !== 'LineAccountNamed' && eventName !== 'LineAccountWithdrawn') continue
    const [entityId, account] = [lower(args.entityId), lower(args.account)]
    const key = `${args.processId}:${entityId}:${account}`
    if (eventName === 'LineAccountNamed') lines.set(key, { entityId, account })
    else lines.delete(key)
  }
  for (const { eventName, args } of parseEventLogs({ abi: boardAbi, logs })) {
    if (eventName === 'SeatAccountProposed') seats.set(lower(args.entityId), lower(args.account))
    if (eventName === 'SeatAccountReplaced' || eventName === 'SeatTaken') seats.delete(lower(args.entityId))
  }
}
