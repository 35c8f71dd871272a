import { Problem } from '../domain/problem.ts'
import type { HardwareModule } from './hardware-module-name.ts'
import type { VerifiedCsr } from './read-csr.ts'

/** A request that names its device. */
export type DeviceRequest = VerifiedCsr & { readonly hardware_module: HardwareModule }

/**
 * The request, with the hardwareModuleName that it asks for or, where it asks for none, the one that the CA's operator vouches for.
 * @throws Problem csr_hardware_module when there is none, or two that differ
 */
export function deviceRequestOf(csr: VerifiedCsr, given?: HardwareModule): DeviceRequest {
  const asked = csr.hardware_module
  const hardware_module = asked ?? given
  if (hardware_module === undefined) {
    throw new Problem('csr_hardware_module', { field: 'subjectAltName', detail: 'the request asks for no hardwareModuleName' })
  }
  if (given !== undefined && (hardware_module.hw_type !== given.hw_type || hardware_module.hw_serial !== given.hw_serial)) {
    throw new Problem('csr_hardware_module', {
      field: 'subjectAltName',
      detail: 'the request asks for another hardwareModuleName than is given',
    })
  }
  return { ...csr, hardware_module }
}
