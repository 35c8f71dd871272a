import { Command } from '@commander-js/extra-typings'
import { networkCheck } from './network-check.ts'
import { networkInit } from './network-init.ts'
import { networkCreateList, networkRecover } from './network-recover.ts'
import { networkPermissions } from './network-permissions.ts'

export const network = new Command('network')
  .description('the QBFT network: its files, whether they are right, and how to go on when its quorum is lost')
  .addCommand(networkInit)
  .addCommand(networkCheck)
  .addCommand(networkPermissions)
  .addCommand(networkRecover)
  .addCommand(networkCreateList)
