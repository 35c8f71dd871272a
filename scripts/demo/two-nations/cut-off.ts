import { issued, refusedFor } from './issue.ts'
import { secondLimit } from './nation.ts'
import { longestMs, type Scene } from './scene.ts'
import { admittedBy, putOffBy, refusedBy, told } from './visits.ts'

/** The second nation's chain stops, and comes back. */
export async function cutOff({ nations, certify, visitor, narrator }: Scene): Promise<void> {
  const { visit, until } = visitor
  const tell = (each: Awaited<ReturnType<typeof visit>>) => narrator.fact(each.device, told(each))

  narrator.step(6, "The second nation's chain", 'stops. What it said last counts for a while; its silence is never taken for "unknown".')
  await nations.second.line.cut()
  narrator.say(`The line to its node is cut. At once: its devices go on, for the ${secondLimit} s that its policy allows.`)
  tell(await visit('second away', 'second_inverter', admittedBy('second')))
  await until('second_inverter', 503, longestMs)
  narrator.say(`After ${secondLimit} s: its devices are put off. Devices of the first nation go on, for the hour that theirs allows.`)
  const when = 'second away for longer'
  tell(await visit(when, 'second_inverter', putOffBy('second')))
  tell(await visit(when, 'first_inverter', admittedBy('first')))
  tell(await visit(when, 'stranger', putOffBy('second')))
  narrator.say('The CA has no last answer to go by: it issues nothing as long as it cannot ask both.')
  refusedFor('registry_unreachable', 'late_inverter', await certify('late_inverter'))

  narrator.step(7, "The second nation's chain", 'comes back, and everything is asked again.')
  await nations.second.line.mend()
  await until('second_inverter', 200, longestMs)
  tell(await visit('second back', 'second_inverter', admittedBy('second')))
  tell(await visit('second back', 'both_inverter', refusedBy('second', 'revoked')))
  tell(await visit('second back', 'stranger', refusedBy('first', 'unknown_key')))
  issued('late_inverter', await certify('late_inverter'))
}
