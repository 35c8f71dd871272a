import { roles, toBits, certifications, type Certification, type Role } from '../../../src/domain/bit-fields.ts'
import {
  accessControls,
  deviceIntegrities,
  documentKinds,
  entityTypes,
  entropySources,
  keyGenerationEntities,
  keyReasons,
  keyStorages,
  toCode,
  type KeyReason,
} from '../../../src/domain/enumerations.ts'
import { ethers } from './network.ts'

/** Nobody, where an entity may be left out. */
const noEntity = ethers.ZeroAddress

/** Table 9, valid; `over` replaces fields. */
export function entityDetails(name: string, over: Partial<ReturnType<typeof validEntity>> = {}) {
  return { ...validEntity(name), ...over }
}

function validEntity(name: string) {
  return {
    entityType: toCode(entityTypes, 'company'),
    name,
    rlid: `duns:${name.replaceAll(/[^A-Za-z0-9]/g, '')}`,
    country: countryBytes('US'),
    group: '',
    pen: 40_732,
  }
}

/** Two letters as `bytes2`. */
export function countryBytes(code: string): string {
  return ethers.hexlify(ethers.toUtf8Bytes(code))
}

export function roleBits(...names: Role[]): bigint {
  return toBits(roles, names)
}

function certificationBits(...names: Certification[]): bigint {
  return toBits(certifications, names)
}

export function reason(name: KeyReason): number {
  return toCode(keyReasons, name)
}

/** What all assessments say, valid. */
export function assessmentDetails(completionDate: number, over: Partial<ReturnType<typeof validAssessment>> = {}) {
  return { ...validAssessment(completionDate), ...over }
}

function validAssessment(completionDate: number) {
  return {
    completionDate,
    referenceDigest: ethers.id('evidence'),
    keyGeneratorId: noEntity,
    manufacturerId: noEntity,
    scope: 'secure element SE-1, firmware 2.3, line A',
    criteriaDigest: criteria,
  }
}

/** SHA-256 of the document of criteria that the assessments of these tests cite. */
export const criteria: string = ethers.id('criteria')

/** A document, valid; its hash follows from the title. */
export function documentDetails(title: string, over: Partial<ReturnType<typeof validDocument>> = {}) {
  return { ...validDocument(title), ...over }
}

function validDocument(title: string) {
  return { kind: toCode(documentKinds, 'bylaws'), title, version: '1.0', sha256Hash: ethers.id(title) }
}

/** Table 7, valid. */
export function keyGenerationResult(over: Partial<ReturnType<typeof validGeneration>> = {}) {
  return { ...validGeneration(), ...over }
}

function validGeneration() {
  return {
    cryptographicStrength: 128,
    keyGenerationEntity: toCode(keyGenerationEntities, 'onboard_se'),
    entropyBits: 256,
    entropySource: toCode(entropySources, 'physical_validated'),
    location: 'US 95814',
    certifications: certificationBits('fips_140_3_l3', 'esv'),
  }
}

/** Table 8, valid. */
export function keyProtectionResult(over: Partial<ReturnType<typeof validProtection>> = {}) {
  return { ...validProtection(), ...over }
}

function validProtection() {
  return {
    keyStorage: toCode(keyStorages, 'secure_element'),
    accessControl: toCode(accessControls, 'hardware'),
    deviceIntegrity: toCode(deviceIntegrities, 'secure_boot_hardware'),
    certifications: certificationBits('cc_ava_van5'),
  }
}

/** `count` key ids that no other `batch` has. */
export function keyIds(count: number, batch = 'keys'): string[] {
  return Array.from({ length: count }, (_, index) => ethers.id(`${batch} ${index}`))
}
