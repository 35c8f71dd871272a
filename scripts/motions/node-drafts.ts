import type { Contracts } from '../../src/chain/calls/contract-call.ts'
import {
  changeValidators,
  correctNodeFacts,
  dismissNode,
  recordNodeFacts,
  setBreachTerm,
  setNodeOperatorAccount,
  setSegments,
  swapValidators,
  vetNode,
} from '../../src/chain/calls/validator-calls.ts'
import { readHomeCountries, readNode } from '../../src/chain/reads/validators.ts'
import type { ChainRegistry } from '../../src/chain/registry.ts'
import { segmentField } from '../../src/domain/consortium.ts'
import { countryField, entityIdField, type Hex } from '../../src/domain/fields.ts'
import { groupHashOf } from '../../src/domain/group-hash.ts'
import { rlidField } from '../../src/domain/inputs/rlid-field.ts'
import { signedEntryInput } from '../../src/domain/inputs/signed-entry.ts'
import { relieves } from '../../src/domain/relieves.ts'
import { parseInput } from '../../src/domain/parse-input.ts'
import { Problem } from '../../src/domain/problem.ts'
import { z } from 'zod'
import { parseArgument } from '../parse-argument.ts'
import { readJsonFile, type Draft } from './propose-draft.ts'

const accountOf = (text: string, field = 'account') => parseArgument(field, entityIdField, text)
const accountsOf = (text: string | undefined, field: string) =>
  text === undefined || text === '' ? [] : text.split(',').map((part) => accountOf(part.trim(), field))

export function replaceNodesDraft(
  contracts: Contracts,
  how: 'swap' | 'change',
  given: { leave?: string | undefined; join?: string | undefined },
): Draft {
  const [leaving, joining] = [accountsOf(given.leave, 'leave'), accountsOf(given.join, 'join')]
  if (leaving.length + joining.length === 0)
    throw new Problem('invalid_input', { field: 'leave', detail: 'name a node with --leave or --join' })
  const call = how === 'swap' ? swapValidators : changeValidators
  const words = [leaving.length > 0 ? `${leaving.join(', ')} leave` : '', joining.length > 0 ? `${joining.join(', ')} join` : '']
  return { calls: [call(contracts, leaving, joining)], words: `Validators: ${words.filter((each) => each !== '').join('; ')}` }
}

/** @param file what `derkey node entry` wrote */
export function vetNodeDraft({ deployment }: ChainRegistry, file: string): Draft {
  const { entry, signature, chain_id, validator_set, account } = parseInput(signedEntryInput, readJsonFile(file))
  const { ValidatorSet } = deployment.contracts
  if (chain_id !== deployment.chain_id || validator_set !== ValidatorSet.address) {
    const detail = `is signed for ${validator_set} on chain ${chain_id}, not for ${ValidatorSet.address} on chain ${deployment.chain_id}`
    throw new Problem('invalid_input', { field: file, detail })
  }
  return { calls: [vetNode(deployment.contracts, entry, signature as Hex)], words: `Vet node ${account} of ${entry.operator_id}` }
}

export function dismissNodeDraft(contracts: Contracts, account: string): Draft {
  const node = accountOf(account)
  return { calls: [dismissNode(contracts, node)], words: `Dismiss node ${node}` }
}

const factsInput = z.strictObject({
  operator_id: entityIdField.optional(),
  group: rlidField.optional(),
  control_country: countryField.optional(),
  hosting_country: countryField.optional(),
  segment: segmentField.optional(),
})

/** What is not given stays as it is. Ordinary, or on the constitution where the node leaves a count. */
export async function recordFactsDraft(registry: ChainRegistry, account: string, given: z.input<typeof factsInput>): Promise<Draft> {
  const { group, ...facts } = parseInput(factsInput, given)
  const node = await readNode(registry, accountOf(account))
  if (node === undefined) throw new Problem('node_unknown', { field: 'account', detail: `${account} is the account of no vetted node` })
  const changed = Object.entries(facts).filter(([, value]) => value !== undefined)
  if (changed.length === 0 && group === undefined) throw new Problem('invalid_input', { field: 'facts', detail: 'no fact is given' })
  const recorded = { ...node, ...Object.fromEntries(changed), ...(group === undefined ? {} : { group: groupHashOf(group) }) }
  const words = [...changed, ...(group === undefined ? [] : [['group', group]])].map(([name, value]) => `${name} ${value}`).join(', ')
  const record = relieves(await readHomeCountries(registry), node, recorded) ? correctNodeFacts : recordNodeFacts
  return {
    calls: [record(registry.deployment.contracts, node.account, recorded)],
    words: `Record of node ${node.account}: ${words}`,
  }
}

export function setOperatorAccountDraft(contracts: Contracts, node: string, account: string): Draft {
  const [of, to] = [accountOf(node, 'node'), accountOf(account)]
  return { calls: [setNodeOperatorAccount(contracts, of, to)], words: `Give node ${of} to the account ${to} of its operator` }
}

export function setSegmentsDraft(contracts: Contracts, list: string): Draft {
  const { segments } = parseInput(z.object({ segments: z.array(segmentField).min(1) }), {
    segments: list.split(',').map((part) => part.trim()),
  })
  return { calls: [setSegments(contracts, segments)], words: `Segments: ${segments.join(', ')}` }
}

export function setBreachTermDraft(contracts: Contracts, days: string): Draft {
  const term = parseArgument('days', z.coerce.number().int().min(1).max(365), days)
  return { calls: [setBreachTerm(contracts, term)], words: `A breach of the caps is to be mended within ${term} days` }
}
