import { registerEntity } from '../../../src/chain/calls/entity-calls.ts'
import { entityOf } from '../cast.ts'
import type { DemoOracle } from '../oracle.ts'
import type { Narrator } from '../narrator.ts'
import type { Stage } from '../stage.ts'
import type { Devices } from './make-devices.ts'

/** Step 7: the Governing Body lets the utility read, and a manufacturer revokes a key that leaked. */
export async function govern(stage: Stage, oracle: DemoOracle, devices: Devices, narrator: Narrator): Promise<void> {
  const { act, deployment, people } = stage
  narrator.step(7, 'The Governing Body', 'decides who may read and write.')
  const path = `/v1/keys/${devices.secure_element_inverter.key_id}`
  const refused = await oracle.call('utility', 'GET', path, undefined, 403)
  narrator.fact('before', `the utility asks for a key: 403 ${String(refused['code'])}`)
  const { hash, gas, block } = await act(
    'registrar',
    registerEntity(deployment.contracts, entityOf('utility', people.players.utility.account)),
  )
  narrator.fact('registrar', `admits the utility, transaction ${hash}, ${gas.toLocaleString('en-US')} gas`)
  const info = (await oracle.call('utility', 'GET', `${path}?min_block=${block}`, undefined, 200)) as {
    key_protection: { assessment_result: { key_storage: string } }
  }
  narrator.fact('after', `200: the key is kept in: ${info.key_protection.assessment_result.key_storage}`)

  await oracle.call('oem', 'PATCH', `/v1/keys/${devices.respelled_inverter.key_id}`, { status: 'revoked', reason: 'keyCompromise' }, 201)
  narrator.say('Meanwhile the key of respelled_inverter leaked; its owner revoked it (PATCH /v1/keys/{key_id}).')
}
