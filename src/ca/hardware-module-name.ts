import { contentOf, derOf, readDer, readInside, tags } from '../domain/der.ts'
import { Problem } from '../domain/problem.ts'
import { isOid, oidFromContent, oidToDer } from './object-identifier.ts'

/** id-on-hardwareModuleName (RFC 4108, 5) */
const hardwareModuleName = '1.3.6.1.5.5.7.8.4'

/** Octets of hwSerialNum that are taken: more than any serial number has, and nothing to fill a certificate with. */
const serialLimit = 64

/** What a device calls itself (RFC 4108, 5): `hw_type` an object identifier under its maker's arc, `hw_serial` octets in hex. */
export type HardwareModule = { readonly hw_type: string; readonly hw_serial: string }

/** DER of the SubjectAltName (RFC 5280, 4.2.1.6) that holds one hardwareModuleName, as IEEE 2030.5-2018, 6.11 has it. */
export function encodeHardwareModule({ hw_type, hw_serial }: HardwareModule): Buffer {
  const value = derOf(tags.sequence, oidToDer(hw_type), derOf(tags.octetString, Buffer.from(hw_serial, 'hex')))
  return derOf(tags.sequence, derOf(tags.context0, oidToDer(hardwareModuleName), derOf(tags.context0, value)))
}

/**
 * The hardwareModuleName in the DER of a SubjectAltName.
 * @throws Problem csr_hardware_module when it holds anything else or anything besides; invalid_key when it is no DER
 */
export function readHardwareModule(san: Uint8Array): HardwareModule {
  const what = 'subjectAltName'
  const outer = readDer(san, what)
  const names = readInside(san, what, outer.take(tags.sequence, 'GeneralNames'))
  outer.close()
  const name = names.any('a name')
  if (name.tag !== tags.context0 || names.more()) throw wrong('must hold one name, an otherName hardwareModuleName, and nothing besides')
  const other = readInside(san, what, name)
  const type = oidFromContent(contentOf(san, other.take(tags.oid, 'type-id')))
  if (type !== hardwareModuleName)
    throw wrong(`holds an otherName of type ${type} where hardwareModuleName (${hardwareModuleName}) belongs`)
  const value = readInside(san, what, other.take(tags.context0, 'value'))
  other.close()
  const fields = readInside(san, what, value.take(tags.sequence, 'HardwareModuleName'))
  value.close()
  const hw_type = oidFromContent(contentOf(san, fields.take(tags.oid, 'hwType')))
  const serial = contentOf(san, fields.take(tags.octetString, 'hwSerialNum'))
  fields.close()
  return checked({ hw_type, hw_serial: Buffer.from(serial).toString('hex') })
}

/** A hardwareModuleName from what somebody typed: the serial number as text. @throws Problem csr_hardware_module */
export function toHardwareModule(hwType: string, serialText: string): HardwareModule {
  return checked({ hw_type: hwType, hw_serial: Buffer.from(serialText, 'utf8').toString('hex') })
}

/** By what a device is told from others: no two have both in common (RFC 4108, 5). */
export function deviceName({ hw_type, hw_serial }: HardwareModule): string {
  return `${hw_type} ${hw_serial}`
}

/** hwSerialNum for people: its text where it is printable ASCII, hex otherwise. */
export function serialText({ hw_serial }: HardwareModule): string {
  const text = Buffer.from(hw_serial, 'hex').toString('latin1')
  return /^[\x20-\x7e]+$/.test(text) ? text : `0x${hw_serial}`
}

function checked(module: HardwareModule): HardwareModule {
  const octets = module.hw_serial.length / 2
  if (!isOid(module.hw_type)) throw wrong(`hwType ${module.hw_type.slice(0, 80)} is no object identifier`)
  if (octets < 1 || octets > serialLimit) throw wrong(`hwSerialNum has ${octets} octets; 1 to ${serialLimit} are taken`)
  return module
}

function wrong(detail: string): Problem {
  return new Problem('csr_hardware_module', { field: 'subjectAltName', detail })
}
