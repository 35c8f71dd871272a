import { Command } from '@commander-js/extra-typings'
import { writeFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Problem } from '../../src/domain/problem.ts'
import { reportedEntropy } from '../../src/keygen/appliance/configuration.ts'
import { manifestFile, signatureFile } from '../../src/keygen/appliance/make-batch.ts'
import { openAppliance } from '../../src/keygen/appliance/open-appliance.ts'
import { finishEarlierBatch } from '../keygen/finish-earlier-batch.ts'
import { createOutput } from '../output.ts'
import { passwordFrom } from '../password.ts'
import { applianceInit } from './keygen-appliance-init.ts'
import { applianceMake } from './keygen-appliance-make.ts'

const passwordFile = [
  '--password-file <file>',
  'password of the signing key or PIN of the token, in the first line (DERKEY_PASSWORD_FILE)',
] as const
const outputOf = (command: { optsWithGlobals(): object }) => createOutput((command.optsWithGlobals() as { json?: boolean }).json === true)

const show = new Command('show')
  .description('what an appliance is, and the batches that it made; one that was interrupted is finished first')
  .argument('<dir>', 'folder of the appliance')
  .option(...passwordFile)
  .action(async (dir, options, command) => {
    const appliance = await openAppliance(dir, passwordFrom(options.passwordFile))
    try {
      finishEarlierBatch(appliance, outputOf(command))
      const batches = appliance.ledger.batches()
      const { appliance_id, signing_key, entropy } = appliance.configuration
      const { source } = reportedEntropy(entropy, signing_key.kind === 'pkcs11' && entropy.noise === null)
      outputOf(command).answer({ appliance_id, signing_key, entropy, batches }, [
        `appliance ${appliance_id}`,
        `signing key in ${signing_key.kind === 'file' ? 'a file' : `the token ${signing_key.token}`}, entropy source ${source}`,
        ...batches.map(
          ({ counter, keys, process_id, made_at, state, folder }) =>
            `${counter}  ${keys} keys of process ${process_id}, ${made_at}, ${state}, ${folder}`,
        ),
      ])
    } finally {
      appliance.close()
    }
  })

const manifest = new Command('manifest')
  .description('gives the manifest of a batch out again, for one that was lost')
  .argument('<dir>', 'folder of the appliance')
  .argument('<counter>', 'number of the batch')
  .requiredOption('--out <folder>', 'where it is written')
  .option(...passwordFile)
  .action(async (dir, counter, options, command) => {
    const appliance = await openAppliance(dir, passwordFrom(options.passwordFile))
    try {
      const batch = /^[1-9]\d{0,14}$/.test(counter) ? appliance.ledger.find(Number(counter)) : undefined
      if (batch === undefined) throw new Problem('batch_unknown', { field: 'counter', detail: `there is no batch ${counter}` })
      const files = { manifest: join(options.out, manifestFile), signature: join(options.out, signatureFile) }
      try {
        mkdirSync(options.out, { recursive: true })
        writeFileSync(files.manifest, batch.manifest, { flag: 'wx' })
        writeFileSync(files.signature, batch.signature, { flag: 'wx' })
      } catch (cause) {
        throw new Problem('file_unwritable', { field: options.out, detail: (cause as Error).message, cause })
      }
      outputOf(command).answer({ counter: batch.counter, sha256: batch.sha256, ...files }, `manifest ${batch.counter}: ${files.manifest}`)
    } finally {
      appliance.close()
    }
  })

export const keygenAppliance = new Command('appliance').description(
  'an offline machine that makes keys, each wrapped for its device or line, and signs a manifest of every batch',
)

for (const command of [applianceInit, applianceMake, show, manifest]) keygenAppliance.addCommand(command)
