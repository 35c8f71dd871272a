import { z } from 'zod'
import { clientTypes } from '../decision.ts'
import { keyIdField } from '../fields.ts'

const encoded = z.string().min(1).max(65_536)

/** What to decide on, by which of the policies that the service holds. */
export const decisionInput = z
  .strictObject({
    key_id: keyIdField.optional(),
    public_key: encoded.describe('Base64 of the DER SubjectPublicKeyInfo, or PEM').optional(),
    certificate: encoded.describe('Base64 of the DER certificate, or PEM').optional(),
    csr: encoded.describe('Base64 of the DER CSR, or PEM').optional(),
    policy: z.string().min(1).max(64).describe('Name of a policy'),
    client_type: z.enum(clientTypes).default('device'),
  })
  .refine(
    ({ key_id, public_key, certificate, csr }) => [key_id, public_key, certificate, csr].filter((each) => each !== undefined).length === 1,
    'must hold one of key_id, public_key, certificate and csr',
  )
  .meta({ id: 'DecisionRequest' })
export type DecisionRequest = z.output<typeof decisionInput>
