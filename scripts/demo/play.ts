import { createDemoCa } from './demo-ca.ts'
import type { Played } from './environment-file.ts'
import { startGateway } from './gateway.ts'
import { createLegacyCa } from './legacy-ca.ts'
import type { Narrator } from './narrator.ts'
import { startOracle } from './oracle.ts'
import { setStage, type Stage } from './stage.ts'
import { accredit } from './steps/accredit.ts'
import { audit } from './steps/audit.ts'
import { connect } from './steps/connect.ts'
import { govern } from './steps/govern.ts'
import { issue } from './steps/issue.ts'
import { makeDevices } from './steps/make-devices.ts'
import { register } from './steps/register.ts'

/**
 * Plays the eight steps of the main use case (specification, 5.3.4) in a new folder, on a local chain.
 * @param closing gets what has to be closed, in the order in which it was opened
 * @throws Problem where a step ends otherwise than it should
 */
export async function play(directory: string, narrator: Narrator, closing: (() => unknown)[]): Promise<Played> {
  const stage = await setStage(directory)
  closing.push(stage.close)
  narrator.say(
    `A local chain at ${stage.chain.url} (one process, not Byzantine-fault-tolerant), the contracts on it, everybody with an account.`,
  )
  narrator.fact('files', directory)
  return playOn(stage, narrator, closing)
}

/** The same, on a stage that stands. */
export async function playOn(stage: Stage, narrator: Narrator, closing: (() => unknown)[]): Promise<Played> {
  await accredit(stage, narrator)
  const oracle = await startOracle(stage)
  closing.push(oracle.stop)

  const processes = await audit(stage, narrator)
  const devices = await makeDevices(stage, narrator)
  await register(stage, oracle, processes, devices, narrator)

  const ca = await createDemoCa(stage)
  closing.push(ca.close)
  const legacy = await createLegacyCa(stage.directory)
  const certificates = await issue(ca, legacy, devices, narrator)
  await govern(stage, oracle, devices, narrator)

  const gateway = await startGateway(stage, ca, legacy)
  closing.push(gateway.stop)
  const visits = await connect(gateway, oracle, devices, certificates, narrator)
  return { stage, oracle, ca, gateway, processes, devices, certificates, visits }
}
