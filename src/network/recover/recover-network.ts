import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Hex } from '../../domain/fields.ts'
import { readHeight } from '../../chain/reads/block.ts'
import { askValidators, findAlone, findList } from '../../chain/recovery-sets.ts'
import type { ChainRegistry } from '../../chain/registry.ts'
import { parseConsortium } from '../../domain/consortium/parse-consortium.ts'
import { Problem } from '../../domain/problem.ts'
import { networkFiles } from '../network-files.ts'
import { networkNodes } from '../network-nodes.ts'
import { addTransition, type Transitioned } from './add-transition.ts'
import { recoveryPage, type NamedValidator } from './recovery-page.ts'
import { replaceFile } from './replace-file.ts'

/** Who names the validators: one of them alone; a list that was created; a contract, the network's ValidatorSet where none is given. */
export type Successor =
  | { readonly kind: 'alone'; readonly account: string }
  | { readonly kind: 'list'; readonly accounts: readonly string[] }
  | { readonly kind: 'contract'; readonly address: string | undefined }

export type Recovery = Transitioned & {
  readonly validators: readonly NamedValidator[]
  /** SHA-256 of the new genesis.json, hex. */
  readonly digest: string
  readonly page: string
}

const pageName = 'recovery.md'

/**
 * Lets another contract name the validators from `block` on: writes the transition into every genesis file of the folder, and a page with the
 * steps. What a node says is asked first: that the block lies ahead, that the contract is there and answers.
 * @param registry through a node that stands at the chain's end; one that is halted answers too
 * @throws Problem `invalid_input`, `contract_missing`, `genesis_invalid`, `file_unreadable`, …
 */
export async function recoverNetwork(folder: string, registry: ChainRegistry, block: number, successor: Successor): Promise<Recovery> {
  const height = await readHeight(registry.client)
  if (block <= height) {
    throw new Problem('invalid_input', {
      field: 'block',
      detail: `the node has block ${block} already, it is at ${height}: the next is ${height + 1}`,
    })
  }
  const contract = await contractOf(registry, successor)
  const accounts = await askValidators(registry, contract)
  const added = addTransition(folder, { block, validatorselectionmode: 'contract', validatorcontractaddress: contract })
  const names = nodeNames(folder)
  const validators = accounts.map((account) => ({ account, node: names.get(account) }))
  const digest = createHash('sha256').update(added.genesis).digest('hex')
  const page = join(folder, pageName)
  replaceFile(page, recoveryPage({ kind: successor.kind, block, contract, height, validators, digest, written: added.written }))
  return { ...added, validators, digest, page }
}

function contractOf(registry: ChainRegistry, successor: Successor): Promise<Hex> | Hex {
  if (successor.kind === 'alone') return findAlone(registry, successor.account)
  if (successor.kind === 'list') return findList(registry, successor.accounts)
  return (successor.address ?? registry.deployment.contracts.ValidatorSet.address) as Hex
}

/** Names of the first day, by account; none where the description is not here. */
function nodeNames(folder: string): Map<string, string> {
  const file = join(folder, networkFiles.description)
  if (!existsSync(file)) return new Map()
  const nodes = networkNodes(parseConsortium(readFileSync(file, 'utf8')))
  return new Map(nodes.map(({ account, name, operator }) => [account, `${name}, ${operator}`]))
}
