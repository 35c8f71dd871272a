import { Command, InvalidArgumentError } from '@commander-js/extra-typings'
import { join } from 'node:path'
import { caFiles, defaultExtensionOid, hierarchies, issuedPolicies } from '../../src/ca/ca-configuration.ts'
import type { CaConfiguration } from '../../src/ca/ca-configuration.ts'
import { describeCertificate } from '../../src/ca/describe-certificate.ts'
import { initCa } from '../../src/ca/init-ca.ts'
import { Problem } from '../../src/domain/problem.ts'
import { createOutput } from '../output.ts'
import { passwordFrom } from '../password.ts'

type PolicyName = (typeof issuedPolicies)[number]

function policyNames(text: string): PolicyName[] {
  const names = text.split(',').map((name) => name.trim())
  const wrong = names.find((name) => !issuedPolicies.some((each) => each === name))
  if (wrong !== undefined) throw new InvalidArgumentError(`${wrong} is none of ${issuedPolicies.join(', ')}.`)
  return names as PolicyName[]
}

export const caInit = new Command('init')
  .description(
    'makes a root (SERCA) and an issuing CA (MICA) as IEEE 2030.5 has them; overwrites nothing, and goes on where it was interrupted',
  )
  .requiredOption('--dir <dir>', 'a new folder for its certificates, keys and ledger')
  .requiredOption('--organization <name>', 'organization in the certificates')
  .option('--country <code>', 'country in the certificates, ISO 3166-1')
  .option('--mca', 'a manufacturer CA (MCA) between the two')
  .option('--device-policies <names>', `policies of the device certificates, of ${issuedPolicies.join(', ')}`, policyNames, [
    'generic_device',
    'test',
  ] as PolicyName[])
  .option('--extension-oid <oid>', 'object identifier of the registry extension', defaultExtensionOid)
  .option('--assessed-properties', 'show in certificates what was assessed (TLS 1.2 shows certificates to everybody on the wire)', false)
  .option('--pkcs11-module <file>', 'keep the keys in a PKCS#11 token: its library')
  .option('--pkcs11-token <label>', 'label of the token')
  .option('--password-file <file>', 'password of the keys or PIN of the token, in the first line (DERKEY_PASSWORD_FILE)')
  .action(async (options, command) => {
    const output = createOutput((command.optsWithGlobals() as { json?: boolean }).json === true)
    const configuration: CaConfiguration = {
      organization: options.organization,
      ...(options.country === undefined ? {} : { country: options.country }),
      hierarchy: options.mca === true ? 'three' : 'two',
      keys: keysOf(options),
      device_policies: options.devicePolicies,
      extension_oid: options.extensionOid,
      assessed_properties: options.assessedProperties,
    }
    const { certificates } = await initCa(options.dir, configuration, passwordFrom(options.passwordFile), Date.now() / 1000)
    const rows = certificates.map((der, index) => {
      const name = hierarchies[configuration.hierarchy][index] as string
      const { subject, serial, key_id } = describeCertificate(der)
      return { name, file: join(options.dir, caFiles.certificate(name)), subject, serial, key_id }
    })
    const [pem, p7b] = [join(options.dir, caFiles.chainPem), join(options.dir, caFiles.chainDer)]
    output.answer({ dir: options.dir, certificates: rows, chain_pem: pem, chain_der: p7b }, [
      ...rows.map(({ name, file, subject }) => `${name.padEnd(6)} ${subject}  ${file}`),
      `chain  ${pem}, ${p7b}`,
    ])
  })

function keysOf({
  pkcs11Module,
  pkcs11Token,
  organization,
}: {
  pkcs11Module?: string
  pkcs11Token?: string
  organization: string
}): CaConfiguration['keys'] {
  if (pkcs11Module === undefined && pkcs11Token === undefined) return { kind: 'files' }
  if (pkcs11Module === undefined || pkcs11Token === undefined) {
    throw new Problem('invalid_input', { field: 'pkcs11-token', detail: 'give --pkcs11-module and --pkcs11-token, both' })
  }
  return { kind: 'pkcs11', module: pkcs11Module, token: pkcs11Token, label: organization }
}
