import { Command } from '@commander-js/extra-typings'
import { lockIndex } from '../../src/oracle/follower/lock-index.ts'
import { restoreSnapshot } from '../../src/oracle/index/restore.ts'
import { deploymentOption, linesOf, outputOf } from '../registry-command.ts'
import { deploymentOf, indexOption } from './index-options.ts'

/** `derkey index restore` */
export const indexRestore = new Command('restore')
  .description('puts a snapshot in the place of an index, after it was looked through whole; `index follow` goes on from it')
  .argument('<snapshot>', 'what `index snapshot` wrote, with its .sha256 beside it')
  .addOption(indexOption)
  .addOption(deploymentOption)
  .action((snapshot, { index, ...options }, command) => {
    const output = outputOf(command)
    const deployment = deploymentOf(options)
    const lock = lockIndex(index)
    try {
      const restored = restoreSnapshot(snapshot, index, deployment)
      output.answer(restored, linesOf(restored))
    } finally {
      lock.release()
    }
  })
