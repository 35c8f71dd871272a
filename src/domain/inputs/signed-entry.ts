import { z } from 'zod'
import { segmentField } from '../consortium.ts'
import { enodeField } from '../enode.ts'
import { countryField, digestField, entityIdField, type Hex } from '../fields.ts'

/** A consensus node's entry with the signature of its own key, as the operator hands it in for the motion that vets it. */
export const signedEntryInput = z
  .strictObject({
    account: entityIdField.describe('The node’s account'),
    chain_id: z.number().int().positive(),
    validator_set: entityIdField.describe('Address of the ValidatorSet'),
    nonce: z.string().regex(/^\d{1,20}$/, 'must be a decimal number'),
    entry: z.strictObject({
      enode: enodeField,
      operator_account: entityIdField,
      operator_id: entityIdField,
      group: digestField.transform((value) => value as Hex).describe('keccak-256 of the rlid of the operator’s ultimate parent'),
      control_country: countryField,
      hosting_country: countryField,
      segment: segmentField,
    }),
    signature: z.string().regex(/^0x[0-9a-f]{130}$/, 'must be 65 bytes in lower-case hex'),
  })
  .meta({ id: 'SignedNodeEntry' })
export type SignedEntry = z.output<typeof signedEntryInput>
