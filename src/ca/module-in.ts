import { Problem } from '../domain/problem.ts'
import { readHardwareModule } from './hardware-module-name.ts'
import type { HardwareModule } from './hardware-module-name.ts'
import { derOfPem, isPem } from './pem.ts'
import { readCertificate } from './read-certificate.ts'
import { requestedExtensions } from './requested-extensions.ts'

const subjectAltName = '2.5.29.17'

/** The hardwareModuleName of a certificate or CSR, PEM or DER; undefined where the file holds something else, or names something else. */
export function moduleIn(bytes: Uint8Array): HardwareModule | undefined {
  const readers = [
    () => readCertificate(derOf(bytes, 'CERTIFICATE')).extensions.get(subjectAltName)?.value,
    () => requestedExtensions(derOf(bytes, 'CERTIFICATE REQUEST')).get(subjectAltName),
  ]
  for (const read of readers) {
    try {
      const san = read()
      if (san !== undefined) return readHardwareModule(san)
    } catch (error) {
      // Neither a file of another kind nor another's way to name servers is a fault here.
      if (!(error instanceof Problem)) throw error
    }
  }
  return undefined
}

function derOf(bytes: Uint8Array, label: string): Uint8Array {
  return isPem(bytes) ? derOfPem(bytes, [label])[0] : bytes
}
