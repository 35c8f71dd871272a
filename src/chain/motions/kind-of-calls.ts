import { decodeFunctionData, toFunctionSelector, type Abi, type Hex } from 'viem'
import type { MotionKind } from '../../domain/motions/motion-record.ts'
import { Problem } from '../../domain/problem.ts'
import { authorityAbi } from '../abi/authority.generated.ts'
import { boardAbi } from '../abi/board.generated.ts'
import { validatorSetAbi } from '../abi/validator-set.generated.ts'
import { upgradeAbi } from '../calls/authority-calls.ts'
import type { ContractCall, Contracts } from '../calls/contract-call.ts'
import { recordContracts } from '../deployment.ts'
import { powers, roleIds, selectorsOf, staffRoles } from '../powers.ts'

const selectorsIn = (abi: Abi, names: readonly string[]): Hex[] =>
  abi.filter((item) => item.type === 'function').flatMap((item) => (names.includes(item.name) ? [toFunctionSelector(item)] : []))

const nodes = {
  ordinary: selectorsIn(validatorSetAbi, ['swap', 'recordFacts']),
  constitution: selectorsIn(validatorSetAbi, [
    'vet',
    'dismiss',
    'change',
    'correctFacts',
    'setOperatorAccount',
    'setSegments',
    'setBreachTerm',
    'setGovernance',
  ]),
}
const seats = selectorsIn(boardAbi, ['changeSeats', 'replaceSeatAccount', 'setThreshold', 'setHomeCountries', 'setValidatorSet'])
const upgrade = selectorsIn(upgradeAbi, ['upgradeToAndCall'])
const staff: readonly bigint[] = staffRoles.map((role) => roleIds[role])

/** The kind of motion that can make the call; undefined where that is not known here. */
function kindOfCall(contracts: Contracts, { to, data }: ContractCall): MotionKind | undefined {
  const is = ({ address }: { address: Hex }) => address === to.toLowerCase()
  const selector = data.slice(0, 10) as Hex
  if (is(contracts.ValidatorSet)) {
    if (nodes.ordinary.includes(selector)) return 'ordinary'
    return nodes.constitution.includes(selector) ? 'constitution' : undefined
  }
  if (is(contracts.Board)) return seats.includes(selector) ? 'constitution' : undefined
  if (is(contracts.Authority)) return kindOfRoleChange(data)
  const name = recordContracts.find((each) => is(contracts[each]))
  if (name === undefined) return undefined
  if (upgrade.includes(selector)) return 'constitution'
  const power = powers.find((each) => each.contract === name && selectorsOf(each).includes(selector))
  return power?.role === 'BOARD' ? 'ordinary' : undefined
}

/** The board hands out the staff's roles by ordinary motion; everything else of the Authority is the ADMIN's. */
function kindOfRoleChange(data: Hex): MotionKind {
  try {
    const { functionName, args } = decodeFunctionData({ abi: authorityAbi, data })
    const ordinary = (functionName === 'grantRole' || functionName === 'revokeRole') && staff.includes(args[0])
    return ordinary ? 'ordinary' : 'constitution'
  } catch (error) {
    if (error instanceof Error && error.name.startsWith('Abi')) return 'constitution'
    throw error
  }
}

/**
 * The kind of motion that can make all of the calls.
 * @param wanted what the proposer asked for, if anything; needed for calls that this version does not know
 * @throws Problem `motion_kind_wrong`
 */
export function kindOfCalls(contracts: Contracts, calls: readonly ContractCall[], wanted?: MotionKind): MotionKind {
  const kinds = calls.map((call) => kindOfCall(contracts, call))
  const known = [...new Set(kinds.filter((kind) => kind !== undefined))]
  const [kind, another] = known
  if (another !== undefined) {
    const each = kinds.map((one, index) => `call ${index + 1}: ${one ?? 'unknown'}`).join(', ')
    throw new Problem('motion_kind_wrong', { field: 'kind', detail: `one motion cannot make all of these calls (${each}): propose two` })
  }
  if (kind !== undefined && wanted !== undefined && kind !== wanted) {
    throw new Problem('motion_kind_wrong', { field: 'kind', detail: `this takes a motion of the kind ${kind}, not ${wanted}` })
  }
  const answer = wanted ?? kind
  if (answer !== undefined) return answer
  throw new Problem('motion_kind_wrong', { field: 'kind', detail: 'which kind of motion may make these calls is not known: give --kind' })
}
