import type { Hex } from '../domain/fields.ts'
import type { GivenAnswer } from '../domain/key-status-source.ts'
import type { KeyInfo } from '../domain/records.ts'
import { emptyName } from './authority-name.ts'
import { extensionOf, subjectAltNameExtension } from './certificate-extensions.ts'
import type { DeviceRequest } from './device-request.ts'
import { encodeHardwareModule } from './hardware-module-name.ts'
import type { IssuingCa } from './open-ca.ts'
import { encodeRegistryReference } from './registry-reference.ts'
import type { AssessedProperties } from './registry-reference.ts'
import { signCertificate } from './sign-certificate.ts'

export type DeviceCertificateInput = {
  readonly request: DeviceRequest
  readonly answer: GivenAnswer
  readonly serial: Uint8Array
  /** Seconds since 1970. */
  readonly now: number
}

/** DER device certificate (IEEE 2030.5-2018, 6.11) with the registry extension. Of the request it takes the key and the hardwareModuleName, nothing else. */
export function signDeviceCertificate(ca: IssuingCa, { request, answer, serial, now }: DeviceCertificateInput): Promise<Buffer> {
  const reference = extensionOf(ca.configuration.extension_oid, false, referenceOf(ca, request.key_id, answer))
  const content = {
    serial,
    issuer: ca.issuer.subject,
    subject: emptyName,
    spki: request.spki,
    extensions: [...ca.sharedExtensions, subjectAltNameExtension(encodeHardwareModule(request.hardware_module)), reference],
    notBefore: now,
  }
  return signCertificate(content, ca.signer)
}

function referenceOf({ configuration }: IssuingCa, key_id: Hex, answer: GivenAnswer): Buffer {
  const { registry, as_of } = answer
  const known = { registry, key_id, block: as_of.block }
  if (answer.kind === 'unknown') return encodeRegistryReference(known)
  const { process, key_generation, key_protection } = answer.info
  return encodeRegistryReference({
    ...known,
    process: {
      process_id: process.process_id,
      key_generation_id: key_generation.assessment_id,
      key_protection_id: key_protection.assessment_id,
    },
    ...(configuration.assessed_properties ? { assessed: assessedOf(answer.info) } : {}),
  })
}

function assessedOf({
  key_generation: { assessment_result: generation },
  key_protection: { assessment_result: protection },
}: KeyInfo): AssessedProperties {
  return {
    cryptographic_strength: generation.cryptographic_strength,
    entropy_bits: generation.entropy_bits,
    key_generation_entity: generation.key_generation_entity,
    entropy_source: generation.entropy_source,
    key_storage: protection.key_storage,
    access_control: protection.access_control,
    device_integrity: protection.device_integrity,
  }
}
