import { accredit as accreditCall } from '../../../src/chain/calls/entity-calls.ts'
import { seatNames } from '../cast.ts'
import type { Narrator } from '../narrator.ts'
import type { Stage } from '../stage.ts'

/** Before step 1: the board accredits the assessor, by a motion of its own. The deployer could not: it gave everything away. */
export async function accredit(stage: Stage, narrator: Narrator): Promise<void> {
  const { deployment, people, carry, gasOf } = stage
  narrator.say(
    `The Governing Body: ${seatNames.length} seats (${seatNames.join(', ')}), three staff accounts; the deployer has no power left.`,
  )
  const call = accreditCall(deployment.contracts, people.players.assessor.account, '2036-01-01T00:00:00Z')
  const steps = new Map<string, number>()
  const { hash } = await carry('Accredit the Assessing Laboratory until 2036', [call], (step) =>
    steps.set(step, (steps.get(step) ?? 0) + 1),
  )
  const [gas, votes] = [await gasOf(hash), steps.get('vote') ?? 0]
  narrator.fact(
    'motion',
    `the assessor is accredited until 2036: proposed by ${seatNames[0]}, ${votes} of ${seatNames.length} seats for it`,
  )
  narrator.fact('executed', `after its timelock, transaction ${hash}, ${gas.toLocaleString('en-US')} gas`)
}
