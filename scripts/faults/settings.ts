/** What `npm run test:faults` was told; its tests read it when they run. */
export const settings = { seed: 1, kills: 100 }
