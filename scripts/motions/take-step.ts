import { Option } from '@commander-js/extra-typings'
import { z } from 'zod'
import type { ContractCall } from '../../src/chain/calls/contract-call.ts'
import { readClock, waitForClock } from '../../src/chain/motions/clock.ts'
import { readMotion } from '../../src/chain/motions/read-motion.ts'
import { toTime, type Hex } from '../../src/domain/fields.ts'
import { requireStep, stepFrom, type MotionStep } from '../../src/domain/motions/require-step.ts'
import type { SignerOptions } from '../open-signer.ts'
import { parseArgument } from '../parse-argument.ts'
import { acting, outputOf, report, writer, type Acting } from '../registry-command.ts'

const motionIdField = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/, 'must be 0x and 64 hex digits, as `derkey motion list` prints it')
  .transform((id) => id.toLowerCase() as Hex)

/** @throws Problem `invalid_input` */
export const motionIdOf = (text: string): Hex => parseArgument('motion_id', motionIdField, text)

const longestWait = 86_400
const waitOption = new Option('--wait [seconds]', 'wait until the step is possible, at most so long; without a number, 600')

/** A command that takes a step of a motion. */
export const stepper = (name: string, description: string) => writer(name, description).argument('<motion-id>', 'the motion')

/** A step for which a time has to come; it can be waited for. */
export const timedStepper = (name: string, description: string) => stepper(name, description).addOption(waitOption)

type StepOptions = SignerOptions & { rpc?: string | undefined; deployment?: string | undefined; wait?: string | true | undefined }
type Read = Awaited<ReturnType<typeof readMotion>>

/** Sends what `make` makes of the motion, once the step is possible; what is refused is refused before anything is sent. */
export function takeStep(
  step: MotionStep,
  id: string,
  options: StepOptions,
  command: { optsWithGlobals(): object },
  make: (read: Read, acting: Acting) => { call: ContractCall; text: string },
): Promise<void> {
  return acting(options, async (here) => {
    const output = outputOf(command)
    const motionId = motionIdOf(id)
    let read = await readMotion(here.registry, motionId)
    const from = stepFrom(step, read.motion)
    if (from !== undefined && options.wait !== undefined) {
      const seconds = parseArgument('wait', z.coerce.number().int().min(1).max(longestWait), options.wait === true ? '600' : options.wait)
      let told = false
      const onWait = (left: number) => {
        if (!told) output.note(`waiting until ${toTime(from)}, ${left} s by the chain's clock`)
        told = true
      }
      await waitForClock(here.registry, from, { timeoutMs: seconds * 1000, onWait })
      read = await readMotion(here.registry, motionId)
    }
    const { call, text } = make(read, here)
    requireStep(step, read.motion, await readClock(here.registry))
    const written = await here.act(call)
    const { motion } = await readMotion(here.registry, motionId)
    const { kind, state, tally, times } = motion
    const document = { motion_id: motionId, kind, state, tally, times, ...written }
    report(output, document, text)
  })
}
