import { readBlock } from '../../src/chain/reads/block.ts'
import type { ChainRegistry } from '../../src/chain/registry.ts'
import { timeField, toSeconds, toTime } from '../../src/domain/fields.ts'
import { parseArgument } from '../parse-argument.ts'

const usualTerm = 30 * 86_400

/** Until when an offer is to be good: `until`, or 30 days after the newest block. @throws Problem `invalid_input` */
export async function termOfOffer({ client }: ChainRegistry, until: string | undefined): Promise<string> {
  if (until !== undefined) return parseArgument('until', timeField, until)
  return toTime(toSeconds((await readBlock(client)).time) + usualTerm)
}
