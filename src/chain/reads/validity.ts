import type { Validity } from '../../domain/validity.ts'
import type { ChainRegistry } from '../registry.ts'

/** How long assessments are good for, deployment-wide. */
export function readValidity(_registry: ChainRegistry, _block?: number): Promise<Validity> {
  return Promise.resolve({ validity_seconds: 0, grace_seconds: 0 })
}
