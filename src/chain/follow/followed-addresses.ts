import type { Hex } from '../../domain/fields.ts'
import type { ContractName, Deployment } from '../deployment.ts'

/** Contracts whose events say everything about the records. */
const followedContracts = [
  'Authority',
  'EntityRegistry',
  'ProcessRegistry',
  'AssessmentRegistry',
  'KeyRegistry',
  'DocumentRegistry',
  'SampleRegistry',
] as const satisfies readonly ContractName[]

/** Their addresses, in lower case. */
export function followedAddresses({ contracts }: Deployment): readonly Hex[] {
  return followedContracts.map((name) => contracts[name].address)
}
