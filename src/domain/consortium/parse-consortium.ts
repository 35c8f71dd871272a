import { consortium, type Consortium } from '../consortium.ts'
import { faultsProblem, listFaults, parseJson } from '../parse-input.ts'
import { faultsOfAccounts } from './faults-of-accounts.ts'
import { faultsOfEntities } from './faults-of-entities.ts'
import { faultsOfNodes } from './faults-of-nodes.ts'
import { faultsOfSeats } from './faults-of-seats.ts'
import { faultsOfSize } from './faults-of-size.ts'
import { readLoosely } from './loose-consortium.ts'

const code = 'invalid_configuration'

/** Reads the text of consortium.json, and checks all of it: field by field, and caps, repeats and references between them. @throws Problem invalid_configuration, with every fault, its path and its numbers */
export function parseConsortium(text: string): Consortium {
  const value = parseJson(text, code)
  const parsed = consortium.safeParse(value, { reportInput: true })
  const readable = readLoosely(value)
  const faults = [
    ...(parsed.success ? [] : listFaults(parsed.error)),
    ...[faultsOfEntities, faultsOfAccounts, faultsOfSeats, faultsOfNodes, faultsOfSize].flatMap((find) => find(readable)),
  ]
  if (parsed.success && faults.length === 0) return parsed.data
  throw faultsProblem(faults, code)
}
