import { Command } from '@commander-js/extra-typings'
import { networkInit } from './network-init.ts'

export const network = new Command('network')
  .description('the QBFT network: its files, whether they are right, and how to go on when its quorum is lost')
  .addCommand(networkInit)
