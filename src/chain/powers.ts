import { toFunctionSelector, type Abi, type Hex } from 'viem'
import { assessmentRegistryAbi } from './abi/assessment-registry.generated.ts'
import { documentRegistryAbi } from './abi/document-registry.generated.ts'
import { entityRegistryAbi } from './abi/entity-registry.generated.ts'
import { keyRegistryAbi } from './abi/key-registry.generated.ts'
import { processRegistryAbi } from './abi/process-registry.generated.ts'
import { sampleRegistryAbi } from './abi/sample-registry.generated.ts'
import type { recordContracts } from './deployment.ts'

/** Roles of the Authority. ADMIN, 0, upgrades contracts and grants roles; what no other role stands beside belongs to it. */
export const roleIds = { ADMIN: 0n, BOARD: 1n, REGISTRAR: 2n, PROGRAMME_MANAGER: 3n, REGULATOR: 4n } as const
export type RoleName = keyof typeof roleIds

/** Roles of the Governing Body's staff: an ordinary motion (BOARD) hands them out and takes them back. No account holds two. */
export const staffRoles = ['REGISTRAR', 'PROGRAMME_MANAGER', 'REGULATOR'] as const satisfies readonly RoleName[]

export type Power = { readonly contract: (typeof recordContracts)[number]; readonly role: RoleName; readonly functions: readonly string[] }

/** Which role may call which restricted function: one function per authority. */
export const powers: readonly Power[] = [
  { contract: 'DocumentRegistry', role: 'BOARD', functions: ['register', 'withdraw'] },
  {
    contract: 'EntityRegistry',
    role: 'REGISTRAR',
    functions: [
      'register',
      'update',
      'setRole',
      'setRoleCertification',
      'suspend',
      'reinstate',
      'replaceController',
      'setQuota',
      'setDefaultQuota',
    ],
  },
  { contract: 'EntityRegistry', role: 'BOARD', functions: ['accredit', 'strikeOff'] },
  {
    contract: 'ProcessRegistry',
    role: 'PROGRAMME_MANAGER',
    functions: ['suspendAsProgrammeManager', 'reinstateAsProgrammeManager'],
  },
  { contract: 'ProcessRegistry', role: 'REGULATOR', functions: ['suspendAsRegulator', 'reinstateAsRegulator'] },
  { contract: 'ProcessRegistry', role: 'BOARD', functions: ['revoke', 'reinstateAsBoard'] },
  {
    contract: 'AssessmentRegistry',
    role: 'PROGRAMME_MANAGER',
    functions: ['approve', 'reject', 'comment', 'suspendAsProgrammeManager', 'reinstateAsProgrammeManager'],
  },
  { contract: 'AssessmentRegistry', role: 'REGULATOR', functions: ['suspendAsRegulator', 'reinstateAsRegulator'] },
  { contract: 'AssessmentRegistry', role: 'BOARD', functions: ['withdraw', 'reinstateAsBoard', 'setValidity'] },
  {
    contract: 'KeyRegistry',
    role: 'PROGRAMME_MANAGER',
    functions: [
      'suspendKeysAsProgrammeManager',
      'reinstateKeysAsProgrammeManager',
      'suspendLotAsProgrammeManager',
      'reinstateLotAsProgrammeManager',
    ],
  },
  {
    contract: 'KeyRegistry',
    role: 'REGULATOR',
    functions: ['suspendKeysAsRegulator', 'reinstateKeysAsRegulator', 'suspendLotAsRegulator', 'reinstateLotAsRegulator'],
  },
  { contract: 'KeyRegistry', role: 'BOARD', functions: ['reinstateKeysAsBoard', 'reinstateLotAsBoard', 'moveKeys', 'moveLot', 'voidKeys'] },
  { contract: 'SampleRegistry', role: 'PROGRAMME_MANAGER', functions: ['requestAsProgrammeManager'] },
  { contract: 'SampleRegistry', role: 'REGULATOR', functions: ['requestAsRegulator'] },
]

const abis: Record<Power['contract'], Abi> = {
  DocumentRegistry: documentRegistryAbi,
  EntityRegistry: entityRegistryAbi,
  ProcessRegistry: processRegistryAbi,
  AssessmentRegistry: assessmentRegistryAbi,
  KeyRegistry: keyRegistryAbi,
  SampleRegistry: sampleRegistryAbi,
}

/** Selectors of a power's functions. @throws RangeError for a function that the contract does not have */
export function selectorsOf({ contract, functions }: Power): Hex[] {
  return functions.map((name) => {
    const item = abis[contract].find((entry) => entry.type === 'function' && entry.name === name)
    if (item?.type !== 'function') throw new RangeError(`${contract} has no function ${name}`)
    return toFunctionSelector(item)
  })
}
