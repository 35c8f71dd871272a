import { contentOf, derOf, positiveInteger, readDer, readInside, tags } from '../domain/der.ts'
import type { DerReader } from '../domain/der.ts'
import {
  accessControls,
  deviceIntegrities,
  entropySources,
  fromCode,
  keyGenerationEntities,
  keyStorages,
  toCode,
} from '../domain/enumerations.ts'
import type { AccessControl, DeviceIntegrity, EntropySource, KeyGenerationEntity, KeyStorage } from '../domain/enumerations.ts'
import type { Hex } from '../domain/fields.ts'
import { Problem } from '../domain/problem.ts'

/** RegistryReference of docs/asn1/DerKeyRegistry.asn1, under the specification's names. Nothing in it grants anything. */
export type RegistryReference = {
  readonly registry: string
  readonly key_id: Hex
  readonly block: number
  /** Absent where the key was not registered. */
  readonly process?: { readonly process_id: string; readonly key_generation_id: string; readonly key_protection_id: string }
  readonly assessed?: AssessedProperties
}

/** What tables 7 and 8 say of the key, as of the block; `undefined` is a value that the assessor did not give. */
export type AssessedProperties = {
  readonly cryptographic_strength: number
  readonly entropy_bits: number
  readonly key_generation_entity: KeyGenerationEntity | undefined
  readonly entropy_source: EntropySource | undefined
  readonly key_storage: KeyStorage | undefined
  readonly access_control: AccessControl | undefined
  readonly device_integrity: DeviceIntegrity | undefined
}

const context1 = 0xa1

/** DER of the extension's value. */
export function encodeRegistryReference({ registry, key_id, block, process, assessed }: RegistryReference): Buffer {
  const parts = [
    integer(1),
    derOf(0x0c, Buffer.from(registry, 'utf8')),
    derOf(tags.octetString, Buffer.from(key_id.slice(2), 'hex')),
    integer(block),
  ]
  if (process !== undefined) {
    const { process_id, key_generation_id, key_protection_id } = process
    parts.push(derOf(tags.context0, ...[process_id, key_generation_id, key_protection_id].map(integer)))
  }
  if (assessed !== undefined) parts.push(derOf(context1, ...codesOf(assessed).map(integer)))
  return derOf(tags.sequence, ...parts)
}

/** Reads the extension's value. @throws Problem certificate_malformed */
export function readRegistryReference(der: Uint8Array): RegistryReference {
  try {
    return read(der)
  } catch (error) {
    if (!(error instanceof RangeError) && !(error instanceof Problem)) throw error
    throw new Problem('certificate_malformed', { field: 'registry extension', detail: error.message, cause: error })
  }
}

function read(der: Uint8Array): RegistryReference {
  const what = 'RegistryReference'
  const outer = readDer(der, what)
  const fields = readInside(der, what, outer.take(tags.sequence, 'the extension'))
  outer.close()
  const version = nextInteger(der, fields, 'version')
  if (version !== 1n) throw new RangeError(`it has version ${version}; 1 is known`)
  const registry = Buffer.from(contentOf(der, fields.take(0x0c, 'registry'))).toString('utf8')
  const keyId = Buffer.from(contentOf(der, fields.take(tags.octetString, 'keyId')))
  if (keyId.length !== 32) throw new RangeError(`keyId has ${keyId.length} octets`)
  const block = Number(nextInteger(der, fields, 'block'))
  const process = fields.skip(tags.context0)
  const assessed = fields.skip(context1)
  fields.close()
  return {
    registry,
    key_id: `0x${keyId.toString('hex')}`,
    block,
    ...(process === undefined ? {} : { process: readProcess(der, readInside(der, what, process)) }),
    ...(assessed === undefined ? {} : { assessed: readAssessed(der, readInside(der, what, assessed)) }),
  }
}

function readProcess(der: Uint8Array, fields: DerReader): NonNullable<RegistryReference['process']> {
  const [process_id = '', key_generation_id = '', key_protection_id = ''] = ['processId', 'keyGenerationId', 'keyProtectionId'].map(
    (name) => nextInteger(der, fields, name).toString(),
  )
  fields.close()
  return { process_id, key_generation_id, key_protection_id }
}

function codesOf(assessed: AssessedProperties): number[] {
  return [
    assessed.cryptographic_strength,
    assessed.entropy_bits,
    toCode(keyGenerationEntities, assessed.key_generation_entity),
    toCode(entropySources, assessed.entropy_source),
    toCode(keyStorages, assessed.key_storage),
    toCode(accessControls, assessed.access_control),
    toCode(deviceIntegrities, assessed.device_integrity),
  ]
}

function readAssessed(der: Uint8Array, fields: DerReader): AssessedProperties {
  const next = (name: string) => Number(nextInteger(der, fields, name))
  const assessed = {
    cryptographic_strength: next('cryptographicStrength'),
    entropy_bits: next('entropyBits'),
    key_generation_entity: fromCode(keyGenerationEntities, next('keyGenerationEntity')),
    entropy_source: fromCode(entropySources, next('entropySource')),
    key_storage: fromCode(keyStorages, next('keyStorage')),
    access_control: fromCode(accessControls, next('accessControl')),
    device_integrity: fromCode(deviceIntegrities, next('deviceIntegrity')),
  }
  fields.close()
  return assessed
}

function nextInteger(der: Uint8Array, fields: DerReader, name: string): bigint {
  return positiveInteger(der, fields.take(tags.integer, name), name)
}

/** DER of an INTEGER from 0. */
function integer(value: number | string): Buffer {
  const hex = BigInt(value).toString(16)
  const octets = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
  return derOf(tags.integer, ...((octets[0] ?? 0) >= 0x80 ? [Buffer.of(0)] : []), octets)
}
