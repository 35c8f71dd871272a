import { decodeEventLog, encodeEventTopics, parseAbi } from 'viem'
import type { Hex } from '../../domain/fields.ts'
import { validatorSetAbi } from '../abi/validator-set.generated.ts'
import { invalid } from './bytes.ts'
import type { Namer, PinnedGenesis } from './pinned-genesis.ts'
import type { ProvenLog } from './proof.ts'

/** Validators by the contract that names them. */
export type ValidatorLists = ReadonlyMap<Hex, readonly Hex[]>

const recoveryAbi = parseAbi(['event ListCreated(address indexed list, address[] validators)'])
const [changedTopic] = encodeEventTopics({ abi: validatorSetAbi, eventName: 'ValidatorsChanged' }) as [Hex]
const [rotatedTopic] = encodeEventTopics({ abi: validatorSetAbi, eventName: 'NodeKeyRotated' }) as [Hex]
const [createdTopic] = encodeEventTopics({ abi: recoveryAbi, eventName: 'ListCreated' }) as [Hex]

/** Events that change a list. */
export const listTopics: readonly Hex[] = [changedTopic, rotatedTopic, createdTopic]

/** Contracts whose word counts. */
export function listContracts({ namers, recovery_sets }: PinnedGenesis): Hex[] {
  const lists = namers.map(({ contract, lone }) => lone?.of ?? contract)
  return [...new Set([...lists, ...(recovery_sets === null ? [] : [recovery_sets])])]
}

/** Whom a namer names. @throws Problem `proof_invalid` where its list is not known */
export function named(lists: ValidatorLists, { contract, lone }: Namer): readonly Hex[] {
  const list = lists.get(lone?.of ?? contract)
  if (list === undefined) throw invalid(`${contract} names the validators, and no event says whom`)
  return lone === undefined ? list : list.slice(lone.place, lone.place + 1)
}

/** The lists after an event; what other contracts say changes nothing. */
export function listsAfter(lists: ValidatorLists, { address, topics, data }: ProvenLog, genesis: PinnedGenesis): ValidatorLists {
  if (!listContracts(genesis).includes(address)) return lists
  const raw = { topics: topics as [Hex, ...Hex[]], data }
  if (address === genesis.recovery_sets) {
    if (topics[0] !== createdTopic) return lists
    const { args } = decodeEventLog({ abi: recoveryAbi, ...raw })
    return new Map(lists).set(lower(args.list), args.validators.map(lower))
  }
  if (topics[0] === changedTopic) {
    const { args } = decodeEventLog({ abi: validatorSetAbi, eventName: 'ValidatorsChanged', ...raw })
    return new Map(lists).set(address, args.validators.map(lower))
  }
  if (topics[0] !== rotatedTopic) return lists
  const { args } = decodeEventLog({ abi: validatorSetAbi, eventName: 'NodeKeyRotated', ...raw })
  const [previous, account] = [lower(args.previous), lower(args.account)]
  const list = lists.get(address) ?? []
  return new Map(lists).set(
    address,
    list.map((validator) => (validator === previous ? account : validator)),
  )
}

const lower = (address: Hex): Hex => address.toLowerCase() as Hex
