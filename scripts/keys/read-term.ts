import { readBlock } from '../../src/chain/reads/block.ts'
import type { ChainRegistry } from '../../src/chain/registry.ts'
import { timeField } from '../../src/domain/fields.ts'
import { termOfOffer } from '../../src/domain/term-of-offer.ts'
import { parseArgument } from '../parse-argument.ts'

/** Until when an offer is to be good: `until`, or 30 days after the newest block. @throws Problem `invalid_input` */
export async function readTerm({ client }: ChainRegistry, until: string | undefined): Promise<string> {
  if (until !== undefined) return parseArgument('until', timeField, until)
  return termOfOffer((await readBlock(client)).time)
}
