import { grantRegistration } from '../../../src/chain/calls/process-calls.ts'
import { assessProcess, secureElement, unprotectedMemory, type AssessedProcess } from '../assess-process.ts'
import type { Narrator } from '../narrator.ts'
import type { Stage } from '../stage.ts'

export type Processes = { readonly secure_element: AssessedProcess; readonly unprotected_memory: AssessedProcess }

/** Step 1: the audit (figures 5 and 6). Two processes, each with an assessment of key generation and one of key protection. */
export async function audit({ act, deployment, people }: Stage, narrator: Narrator): Promise<Processes> {
  const { contracts } = deployment
  narrator.step(1, 'The Authorized Assessor', 'audits how keys are made and kept, and records it on the chain.')
  let gas = 0
  const counted: Stage['act'] = async (player, call) => {
    const acted = await act(player, call)
    gas += acted.gas
    return acted
  }
  const secure_element = await assessProcess(counted, contracts, 'chip_maker', secureElement)
  await counted('chip_maker', grantRegistration(contracts, secure_element.process_id, people.players.oem.account))
  const unprotected_memory = await assessProcess(counted, contracts, 'oem', unprotectedMemory)

  narrator.say(
    'Two processes. The programme manager approved both assessments of each; the chip maker lets the manufacturer register under its process.',
  )
  for (const [name, process] of Object.entries({ secure_element, unprotected_memory })) {
    const { process_id, key_generation_id, key_protection_id } = process
    narrator.fact(
      name,
      `process ${process_id}, key generation assessment ${key_generation_id}, key protection assessment ${key_protection_id}`,
    )
  }
  narrator.fact('gas', `${gas.toLocaleString('en-US')} for all of it`)
  return { secure_element, unprotected_memory }
}
