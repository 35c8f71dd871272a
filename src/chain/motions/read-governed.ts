import type { Governed } from '../../domain/motions/governed.ts'
import { motionKinds, type MotionKind } from '../../domain/motions/motion-record.ts'
import { boardAbi as abi } from '../abi/board.generated.ts'
import { readHomeCountries, readNodes } from '../reads/validators.ts'
import { view, type ChainRegistry } from '../registry.ts'
import { readSeats } from './read-seats.ts'

/** Seats, nodes, thresholds and home countries as they are. */
export async function readGoverned(registry: ChainRegistry): Promise<Governed> {
  const { client, deployment } = registry
  const { address } = deployment.contracts.Board
  const readShare = (kind: MotionKind) =>
    view(() => client.readContract({ address, abi, functionName: 'threshold', args: [motionKinds.indexOf(kind)] }))
  const [home_countries, seats, nodes, ordinary, constitution] = await Promise.all([
    readHomeCountries(registry),
    readSeats(registry),
    readNodes(registry),
    readShare('ordinary'),
    readShare('constitution'),
  ])
  return { home_countries, seats, nodes, thresholds: { ordinary, constitution } }
}
