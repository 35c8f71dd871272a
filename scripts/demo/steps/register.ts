import { readFile } from 'node:fs/promises'
import type { DemoOracle } from '../oracle.ts'
import type { Narrator } from '../narrator.ts'
import type { Hex } from '../../../src/domain/fields.ts'
import type { Stage } from '../stage.ts'
import type { Processes } from './audit.ts'
import type { DeviceName, Devices } from './make-devices.ts'

const inSecureElement: readonly DeviceName[] = ['secure_element_inverter', 'respelled_inverter', 'sha1_inverter', 'stolen_inverter']

/** Step 5: the manufacturer registers the keys over REST, with CSRs as proof of possession (figure 8). */
export async function register(
  stage: Stage,
  oracle: DemoOracle,
  processes: Processes,
  devices: Devices,
  narrator: Narrator,
): Promise<void> {
  narrator.step(5, 'The Manufacturer', 'registers the keys on the chain, each linked to its audited process.')
  narrator.say(
    'POST /v1/keys takes the requests themselves: they prove that who registers a key has it. One inverter is left out on purpose.',
  )
  const batches = [
    ['secure_element', inSecureElement],
    ['unprotected_memory', ['text_file_inverter']],
  ] as const
  for (const [name, members] of batches) {
    const { process_id } = processes[name]
    const csrs = await Promise.all(members.map((member) => readFile(devices[member].csr, 'utf8')))
    const written = await oracle.call('oem', 'POST', '/v1/keys', { process_id, csrs }, 201)
    const transaction = await oracle.call('oem', 'GET', `/v1/transactions/${String(written['transaction_id'])}`, undefined, 200)
    const [{ hash, block } = { hash: '0x' as Hex, block: 0 }] = transaction['parts'] as { hash: Hex; block: number }[]
    narrator.fact(
      `process ${process_id}`,
      `${csrs.length} in lot ${String(written['lot_id'])}, block ${block}, ${await stage.gasOf(hash)} gas, ${hash}`,
    )
  }
}
