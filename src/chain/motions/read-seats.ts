import { hexToString } from 'viem'
import { toTime, type Hex } from '../../domain/fields.ts'
import { boardAbi as abi } from '../abi/board.generated.ts'
import { view, type ChainRegistry } from '../registry.ts'

/** A seat of the board. Accounts in lower case; `group` is keccak-256 of the ultimate parent's rlid. */
export type SeatRecord = {
  readonly entity_id: Hex
  readonly account: Hex
  readonly country: string
  readonly segment: string
  readonly group: Hex
  readonly since: string
}

/** Every seat there is. */
export async function readSeats({ client, deployment }: ChainRegistry): Promise<SeatRecord[]> {
  const seats = await view(() => client.readContract({ address: deployment.contracts.Board.address, abi, functionName: 'seats' }))
  return seats.map(({ entityId, account, country, segment, group, since }) => ({
    entity_id: entityId.toLowerCase() as Hex,
    account: account.toLowerCase() as Hex,
    country: hexToString(country),
    segment: hexToString(segment, { size: 32 }),
    group,
    since: toTime(since),
  }))
}
