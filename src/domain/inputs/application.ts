import { z } from 'zod'
import { digestField, timeField } from '../fields.ts'
import { registerEntityInput } from './entity.ts'

/** What a newcomer, who cannot send transactions yet, asks the registrar for: table 9, and what it stands on. */
const application = z.strictObject({
  chain_id: z.number().int().positive(),
  registry: z.string().regex(/^eip155:\d+:0x[0-9a-f]{40}$/, 'must be a registry as CAIP-10 names it: eip155:CHAIN_ID:KEY_REGISTRY'),
  date: timeField,
  evidence: digestField.describe('SHA-256 of the evidence that goes with the application'),
  entity: registerEntityInput,
})
export type Application = z.output<typeof application>

/** The same, signed by the account that is to be the entity's. */
export const signedApplicationInput = application
  .extend({ signature: z.string().regex(/^0x[0-9a-f]{130}$/, 'must be 65 bytes in lower-case hex') })
  .meta({ id: 'EntityApplication' })
export type SignedApplication = z.output<typeof signedApplicationInput>
