import { Command } from '@commander-js/extra-typings'
import { takeSnapshot } from '../../src/oracle/index/snapshot.ts'
import { deploymentOption, linesOf, outputOf } from '../registry-command.ts'
import { deploymentOf, indexOption } from './index-options.ts'

/** `derkey index snapshot` */
export const indexSnapshot = new Command('snapshot')
  .description('copies an index, also while it is followed; its SHA-256 comes to stand beside it, in FILE.sha256')
  .argument('<file>', 'the copy, which must not be there yet')
  .addOption(indexOption)
  .addOption(deploymentOption)
  .action((target, { index, ...options }, command) => {
    const output = outputOf(command)
    const taken = takeSnapshot(index, deploymentOf(options), target)
    output.answer(taken, linesOf(taken))
  })
