import { hash } from 'node:crypto'
import { provenSpkiOfCsr } from '../domain/csr.ts'
import type { Hex } from '../domain/fields.ts'
import { keyIdOf } from '../domain/key-id.ts'
import { Problem } from '../domain/problem.ts'
import { readHardwareModule } from './hardware-module-name.ts'
import type { HardwareModule } from './hardware-module-name.ts'
import { derOfPem, isPem } from './pem.ts'
import { requestedExtensions } from './requested-extensions.ts'

/** A device's CSR has about 300 octets, 500 as PEM; what is larger than this is none. */
export const csrSizeLimit = 16_384

const subjectAltName = '2.5.29.17'

/** DER of the AlgorithmIdentifier of a canonical P-256 key. */
const p256Algorithm = '301306072a8648ce3d020106082a8648ce3d030107'

/** A certification request (RFC 2986) whose sender has shown that it holds the private key. */
export type VerifiedCsr = {
  readonly key_id: Hex
  /** The key in its canonical form, whatever spelling the request had. */
  readonly spki: Uint8Array
  /** SHA-256 of the DER request. */
  readonly digest: Hex
  /** The hardwareModuleName that it asks for; its subject and every other extension that it asks for do not count. */
  readonly hardware_module: HardwareModule | undefined
}

/**
 * Reads a device's CSR, PEM or DER, and verifies its proof of possession.
 * @throws Problem csr_too_large, pem_malformed, csr_malformed, csr_signature_algorithm, csr_key_type, csr_proof, csr_hardware_module
 */
export function readCsr(bytes: Uint8Array): VerifiedCsr {
  const request = readServerCsr(bytes)
  const san = malformed(() => requestedExtensions(request.der)).get(subjectAltName)
  const hardware_module = san === undefined ? undefined : malformed(() => readHardwareModule(san))
  return { key_id: request.key_id, spki: request.spki, digest: request.digest, hardware_module }
}

/** A server's CSR, of which the key alone counts. @throws Problem as `readCsr` */
export function readServerCsr(bytes: Uint8Array): Omit<VerifiedCsr, 'hardware_module'> & { readonly der: Uint8Array } {
  if (bytes.length > csrSizeLimit) {
    throw new Problem('csr_too_large', { detail: `it has ${bytes.length} bytes; at most ${csrSizeLimit} are read` })
  }
  const der = malformed(() => (isPem(bytes) ? onlyBlock(bytes) : bytes))
  const spki = malformed(() => provenSpkiOfCsr(der))
  if (Buffer.from(spki).toString('hex', 2, 23) !== p256Algorithm) {
    throw new Problem('csr_key_type', { field: 'subjectPKInfo', detail: 'the key is not on P-256, the one curve of IEEE 2030.5' })
  }
  return { key_id: keyIdOf(spki), spki, digest: `0x${hash('sha256', der, 'hex')}`, der }
}

function onlyBlock(bytes: Uint8Array): Buffer {
  const [der, ...others] = derOfPem(bytes, ['CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST'])
  if (others.length > 0) throw new Problem('csr_malformed', { detail: `it holds ${others.length + 1} requests; give one a file` })
  return der
}

/** What is no DER, or no key, reads as a fault of the request, whichever part it stands in. */
function malformed<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof Problem && error.code === 'invalid_key')
      throw new Problem('csr_malformed', { detail: error.message, cause: error })
    throw error
  }
}
