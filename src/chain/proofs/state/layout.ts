/** Octets of a member; `string`: a slot of its own, and more where it is long. */
type Size = number | 'string'

/**
 * Where the record contracts keep what they hold: structs in the order of their members, as contracts/…/…Storage.sol declares them. A test
 * compares it with what the compiler says.
 */
export const structs = {
  LotRecord: {
    processId: 6,
    owner: 4,
    state: 1,
    stateBy: 1,
    stateReason: 1,
    stateSince: 5,
    createdAt: 5,
    keyCount: 4,
    flags: 1,
    separateCount: 4,
  },
  LotOwnerState: { state: 1, reason: 1, since: 5 },
  OfferRecord: { from: 4, to: 4, expiresAt: 5, lotId: 6, keyCount: 4, state: 1, keysDigest: 32 },
  Relation: { acceptsInAdvance: 1, namedInstaller: 1 },
  Succession: { successorId: 32, supersededAt: 5, rotatedIn: 6 },
  EntityRecord: {
    entityId: 20,
    role: 4,
    country: 2,
    pen: 4,
    entityType: 1,
    state: 1,
    controller: 20,
    registeredAt: 5,
    accreditedUntil: 5,
    struckOffSince: 5,
    name: 'string',
    rlid: 'string',
    roleCertification: 'string',
    group: 'string',
  },
  ControllerReplacement: { account: 20, acceptableFrom: 5, byRegistrar: 1 },
  QuotaRecord: { keysPerDay: 4, recordsPerDay: 4 },
  ProcessRecord: { owner: 4, state: 1, stateBy: 1, stateReason: 1, stateSince: 5, createdAt: 5 },
  AssessmentRecord: {
    seriesId: 6,
    resultsId: 6,
    assessor: 4,
    completionDate: 5,
    stateSince: 5,
    kind: 1,
    state: 1,
    stateBy: 1,
    stateReason: 1,
    correctsId: 6,
    approvalDate: 5,
    recordedAt: 5,
    keyGenerator: 4,
    manufacturer: 4,
    referenceDigest: 32,
    criteriaDigest: 32,
    scope: 'string',
  },
  SeriesRecord: { processId: 6, headId: 6 },
  ProcessSeries: { keyGenerationId: 6, keyProtectionId: 6 },
  KeyGenerationResult: {
    cryptographicStrength: 2,
    keyGenerationEntity: 1,
    entropyBits: 2,
    entropySource: 1,
    location: 'string',
    certifications: 8,
  },
  KeyProtectionResult: { keyStorage: 1, accessControl: 1, deviceIntegrity: 1, certifications: 8 },
  DocumentRecord: { kind: 1, registeredAt: 5, withdrawnAt: 5, title: 'string', version: 'string' },
  SampleRecord: { processId: 6, drawBlock: 6, from: 5, until: 5, requestedAt: 5, size: 4, requestedBy: 20, seed: 32 },
  FindingRecord: { result: 1, assessor: 4, recordedAt: 5, reportDigest: 32 },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Size>>>>
export type StructName = keyof typeof structs

/** Slots of the contracts' variables; those that share one are told apart in `packed`. */
export const variables = {
  EntityRegistry: { entities: 0n, indexes: 1n, controlled: 2n, replacements: 4n, count: 5n, defaultQuota: 6n, quotas: 7n },
  ProcessRegistry: { processes: 0n, grants: 1n, lineAccounts: 2n, count: 3n },
  AssessmentRegistry: {
    assessments: 0n,
    series: 1n,
    processSeries: 2n,
    keyGenerations: 3n,
    keyProtections: 4n,
    count: 5n,
    otherOwners: 6n,
  },
  KeyRegistry: {
    keys: 0n,
    lots: 1n,
    lotCount: 2n,
    lotOwnerStates: 3n,
    offers: 4n,
    relations: 6n,
    successions: 7n,
    predecessors: 8n,
  },
  DocumentRegistry: { documents: 0n, hashes: 2n },
  SampleRegistry: { samples: 0n, findings: 1n, count: 2n },
} as const
export type StoringContract = keyof typeof variables

/** Variables that share a slot: octets from its lowest one on. */
export const packed = {
  AssessmentRegistry: { count: [0, 6], validitySeconds: [6, 4], graceSeconds: [10, 4] },
  KeyRegistry: { lotCount: [0, 6], offerCount: [6, 6] },
} as const

/** Where a member lies: the slot counted from the struct's first, the octet counted from the lowest. */
export type Place = { readonly slot: number; readonly offset: number; readonly size: Size }

/** As Solidity packs: a member that does not fit into what is left of a slot begins the next one; a string has its own. */
export function placesOf(name: StructName): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>()
  let [slot, offset] = [0, 0]
  for (const [member, size] of Object.entries(structs[name]) as [string, Size][]) {
    const octets = size === 'string' ? 32 : size
    if (offset + octets > 32) [slot, offset] = [slot + 1, 0]
    places.set(member, { slot, offset, size })
    offset += octets
  }
  return places
}
