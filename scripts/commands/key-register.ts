import { registerKeys } from '../../src/chain/register-keys.ts'
import type { Registered } from '../../src/chain/register-keys.ts'
import { recordIdField } from '../../src/domain/fields.ts'
import { Problem } from '../../src/domain/problem.ts'
import { manifestAt, readManifest } from '../keygen/read-manifest.ts'
import { registerManifest } from '../keygen/register-manifest.ts'
import { parseArgument } from '../parse-argument.ts'
import { startProgress } from '../progress.ts'
import { readKeyFile, type KeyInFile } from '../read-key-files.ts'
import { acting, outputOf, writer, type Acting } from '../registry-command.ts'

/** `derkey key register` */
export const keyRegister = writer(
  'register',
  'registers keys under a process, thousands at a time; run again, it goes on, or changes nothing',
)
  .argument(
    '<file>',
    'CSR, PEM bundle, CSV list or folder of them; or the manifest of a key generation appliance, or the folder of its batch',
  )
  .option('--process <process-id>', 'the process that made and keeps them; a manifest names its own')
  .option('--lot <lot-id>', 'a lot of the same process; without it one is opened')
  .option('--without-proof', 'take keys also without proof of possession (CSR), on the word of who hands them in', false)
  .option('--appliance <file>', 'of a manifest: public key of the appliance that is trusted')
  .option('--recipient <file-or-folder>', 'of a manifest: certificates that its keys may be wrapped for, and no others')
  .option('--seen <file>', 'of a manifest: record of those seen so far (by default JOURNAL.manifests)')
  .action(async (file, options, command) => {
    const output = outputOf(command)
    const lotId = options.lot === undefined ? undefined : parseArgument('lot', recordIdField, options.lot)
    const processId = options.process === undefined ? undefined : parseArgument('process', recordIdField, options.process)
    const manifest = manifestAt(file)
    if (manifest !== undefined) {
      const verified = readManifest(manifest, { ...options, process: processId })
      const result = await acting(options, (acting) =>
        registerManifest(acting, { verified, seen: options.seen ?? `${acting.journalFile}.manifests`, lotId }),
      )
      output.answer(result, `manifest ${result.counter} of ${result.appliance_id}: ${wordsOf(result)}`)
      return
    }
    if (processId === undefined) throw new Problem('invalid_input', { field: 'process', detail: 'say under which process' })
    const keys = readKeyFile(file)
    if (!options.withoutProof) requireProof(keys)
    const result = await acting(options, (acting) => registerFound(acting, keys, processId, lotId))
    output.answer(result, wordsOf(result))
  })

async function registerFound({ registry, sender }: Acting, keys: readonly KeyInFile[], processId: string, lotId: string | undefined) {
  const progress = startProgress(keys.length, 'keys')
  try {
    const keyIds = keys.map(({ key_id }) => key_id)
    return await registerKeys(registry, sender, { processId, lotId, keyIds, onProgress: (done) => progress.update(done) })
  } finally {
    progress.stop()
  }
}

function wordsOf({ registered, already_registered, process_id, lot_id }: Registered): string {
  const where = lot_id === null ? '' : ` in lot ${lot_id}`
  const before = already_registered === 0 ? '' : `; ${already_registered} stood there already`
  return `${registered} ${registered === 1 ? 'key' : 'keys'} registered under process ${process_id}${where}${before}`
}

/** @throws Problem `proof_missing` that names the first key without one */
function requireProof(keys: readonly KeyInFile[]): void {
  const without = keys.filter(({ proof_of_possession }) => !proof_of_possession)
  const [first] = without
  if (first === undefined) return
  const where = first.position === '' ? first.file : `${first.file}, ${first.position}`
  const detail = `${without.length} of ${keys.length} keys come without a certificate signing request, the first is ${first.key_id} (${where}); with --without-proof they are taken on your word`
  throw new Problem('proof_missing', { detail })
}
