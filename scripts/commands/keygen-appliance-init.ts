import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings'
import { join, resolve } from 'node:path'
import { entropySources, type EntropySource } from '../../src/domain/enumerations.ts'
import { Problem } from '../../src/domain/problem.ts'
import { applianceFiles, checkEntropy, reportedEntropy, type Entropy } from '../../src/keygen/appliance/configuration.ts'
import { initAppliance, type Wanted } from '../../src/keygen/appliance/init-appliance.ts'
import { createOutput } from '../output.ts'
import { passwordFrom } from '../password.ts'

function bits(text: string): number {
  const value = Number(text)
  if (!/^\d+(\.\d+)?$/.test(text) || value <= 0 || value > 8) throw new InvalidArgumentError('It must be a number above 0, at most 8.')
  return value
}

export const applianceInit = new Command('init')
  .description('makes an appliance: the key that signs its manifests, and the public key that connected machines pin')
  .argument('<dir>', 'a new folder')
  .option('--noise-source <file>', 'a raw noise source, an octet a sample, to draw keys from together with the operating system')
  .option('--noise-min-entropy <bits>', 'min-entropy of a sample of 8 bits, from the assessment of the source', bits)
  .addOption(new Option('--entropy-source <name>', 'what keys are drawn from, as the manifests report it').choices(entropySources))
  .option('--entropy-certificate <number>', 'certificate of a validated source')
  .option('--pkcs11-module <file>', 'keep the signing key in a PKCS#11 token: its library')
  .option('--pkcs11-token <label>', 'label of the token')
  .option('--password-file <file>', 'password of the signing key or PIN of the token, in the first line (DERKEY_PASSWORD_FILE)')
  .action(async (dir, options, command) => {
    const output = createOutput((command.optsWithGlobals() as { json?: boolean }).json === true)
    const keep = keepOf(options)
    const wanted = { keep, entropy: entropyOf(options, keep.kind === 'pkcs11') }
    const { appliance_id, entropy } = await initAppliance(dir, wanted, passwordFrom(options.passwordFile))
    const publicKey = join(dir, applianceFiles.publicKey)
    const { source } = reportedEntropy(entropy, keep.kind === 'pkcs11' && entropy.noise === null)
    output.answer({ appliance_id, public_key: publicKey, entropy_source: source }, [
      `appliance ${appliance_id}`,
      `public key ${publicKey}: carry it to the machines that register, and compare the id above there (\`derkey key id\`)`,
      `entropy source ${source}`,
    ])
  })

type Options = {
  noiseSource?: string
  noiseMinEntropy?: number
  entropySource?: EntropySource
  entropyCertificate?: string
  pkcs11Module?: string
  pkcs11Token?: string
}

function keepOf({ pkcs11Module, pkcs11Token }: Options): Wanted['keep'] {
  if (pkcs11Module === undefined && pkcs11Token === undefined) return { kind: 'file' }
  if (pkcs11Module === undefined || pkcs11Token === undefined) {
    throw new Problem('invalid_input', { field: 'pkcs11-token', detail: 'give --pkcs11-module and --pkcs11-token, both' })
  }
  return { kind: 'pkcs11', module: pkcs11Module, token: pkcs11Token }
}

/** @throws Problem entropy_claim, invalid_input */
function entropyOf({ noiseSource, noiseMinEntropy, entropySource, entropyCertificate }: Options, hasToken: boolean): Entropy {
  if ((noiseSource === undefined) !== (noiseMinEntropy === undefined)) {
    throw new Problem('invalid_input', { field: 'noise-source', detail: 'give --noise-source and --noise-min-entropy, both' })
  }
  const noise =
    noiseSource === undefined || noiseMinEntropy === undefined ? null : { file: resolve(noiseSource), min_entropy: noiseMinEntropy }
  const entropy = { declared: entropySource ?? null, certificate: entropyCertificate ?? null, noise }
  checkEntropy(entropy, hasToken)
  return entropy
}
