import { decodeFunctionData, type Abi, type Hex } from 'viem'
import type { DecodedCall } from '../../domain/motions/motion-record.ts'
import { assessmentRegistryAbi } from '../abi/assessment-registry.generated.ts'
import { authorityAbi } from '../abi/authority.generated.ts'
import { boardAbi } from '../abi/board.generated.ts'
import { documentRegistryAbi } from '../abi/document-registry.generated.ts'
import { boardGovernorAbi } from '../abi/board-governor.generated.ts'
import { boardTimelockAbi } from '../abi/board-timelock.generated.ts'
import { entityRegistryAbi } from '../abi/entity-registry.generated.ts'
import { keyLensAbi } from '../abi/key-lens.generated.ts'
import { keyRegistryAbi } from '../abi/key-registry.generated.ts'
import { processRegistryAbi } from '../abi/process-registry.generated.ts'
import { sampleRegistryAbi } from '../abi/sample-registry.generated.ts'
import { validatorSetAbi } from '../abi/validator-set.generated.ts'
import { upgradeAbi } from '../calls/authority-calls.ts'
import type { ContractCall, Contracts } from '../calls/contract-call.ts'
import type { ContractName } from '../deployment.ts'
import { inWords } from './words.ts'

const abis: Readonly<Record<ContractName, Abi>> = {
  Authority: authorityAbi,
  ValidatorSet: validatorSetAbi,
  Board: boardAbi,
  OrdinaryGovernor: boardGovernorAbi,
  OrdinaryTimelock: boardTimelockAbi,
  ConstitutionGovernor: boardGovernorAbi,
  ConstitutionTimelock: boardTimelockAbi,
  DocumentRegistry: documentRegistryAbi,
  EntityRegistry: entityRegistryAbi,
  ProcessRegistry: processRegistryAbi,
  AssessmentRegistry: assessmentRegistryAbi,
  KeyLifeCycle: keyRegistryAbi,
  KeyRegistry: keyRegistryAbi,
  KeyLens: keyLensAbi,
  SampleRegistry: sampleRegistryAbi,
}

/** A call in words, with the calls within it: a batch of the Authority's, what an upgrade calls. */
export function decodeCall(contracts: Contracts, { to, data }: ContractCall): DecodedCall {
  const named = Object.entries(contracts).find(([, { address }]) => address === to.toLowerCase())
  const contract = named === undefined ? null : (named[0] as ContractName)
  const unknown = { target: to, contract, function: null, arguments: null, calldata: data }
  const abi = contract === null ? [] : [...abis[contract], ...upgradeAbi]
  const item = itemOf(abi, data)
  if (item === undefined) return unknown
  const { functionName, args = [] } = item
  const inputs = item.inputs.map((input, index) => [input.name ?? String(index), wordsOf(contracts, to, input, args[index])] as const)
  return { ...unknown, function: functionName, arguments: Object.fromEntries(inputs) }
}

type Input = Extract<Abi[number], { type: 'function' }>['inputs'][number]

/** Bytes that are calldata for the same contract are decoded too. */
function wordsOf(contracts: Contracts, to: Hex, input: Input, value: unknown): unknown {
  if (input.type === 'bytes[]') return (value as Hex[]).map((data) => decodeCall(contracts, { to, data }))
  if (input.type === 'bytes' && input.name === 'data') {
    const inner = decodeCall(contracts, { to, data: value as Hex })
    return inner.function === null ? value : inner
  }
  return inWords(value, input)
}

function itemOf(abi: Abi, data: Hex) {
  try {
    const { functionName, args } = decodeFunctionData({ abi, data })
    const item = abi.find((each) => each.type === 'function' && each.name === functionName && each.inputs.length === (args ?? []).length)
    return item?.type === 'function' ? { functionName, args, inputs: item.inputs } : undefined
  } catch (error) {
    if (error instanceof Error && /^(Abi|Position|InvalidBytes|Data|SliceOffset)/.test(error.name)) return undefined
    throw error
  }
}
