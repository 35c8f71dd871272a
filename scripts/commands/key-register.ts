import { recordIdField } from '../../src/domain/fields.ts'
import { Problem } from '../../src/domain/problem.ts'
import { refusedShown, type RefusedKey } from '../../src/chain/register/registration.ts'
import { keepMemoryFlat } from '../flat-memory.ts'
import { manifestAt, readManifest } from '../keygen/read-manifest.ts'
import { registerManifest } from '../keygen/register-manifest.ts'
import { receiptsBeside, registerList, type RegisteredList } from '../keys/register-list.ts'
import { stageKeyFiles } from '../keys/stage-key-files.ts'
import type { Output } from '../output.ts'
import { parseArgument } from '../parse-argument.ts'
import { actingTogether, outputOf, writerTogether } from '../registry-command.ts'

/** `derkey key register` */
export const keyRegister = writerTogether(
  'register',
  'registers keys under a process, any number of them; run again, it goes on where it stopped, or changes nothing',
)
  .argument(
    '<file...>',
    'CSV lists, CSRs, certificates, PEM bundles or folders of them, - for standard input; or the manifest of a key generation appliance, or the folder of its batch',
  )
  .option('--process <process-id>', 'the process that made and keeps them; a manifest names its own')
  .option('--lot <lot-id>', 'a lot of the same process; without it one is opened')
  .option(
    '--receipts <file>',
    'where receipts go, which `derkey key verify` takes; by default FILE.receipts.jsonl, beside the first file; to be given with -',
  )
  .option('--without-proof', 'take keys also without proof of possession (CSR), on the word of who hands them in', false)
  .option('--appliance <file>', 'of a manifest: public key of the appliance that is trusted')
  .option('--recipient <file-or-folder>', 'of a manifest: certificates that its keys may be wrapped for, and no others')
  .option('--seen <file>', 'of a manifest: record of those seen so far (by default JOURNAL.manifests)')
  .action(async (files, options, command) => {
    keepMemoryFlat()
    const output = outputOf(command)
    const lotId = options.lot === undefined ? undefined : parseArgument('lot', recordIdField, options.lot)
    const processId = options.process === undefined ? undefined : parseArgument('process', recordIdField, options.process)
    const receipts = receiptsBeside(files[0] as string, options.receipts)
    const manifest = onlyManifest(files)
    if (manifest !== undefined) {
      const verified = readManifest(manifest, { ...options, process: processId })
      const result = await actingTogether(options, (acting) => {
        const seen = options.seen ?? `${acting.journalFile}.manifests`
        return registerManifest(acting, { verified, seen, lotId, receipts, output })
      })
      answer(output, result, `manifest ${result.counter} of ${result.appliance_id}: `)
      return
    }
    if (processId === undefined) throw new Problem('invalid_input', { field: 'process', detail: 'say under which process' })
    const keys = await stageKeyFiles(files, { proofRequired: !options.withoutProof })
    try {
      const result = await actingTogether(options, (acting) => registerList(acting, { processId, lotId, keys, receipts, output }))
      answer(output, { ...result, listed_again: keys.given - keys.count }, '', ({ position }) => {
        const { source, position: place } = keys.placeOf(position)
        return place === '' ? source : `${source}, ${place}`
      })
    } finally {
      keys.close()
    }
  })

/** The one file, where it is a manifest. @throws Problem `invalid_input` for a manifest among others */
function onlyManifest(files: readonly string[]): string | undefined {
  const manifests = files.filter((file) => file !== '-').flatMap((file) => manifestAt(file) ?? [])
  if (manifests.length === 0) return undefined
  if (files.length === 1) return manifests[0]
  throw new Problem('invalid_input', { field: 'file', detail: `${manifests[0]} is a manifest: register it by itself` })
}

/** `listed_again`: keys that were listed again, and registered once. */
type ListedOnce = RegisteredList & { readonly listed_again?: number }

/** Exit code 1 where the registry refused keys. @param placeOf where a key came from */
function answer(output: Output, result: ListedOnce, before: string, placeOf?: (key: RefusedKey) => string): void {
  const { refused, refused_count, receipts, ...others } = result
  const placed = refused.map((key) => ({ ...key, ...(placeOf !== undefined && { place: placeOf(key) }) }))
  const lines = placed.map(({ key_id, place = '', code, detail }) => {
    const what = detail.includes(key_id) ? detail : `${key_id}: ${detail}`
    return `  ${place === '' ? '' : `${place}: `}${what} (${code})`
  })
  const more = refused_count > refusedShown ? [`  and ${refused_count - refusedShown} more`] : []
  output.answer({ ...others, refused: placed, refused_count, receipts }, [
    `${before}${wordsOf(result)}`,
    `receipts: ${receipts.file}`,
    ...(refused_count > 0 ? [`refused by the registry: ${refused_count}`, ...lines, ...more] : []),
  ])
  if (refused_count > 0) process.exitCode = 1
}

function wordsOf({ registered, already_registered, process_id, lot_id, listed_again = 0 }: ListedOnce): string {
  const where = lot_id === null ? '' : ` in lot ${lot_id}`
  const before = already_registered === 0 ? '' : `; ${already_registered} stood there already`
  const again = listed_again === 0 ? '' : `; ${listed_again} listed again, and passed over`
  return `${registered} ${registered === 1 ? 'key' : 'keys'} registered under process ${process_id}${where}${before}${again}`
}
