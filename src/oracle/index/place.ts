/** Logs of one block: more than fit into one. */
const logsPerBlock = 2 ** 20

/** The place of an event in the chain's order. */
export const seqOf = (block: number, logIndex: number): number => block * logsPerBlock + logIndex

/** What stood when the block was over lies at or before it. */
export const endOf = (block: number): number => (block + 1) * logsPerBlock - 1

export const blockOf = (seq: number): number => Math.floor(seq / logsPerBlock)

export const logIndexOf = (seq: number): number => seq % logsPerBlock
