import { registerKeys } from '../../src/chain/register-keys.ts'
import { recordIdField } from '../../src/domain/fields.ts'
import { Problem } from '../../src/domain/problem.ts'
import { parseArgument } from '../parse-argument.ts'
import { startProgress } from '../progress.ts'
import { readKeyFile, type KeyInFile } from '../read-key-files.ts'
import { acting, outputOf, writer } from '../registry-command.ts'

/** `derkey key register` */
export const keyRegister = writer(
  'register',
  'registers keys under a process, thousands at a time; run again, it goes on, or changes nothing',
)
  .argument('<file>', 'CSR, PEM bundle, CSV list or folder of them')
  .requiredOption('--process <process-id>', 'the process that made and keeps them')
  .option('--lot <lot-id>', 'a lot of the same process; without it one is opened')
  .option('--without-proof', 'take keys also without proof of possession (CSR), on the word of who hands them in', false)
  .action((file, options, command) =>
    acting(options, async ({ registry, sender }) => {
      const keys = readKeyFile(file)
      if (!options.withoutProof) requireProof(keys)
      const processId = parseArgument('process', recordIdField, options.process)
      const lotId = options.lot === undefined ? undefined : parseArgument('lot', recordIdField, options.lot)
      const progress = startProgress(keys.length, 'keys')
      try {
        const keyIds = keys.map(({ key_id }) => key_id)
        const result = await registerKeys(registry, sender, { processId, lotId, keyIds, onProgress: (done) => progress.update(done) })
        progress.stop()
        const where = result.lot_id === null ? '' : ` in lot ${result.lot_id}`
        const before = result.already_registered === 0 ? '' : `; ${result.already_registered} stood there already`
        outputOf(command).answer(
          result,
          `${result.registered} ${result.registered === 1 ? 'key' : 'keys'} registered under process ${processId}${where}${before}`,
        )
      } finally {
        progress.stop()
      }
    }),
  )

/** @throws Problem `proof_missing` that names the first key without one */
function requireProof(keys: readonly KeyInFile[]): void {
  const without = keys.filter(({ proof_of_possession }) => !proof_of_possession)
  const [first] = without
  if (first === undefined) return
  const where = first.position === '' ? first.file : `${first.file}, ${first.position}`
  const detail = `${without.length} of ${keys.length} keys come without a certificate signing request, the first is ${first.key_id} (${where}); with --without-proof they are taken on your word`
  throw new Problem('proof_missing', { detail })
}
