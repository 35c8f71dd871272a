import { Command } from '@commander-js/extra-typings'
import { indexFollow } from './index-follow.ts'
import { indexRestore } from './index-restore.ts'
import { indexShow } from './index-show.ts'
import { indexSnapshot } from './index-snapshot.ts'
import { indexVerify } from './index-verify.ts'

/** `derkey index` */
export const index = new Command('index')
  .description("the registry's records in one file, kept at the head of the chain, with their whole history")
  .addCommand(indexFollow)
  .addCommand(indexShow)
  .addCommand(indexVerify)
  .addCommand(indexSnapshot)
  .addCommand(indexRestore)
