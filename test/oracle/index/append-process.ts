import { once } from 'node:events'
import { Problem } from '../../../src/domain/problem.ts'
import { keysCreated, windowOf } from '../../support/synthetic-registry.ts'
import { beginIndex, keyIdOf, keyIds } from './synthetic-index.ts'

/** Appends to FILE until that is refused, says what it was refused with, and goes on when it is told to: a line of JSON each. */
const [file = ''] = process.argv.slice(2)
const say = (document: object) => process.stdout.write(`${JSON.stringify(document)}\n`)
const windowAt = (block: number) => windowOf(block, [[keysCreated(1, keyIds(block * 2000, 2000))]])
const index = beginIndex(file)
let block = 0
try {
  for (;;) {
    index.append(windowAt(block + 1))
    block++
  }
} catch (error) {
  if (!(error instanceof Problem)) throw error
  const lost = index.answer(keyIdOf((block + 1) * 2000)).info
  say({ code: error.code, message: error.message, appended: block, holds: index.position()?.block, half: lost !== undefined })
}
await once(process.stdin, 'data')
for (let more = 0; more < 3; more++) index.append(windowAt(++block))
say({ appended: block, holds: index.position()?.block, keys: index.record('lot', '1')?.key_count })
index.close()
process.stdin.destroy()
