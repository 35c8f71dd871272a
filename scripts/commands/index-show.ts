import { Command } from '@commander-js/extra-typings'
import { statSync } from 'node:fs'
import { toTime } from '../../src/domain/fields.ts'
import { Problem } from '../../src/domain/problem.ts'
import { openIndexReader } from '../../src/oracle/index/open-index.ts'
import { deploymentOption, linesOf, outputOf } from '../registry-command.ts'
import { ageOf, deploymentOf, indexOption } from './index-options.ts'

/** `derkey index show` */
export const indexShow = new Command('show')
  .description('how far an index is, when it was last seen at the head of the chain, and what is in it')
  .addOption(indexOption)
  .addOption(deploymentOption)
  .action(({ index: file, ...options }, command) => {
    const output = outputOf(command)
    const reader = openIndexReader(file, deploymentOf(options))
    try {
      const position = reader.position()
      if (position === undefined) throw new Problem('index_empty', { detail: `nothing stands in ${file} yet` })
      const { block, hash, time, head, confirmed_at, rollbacks, keys } = position
      const shown = {
        registry: reader.registry,
        block,
        hash,
        time: toTime(time),
        head,
        confirmed_at: confirmed_at === 0 ? null : new Date(confirmed_at).toISOString(),
        age_seconds: ageOf(position),
        rollbacks,
        keys,
        lots: reader.count('lot'),
        processes: reader.count('process'),
        assessments: reader.count('assessment'),
        entities: reader.count('entity'),
        size_bytes: statSync(file).size,
      }
      output.answer(shown, linesOf(shown))
    } finally {
      reader.close()
    }
  })
