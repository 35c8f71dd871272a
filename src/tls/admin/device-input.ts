import { X509Certificate } from 'node:crypto'
import { z } from 'zod'
import { clientTypes } from '../../domain/decision.ts'
import { keyIdOfCertificate } from '../../domain/key-id.ts'
import { lfdiOf, sfdiOf } from '../../domain/lfdi.ts'
import { parseInput } from '../../domain/parse-input.ts'
import { isPin } from '../../domain/pin.ts'
import { Problem } from '../../domain/problem.ts'
import type { NewRegistration } from '../registrations.ts'

const deviceInput = z
  .strictObject({
    lfdi: z
      .string()
      .regex(/^[0-9a-fA-F]{40}$/, 'must be 40 hex digits')
      .optional(),
    certificate: z.string().max(20_000).describe('PEM; in place of lfdi').optional(),
    sfdi: z
      .string()
      .regex(/^\d{1,12}$/, 'must be a decimal number of up to 12 digits')
      .describe('Only compared with the LFDI: two devices may share one')
      .optional(),
    pin: z
      .string()
      .regex(/^\d{6}$/, 'must be six digits')
      .refine((pin) => isPin(Number(pin)), 'its check digit is wrong')
      .describe('Five digits and their check digit, as on the label')
      .optional(),
    client_type: z.enum(clientTypes).optional(),
  })
  .refine(({ lfdi, certificate }) => (lfdi === undefined) !== (certificate === undefined), 'give either lfdi or certificate')

/** A device as the operator registers it. @throws Problem invalid_input */
export function readDevice(body: unknown): NewRegistration {
  const { lfdi, certificate, sfdi, pin, client_type } = parseInput(deviceInput, body)
  const named = certificate === undefined ? { lfdi: (lfdi ?? '').toUpperCase() } : ofCertificate(certificate)
  if (sfdi !== undefined && BigInt(sfdi) !== sfdiOf(named.lfdi)) {
    throw new Problem('invalid_input', { field: 'sfdi', detail: `does not belong to the LFDI, whose SFDI is ${sfdiOf(named.lfdi)}` })
  }
  return { ...named, pin: pin === undefined ? undefined : Number(pin), client_type, registered_by: 'operator' }
}

function ofCertificate(pem: string): { lfdi: string; key_id: string } {
  let der: Buffer
  try {
    der = new X509Certificate(pem).raw
  } catch (cause) {
    throw new Problem('invalid_input', { field: 'certificate', detail: 'is no certificate in PEM', cause })
  }
  return { lfdi: lfdiOf(der), key_id: keyIdOfCertificate(der) }
}
