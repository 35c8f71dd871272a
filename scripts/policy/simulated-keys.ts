import { setImmediate as breathe } from 'node:timers/promises'
import type { Hex } from '../../src/domain/fields.ts'
import type { KeyList } from '../../src/domain/key-files/key-list.ts'
import type { KeyStatusAnswer, KeyStatusSource } from '../../src/domain/key-status-source.ts'
import { Problem } from '../../src/domain/problem.ts'
import type { IndexReader } from '../../src/oracle/index/index-reader.ts'

/** A key, and what each registry says of it. */
export type AskedKey = { readonly key_id: Hex; readonly answers: readonly KeyStatusAnswer[] }

const keysAtOnce = 1000
const questionsAtOnce = 16

/** Every key of an index, in the order of their ids, in pages: an index of any size in flat memory. */
export async function* keysOfIndex(index: IndexReader): AsyncGenerator<readonly AskedKey[]> {
  const { registry } = index
  for (let first: Hex = `0x${'0'.repeat(64)}`; ;) {
    const page = index.keyIds(first, keysAtOnce + 1)
    yield page.slice(0, keysAtOnce).map((key_id) => {
      const { info, as_of } = index.answer(key_id)
      return { key_id, answers: [info === undefined ? { kind: 'unknown', registry, as_of } : { kind: 'known', registry, as_of, info }] }
    })
    const next = page[keysAtOnce]
    if (next === undefined) return
    first = next
    // Ctrl-C and the progress bar get their turn
    await breathe()
  }
}

/** Keys of a list, by the registries that are asked. @throws Problem `chain_unreachable` where one is away: a simulation of silence says nothing */
export async function* keysOfList(keys: KeyList, sources: readonly KeyStatusSource[]): AsyncGenerator<readonly AskedKey[]> {
  for (let first = 0; first < keys.count; first += questionsAtOnce) {
    const page = keys.slice(first, questionsAtOnce)
    yield await Promise.all(
      page.map(async (key_id) => ({ key_id, answers: await Promise.all(sources.map((source) => answerOf(source, key_id))) })),
    )
  }
}

async function answerOf(source: KeyStatusSource, keyId: Hex): Promise<KeyStatusAnswer> {
  const answer = await source.get(keyId)
  if (answer.kind === 'unreachable') throw new Problem('registry_unreachable', { detail: `${source.registry}: ${answer.cause}` })
  return answer
}
