import type { Scene } from './scene.ts'
import { admittedBy, refusedBy, told } from './visits.ts'

/** A device of each nation, judged by the policy of its own; and one of neither. */
export async function connect({ visitor, narrator }: Scene): Promise<void> {
  narrator.step(4, 'One gateway', 'asks both, and judges each key by the policy of the nation that knows it.')
  narrator.say(
    'The first restricts keys outside of secure elements, the second takes those in memory too. GET /edev, with curl over mutual TLS 1.2:',
  )
  const when = 'both registries here'
  const visits = [
    await visitor.visit(when, 'first_inverter', admittedBy('first')),
    await visitor.visit(when, 'second_inverter', admittedBy('second')),
    await visitor.visit(when, 'both_inverter', admittedBy('first')),
    await visitor.visit(when, 'stranger', refusedBy('first', 'unknown_key')),
  ]
  for (const visit of visits) narrator.fact(visit.device, told(visit))
}
