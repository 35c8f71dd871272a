import { z } from 'zod'

const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'must be 0x and 40 hex digits')
  .transform((value) => value.toLowerCase())

/** Far above any block, and below the time of any block: Besu tells a block from a time by that. */
const lastBlock = 1_000_000_000

/**
 * One entry of a genesis file's `transitions.qbft`: from `block` on, another contract names the validators. Besu's other mode, a list in the block
 * headers, is not taken: where forks come by time, Besu (26.9) checks headers by their time and chooses validators by the block, and a node that
 * synchronises from the beginning refuses the block at which the two differ.
 */
export const transition = z.strictObject({
  block: z.number().int().min(1).max(lastBlock),
  validatorselectionmode: z.literal('contract'),
  validatorcontractaddress: address,
})
export type Transition = z.output<typeof transition>

/** Later entries come later in the chain. */
export const transitionList = z
  .array(transition)
  .refine((list) => list.every(({ block }, index) => index === 0 || block > (list[index - 1]?.block ?? 0)), 'blocks must rise')
