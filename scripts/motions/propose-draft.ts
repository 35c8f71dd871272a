import { readFileSync } from 'node:fs'
import type { ContractCall } from '../../src/chain/calls/contract-call.ts'
import { decodeCall } from '../../src/chain/motions/decode-call.ts'
import { kindOfCalls } from '../../src/chain/motions/kind-of-calls.ts'
import { describedBy, motionIdOf, type Motion } from '../../src/chain/motions/motion.ts'
import { proposeMotion } from '../../src/chain/motions/propose.ts'
import { tryCalls } from '../../src/chain/motions/try-calls.ts'
import type { ChainRegistry } from '../../src/chain/registry.ts'
import { textField } from '../../src/domain/inputs/text-field.ts'
import type { MotionKind } from '../../src/domain/motions/motion-record.ts'
import { parseJson } from '../../src/domain/parse-input.ts'
import { Problem } from '../../src/domain/problem.ts'
import type { SignerOptions } from '../open-signer.ts'
import { parseArgument } from '../parse-argument.ts'
import { acting, outputOf, report, writer } from '../registry-command.ts'
import { capsOf, linesOfCaps } from './caps.ts'

/** What a motion is to do, and in which words where its proposer gives none. */
export type Draft = { readonly calls: readonly ContractCall[]; readonly words: string }

/** A template of a motion. */
export const template = (name: string, description: string) =>
  writer(name, description).option('--description <text>', 'the motion in words; without it, what it does')

/** A command that proposes a motion instead of doing what no single account may. */
export const proposer = (name: string, description: string) => template(name, `${description}; proposes the motion, by a seat`)

type ProposeOptions = SignerOptions & {
  rpc?: string | undefined
  deployment?: string | undefined
  description?: string | undefined
  kind?: MotionKind | undefined
}

/** Proposes what `build` makes as a motion of the right kind, and says what would come of its calls now. */
export function proposeDraft(
  options: ProposeOptions,
  command: { optsWithGlobals(): object },
  build: (registry: ChainRegistry) => Draft | Promise<Draft>,
): Promise<void> {
  return acting(options, async ({ registry, contracts, sender, act }) => {
    const output = outputOf(command)
    const { calls, words } = await build(registry)
    const description = parseArgument('description', textField(1, 1000), options.description ?? words)
    const kind = kindOfCalls(contracts, calls, options.kind)
    const motion: Motion = { kind, calls, description: describedBy(description, sender.address) }
    const [refused, caps] = await Promise.all([
      tryCalls(registry, motion),
      capsOf(
        registry,
        calls.map((call) => decodeCall(contracts, call)),
      ),
    ])
    refused.forEach((problem, index) => {
      if (problem !== null) output.note(`made now, call ${index + 1} would be refused: ${problem.message} (${problem.code})`)
    })
    if (caps !== null) for (const line of linesOfCaps(caps)) output.note(line)
    const written = await act(proposeMotion(contracts, motion))
    const motion_id = motionIdOf(motion)
    const document = { motion_id, kind, description, ...written, refused_now: refused, caps }
    report(output, document, `motion ${motion_id} (${kind}) proposed: ${description}`)
  })
}

/** The JSON of a file that a command names. @throws Problem `file_unreadable`, `invalid_input` */
export function readJsonFile(path: string): unknown {
  try {
    return parseJson(readFileSync(path, 'utf8'))
  } catch (cause) {
    if (cause instanceof Problem) throw new Problem('invalid_input', { field: path, detail: cause.message, cause })
    throw new Problem('file_unreadable', { field: path, detail: (cause as Error).message, cause })
  }
}
