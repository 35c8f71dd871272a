import { longestMs, type Scene } from './scene.ts'
import { refusedBy, told } from './visits.ts'

/** A key that both know falls in the second alone. */
export async function revoke({ nations, devices, visitor, narrator }: Scene): Promise<void> {
  narrator.step(5, "The second nation's manufacturer", 'revokes the key that both registries know; in the first it stays active.')
  const held = visitor.hold('both_inverter')
  try {
    narrator.fact('both_inverter', `connected, GET /dcap: ${await held.ask('/dcap')}`)
    const began = performance.now()
    await nations.second.revoke(devices.both_inverter.key_id)
    await held.closed(longestMs)
    narrator.fact('', `connection closed ${Math.round(performance.now() - began)} ms after`)
  } finally {
    held.end()
  }
  narrator.fact('both_inverter', told(await visitor.visit('revoked in the second', 'both_inverter', refusedBy('second', 'revoked'))))
}
