import { Command, InvalidArgumentError } from '@commander-js/extra-typings'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { recordIdField } from '../../src/domain/fields.ts'
import { Problem } from '../../src/domain/problem.ts'
import { reportedEntropy } from '../../src/keygen/appliance/configuration.ts'
import { makeBatch, manifestFile, type BatchOrder } from '../../src/keygen/appliance/make-batch.ts'
import { openAppliance } from '../../src/keygen/appliance/open-appliance.ts'
import { mostKeys } from '../../src/keygen/manifest/key-manifest.ts'
import { asNamed } from '../as-named.ts'
import { finishEarlierBatch } from '../keygen/finish-earlier-batch.ts'
import { activeSwap, forbidCoreDumps } from '../keygen/forbid-core-dumps.ts'
import { planKeys } from '../keygen/plan-keys.ts'
import { createOutput } from '../output.ts'
import { parseArgument } from '../parse-argument.ts'
import { passwordFrom } from '../password.ts'
import { startProgress } from '../progress.ts'

function howMany(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text) || Number(text) > mostKeys) throw new InvalidArgumentError(`It must be a number from 1 to ${mostKeys}.`)
  return Number(text)
}

export const applianceMake = new Command('make')
  .description('makes keys on P-256, each wrapped for its device or line (CMS AuthEnvelopedData), and signs a manifest of them')
  .argument('<dir>', 'folder of the appliance')
  .requiredOption('--process <process-id>', 'the process that the keys will be registered under')
  .requiredOption('--out <folder>', 'where the folder of the batch is made, such as the medium that carries it away')
  .option('--count <number>', 'how many keys', howMany)
  .option('--recipient <file-or-folder>', 'certificate of the line, or a folder with one of each device: a key each')
  .option('--token', "the keys stay in the appliance's PKCS#11 token; nothing is wrapped", false)
  .option('--csr', 'a certificate signing request for each key', false)
  .option('--password-file <file>', 'password of the signing key or PIN of the token, in the first line (DERKEY_PASSWORD_FILE)')
  .action(async (dir, options, command) => {
    const output = createOutput((command.optsWithGlobals() as { json?: boolean }).json === true)
    const password = passwordFrom(options.passwordFile)
    const processId = parseArgument('process', recordIdField, options.process)
    const now = Date.now()
    const keys = keysOf(options, now)
    forbidCoreDumps()
    const swap = activeSwap()
    if (swap.length > 0)
      output.note(`note: memory may be swapped to ${swap.join(', ')}; turn it off (swapoff -a) on a machine that makes keys`)
    mkdirSync(options.out, { recursive: true })
    const appliance = await openAppliance(dir, password)
    const count = 'inToken' in keys ? keys.inToken : keys.length
    const progress = startProgress(count, 'keys')
    try {
      finishEarlierBatch(appliance, output)
      const batch = makeBatch(appliance, { processId, keys, out: options.out, now, onProgress: (made) => progress.update(made) })
      progress.stop()
      const { appliance_id, entropy } = appliance.configuration
      const { source } = reportedEntropy(entropy, options.token)
      const { counter, sha256 } = batch
      // as the folder was named; the ledger keeps it whole
      const folder = asNamed(batch.folder, options.out)
      const manifest = join(folder, manifestFile)
      output.answer(
        { appliance_id, counter, manifest, sha256, folder, keys: count, process_id: processId, entropy_source: source },
        `batch ${counter}: ${count} ${count === 1 ? 'key' : 'keys'} for process ${processId}, ${options.token ? 'in the token' : 'wrapped'}, entropy source ${source}: ${manifest}`,
      )
    } finally {
      progress.stop()
      appliance.close()
    }
  })

type Options = { token: boolean; csr: boolean; count?: number; recipient?: string }

/** @throws Problem invalid_input, recipient_unfit */
function keysOf({ token, csr, count, recipient }: Options, now: number): BatchOrder['keys'] {
  if (token === (recipient !== undefined)) {
    throw new Problem('invalid_input', {
      field: 'recipient',
      detail: 'give --recipient to have keys wrapped, or --token to leave them there',
    })
  }
  if (recipient !== undefined) return planKeys({ recipient, count, csr, now })
  if (count === undefined) throw new Problem('invalid_input', { field: 'count', detail: 'say how many keys' })
  return { inToken: count, csr }
}
