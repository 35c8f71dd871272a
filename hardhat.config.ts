import { createRequire } from 'node:module'
import hardhatToolboxMochaEthers from '@nomicfoundation/hardhat-toolbox-mocha-ethers'
import { defineConfig } from 'hardhat/config'
import { compiler } from './src/chain/compiler.ts'

const require = createRequire(import.meta.url)

export default defineConfig({
  plugins: [hardhatToolboxMochaEthers],
  solidity: {
    version: compiler.version,
    // the compiler of npm: nothing is downloaded
    path: require.resolve('solc/soljson.js'),
    settings: compiler.settings,
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
