import { createRequire } from 'node:module'
import hardhatToolboxMochaEthers from '@nomicfoundation/hardhat-toolbox-mocha-ethers'
import { defineConfig } from 'hardhat/config'

const require = createRequire(import.meta.url)

export default defineConfig({
  plugins: [hardhatToolboxMochaEthers],
  solidity: {
    version: '0.8.37',
    // the compiler of npm: nothing is downloaded
    path: require.resolve('solc/soljson.js'),
    settings: { evmVersion: 'cancun', optimizer: { enabled: true, runs: 1000 } },
  },
  networks: {
    default: {
      type: 'edr-simulated',
      chainType: 'l1',
      hardfork: 'cancun',
      initialBaseFeePerGas: 0,
      blockGasLimit: 100_000_000,
    },
  },
  paths: { tests: { mocha: './test/contracts', solidity: './test/contracts' } },
  typechain: { outDir: './types', tsNocheck: true },
})
