import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readDeployment } from '../../chain/deployment.ts'
import { parseConsortium } from '../../domain/consortium/parse-consortium.ts'
import { Problem } from '../../domain/problem.ts'
import { networkFiles } from '../network-files.ts'
import { networkNodes } from '../network-nodes.ts'
import type { Transition } from '../transitions.ts'
import { addTransition, type Transitioned } from './add-transition.ts'
import { recoveryPage, type Survivor } from './recovery-page.ts'
import { replaceFile } from './replace-file.ts'

export type Recovery = Transitioned & {
  readonly survivors: readonly Survivor[]
  /** SHA-256 of the new genesis.json, hex. */
  readonly digest: string
  readonly page: string
}

const pageName = 'recovery.md'

/** Names the validators by a list from a block on: the way out when more nodes are lost than may be down. @throws Problem, as `addTransition` */
export function recoverWithList(folder: string, block: number, accounts: readonly string[]): Recovery {
  const doubled = accounts.find((account, index) => accounts.indexOf(account) !== index)
  if (doubled !== undefined)
    throw new Problem('invalid_input', { field: 'keep', detail: `${doubled} is named twice: it would count twice for the quorum` })
  return write(folder, { block, validatorselectionmode: 'blockheader', validators: [...accounts].sort() })
}

/** Gives the choice back to a contract: the network's own ValidatorSet where none is named. @throws Problem, as `addTransition` and `readDeployment` */
export function recoverWithContract(folder: string, block: number, contract?: string): Recovery {
  const validatorcontractaddress = contract ?? readDeployment(join(folder, networkFiles.deployment)).contracts.ValidatorSet.address
  return write(folder, { block, validatorselectionmode: 'contract', validatorcontractaddress })
}

function write(folder: string, transition: Transition): Recovery {
  const added = addTransition(folder, transition)
  const names = nodeNames(folder)
  const accounts = transition.validatorselectionmode === 'blockheader' ? transition.validators : []
  const survivors = accounts.map((account) => ({ account, node: names.get(account) }))
  const digest = createHash('sha256').update(added.genesis).digest('hex')
  replaceFile(join(folder, pageName), recoveryPage({ transition, survivors, digest, written: added.written }))
  return { ...added, survivors, digest, page: join(folder, pageName) }
}

/** Names of the first day, by account; none where the description is not here. */
function nodeNames(folder: string): Map<string, string> {
  const file = join(folder, networkFiles.description)
  if (!existsSync(file)) return new Map()
  const nodes = networkNodes(parseConsortium(readFileSync(file, 'utf8')))
  return new Map(nodes.map(({ account, name, operator }) => [account, `${name}, ${operator}`]))
}
