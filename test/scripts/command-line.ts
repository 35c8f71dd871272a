import { expect } from 'chai'
import type { ActorName } from '../../scripts/demo/cast.ts'
import type { Problem } from '../../src/domain/problem.ts'
import { runDerkey, type DerkeyRun } from '../support/run-derkey.ts'
import type { World } from '../support/world.ts'

/** `derkey` on the registry of a world; to be called where the suite is described. */
export function commandLineOf(world: () => World) {
  const run = (...args: string[]): Promise<DerkeyRun> => {
    const { chain, deploymentFile } = world()
    const env = { DERKEY_RPC: chain.url, DERKEY_DEPLOYMENT: deploymentFile, NO_COLOR: '1' }
    return runDerkey([...args, '--json'], env)
  }
  const as = async (actor: ActorName, ...args: string[]): Promise<DerkeyRun> => {
    const { keystore, password_file } = await world().keystoreOf(actor)
    return run(...args, '--keystore', keystore, '--password-file', password_file)
  }
  /** What it answered. */
  const document = <T = Record<string, unknown>>({ code, stdout, stderr }: DerkeyRun): T => {
    expect(code, stderr).to.equal(0)
    return JSON.parse(stdout) as T
  }
  /** What it refused, and why; nothing is on standard output. */
  const refusal = ({ code, stdout, stderr }: DerkeyRun): Pick<Problem, 'code' | 'field'> & { detail: string } => {
    expect(stdout).to.equal('')
    expect(code).to.be.oneOf([1, 2])
    return JSON.parse(stderr.slice(stderr.indexOf('{'))) as ReturnType<typeof refusal>
  }
  return { run, as, document, refusal }
}
