import { Command, Option } from '@commander-js/extra-typings'
import { readBlock } from '../../src/chain/reads/block.ts'
import { readDocument } from '../../src/chain/reads/document.ts'
import { readDocuments } from '../../src/chain/reads/lists.ts'
import { documentKinds } from '../../src/domain/enumerations.ts'
import { digestField } from '../../src/domain/fields.ts'
import { Problem } from '../../src/domain/problem.ts'
import { hashFile } from '../hash-file.ts'
import { parseArgument } from '../parse-argument.ts'
import { printable } from '../printable.ts'
import { found, linesOf, openRegistryOf, outputOf, reader } from '../registry-command.ts'

const list = reader('list', 'lists the documents, withdrawn ones too')
  .addOption(new Option('--kind <kind>', 'only of this kind').choices(documentKinds))
  .option('--applying', 'only those that were not withdrawn')
  .action(async ({ kind, applying, ...options }, command) => {
    const registry = await openRegistryOf(options)
    const { block } = await readBlock(registry.client)
    const records = (await readDocuments(registry, block)).filter(
      (record) => (kind === undefined || record.kind === kind) && (applying !== true || record.withdrawn_at === null),
    )
    outputOf(command).list(records, ['kind', 'title', 'version', 'sha256', 'registered_at', 'withdrawn_at'])
  })

const show = reader('show', 'shows a document')
  .argument('<sha256>', 'SHA-256 of its file: 0x and 64 hex digits')
  .action(async (text, options, command) => {
    const sha256 = parseArgument('sha256', digestField, text)
    const record = found(await readDocument(await openRegistryOf(options), sha256), 'document_unknown', sha256)
    outputOf(command).answer(record, linesOf(record))
  })

const verify = reader('verify', 'says which document of the Governing Body a file is, and whether it applies')
  .argument('<file>', 'the file')
  .action(async (file, options, command) => {
    const sha256 = await hashFile(file)
    const record = await readDocument(await openRegistryOf(options), sha256)
    if (record === undefined) throw new Problem('document_unknown', { field: file, detail: `its SHA-256 is ${sha256}` })
    const { kind, title, version, withdrawn_at } = record
    const state = withdrawn_at === null ? 'applies' : `withdrawn since ${withdrawn_at}`
    outputOf(command).answer(record, `${file}: ${printable(title)}, version ${printable(version)} (${kind}), ${state}`)
  })

export const document = new Command('document').description("the Governing Body's documents; a motion registers and withdraws them")
for (const verb of [list, show, verify]) document.addCommand(verb)
