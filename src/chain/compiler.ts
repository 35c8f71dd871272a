/** How the contracts are compiled; hardhat.config.ts takes it from here, and the deployment file says it. */
export const compiler = {
  version: '0.8.37',
  settings: { evmVersion: 'cancun', optimizer: { enabled: true, runs: 1000 } },
} as const
