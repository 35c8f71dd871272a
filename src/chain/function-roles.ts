/** Roles of the authority (contracts/RegistryRoles.sol): the name is the role's label, the number its id. */
export const authorityRoles = { ADMIN: 0n, BOARD: 1n, REGISTRAR: 2n, PROGRAMME_MANAGER: 3n, REGULATOR: 4n } as const
export type AuthorityRole = keyof typeof authorityRoles

/** The role that each restricted function of the contracts demands; the functions that are not named here are not restricted. */
export const functionRoles = {
  EntityRegistry: {
    register: 'REGISTRAR',
    update: 'REGISTRAR',
    setRole: 'REGISTRAR',
    setRoleCertification: 'REGISTRAR',
    suspend: 'REGISTRAR',
    reinstate: 'REGISTRAR',
    replaceController: 'REGISTRAR',
    accredit: 'BOARD',
    strikeOff: 'BOARD',
    upgradeToAndCall: 'ADMIN',
  },
  ProcessRegistry: {
    suspendAsProgrammeManager: 'PROGRAMME_MANAGER',
    reinstateAsProgrammeManager: 'PROGRAMME_MANAGER',
    suspendAsRegulator: 'REGULATOR',
    reinstateAsRegulator: 'REGULATOR',
    revoke: 'BOARD',
    upgradeToAndCall: 'ADMIN',
  },
  AssessmentRegistry: {
    approve: 'PROGRAMME_MANAGER',
    reject: 'PROGRAMME_MANAGER',
    suspendAsProgrammeManager: 'PROGRAMME_MANAGER',
    reinstateAsProgrammeManager: 'PROGRAMME_MANAGER',
    suspendAsRegulator: 'REGULATOR',
    reinstateAsRegulator: 'REGULATOR',
    withdraw: 'BOARD',
    upgradeToAndCall: 'ADMIN',
  },
  KeyRegistry: {
    suspendKeysAsProgrammeManager: 'PROGRAMME_MANAGER',
    reinstateKeysAsProgrammeManager: 'PROGRAMME_MANAGER',
    suspendLotAsProgrammeManager: 'PROGRAMME_MANAGER',
    reinstateLotAsProgrammeManager: 'PROGRAMME_MANAGER',
    suspendKeysAsRegulator: 'REGULATOR',
    reinstateKeysAsRegulator: 'REGULATOR',
    suspendLotAsRegulator: 'REGULATOR',
    reinstateLotAsRegulator: 'REGULATOR',
    voidKeys: 'BOARD',
    upgradeToAndCall: 'ADMIN',
  },
} as const satisfies Record<string, Record<string, AuthorityRole>>
