import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type { Decision } from '../../src/domain/decision.ts'
import { Problem } from '../../src/domain/problem.ts'

/** Where every decision goes, in pages; comes back when there is room for more. */
export type DecisionList = { add(decisions: readonly Decision[]): Promise<void>; close(): Promise<void> }

const lineOf = ({ key_id, outcome, findings }: Decision) => JSON.stringify({ key_id, outcome, findings })

/**
 * JSON lines in a new file, which its owner alone can read: `{"key_id", "outcome", "findings"}`, a line a key.
 * @throws Problem `file_exists`, `file_unwritable` (also `add` and `close`)
 */
export async function openDecisionList(file: string): Promise<DecisionList> {
  const stream = createWriteStream(file, { flags: 'wx', mode: 0o600 })
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      const exists = (error as NodeJS.ErrnoException).code === 'EEXIST'
      const detail = exists ? `${file} is there already` : `${file}: ${(error as Error).message}`
      throw new Problem(exists ? 'file_exists' : 'file_unwritable', { field: 'list', detail, cause: error })
    }
  }
  await guarded(() => once(stream, 'open'))
  return {
    add: (decisions) => guarded(() => write(stream, decisions.map((decision) => `${lineOf(decision)}\n`).join(''))),
    close: () =>
      guarded(async () => {
        stream.end()
        await finished(stream)
      }),
  }
}

/** The decisions as the first field of the JSON document of a command's answer, so that a million of them need not be held. */
export function decisionsOnOutput(output: Writable): DecisionList & { end(rest: object): Promise<void> } {
  let separator = '{"decisions": [\n'
  return {
    add: async (decisions) => {
      for (const decision of decisions) {
        await write(output, `${separator}${lineOf(decision)}`)
        separator = ',\n'
      }
    },
    close: () => Promise.resolve(),
    end: async (rest) => {
      const begun = separator.startsWith('{') ? separator : '\n'
      await write(output, `${begun}], ${JSON.stringify(rest, null, 2).slice(1)}\n`)
    },
  }
}

async function write(stream: Writable, text: string): Promise<void> {
  if (!stream.write(text)) await once(stream, 'drain')
}
