import { z } from 'zod'

const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'must be 0x and 40 hex digits')
  .transform((value) => value.toLowerCase())
const block = z.number().int().min(1)

/** One entry of a genesis file's `transitions.qbft`: from `block` on, the validators are a list, or what a contract says. */
export const transition = z.discriminatedUnion('validatorselectionmode', [
  z.strictObject({ block, validatorselectionmode: z.literal('blockheader'), validators: z.array(address).min(1) }),
  z.strictObject({ block, validatorselectionmode: z.literal('contract'), validatorcontractaddress: address }),
])
export type Transition = z.output<typeof transition>

/** Later entries come later in the chain. */
export const transitionList = z
  .array(transition)
  .refine((list) => list.every(({ block }, index) => index === 0 || block > (list[index - 1]?.block ?? 0)), 'blocks must rise')
