/**
 * What Besu 26.9 did with every node, and whoever sent, on one machine with two cores: keys a second over a minute, 500 a transaction, signed beforehand.
 * Measured once, in November 2026; `npm run test:network -- --drill registration` measures the third row again.
 */
export const besuThroughput = [
  { validators: 4, period: 1, storage: 'FOREST', keys: '2,060 to 2,330', interval: '1.5 to 1.9 s' },
  { validators: 4, period: 2, storage: 'FOREST', keys: '1,929, bound by a gas limit of 100M', interval: '2.0 s' },
  { validators: 7, period: 2, storage: 'FOREST', keys: '1,152', interval: '3.1 s' },
  { validators: 4, period: 2, storage: 'BONSAI', keys: '564 to 798', interval: '4.4 to 6.0 s' },
] as const

/** The least of them on FOREST, for seven validators that share two cores. */
export const besuKeysASecond = 1152

/** A data folder on FOREST after that: everything in it. */
export const besuDisk = { keys: 136_000, bytes: 254e6, keysABlock: 4000 } as const

/** GB a node took under load on FOREST, its heap limited to 1 GB. */
export const besuMemory = { idle: '0.3', load: '0.4 to 0.9' } as const

/** Of a round in which the proposer is silent: `requesttimeoutseconds` of `derkey network init`, doubled each round. */
export const requestTimeoutSeconds = 4
