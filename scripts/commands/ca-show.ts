import { Command } from '@commander-js/extra-typings'
import { defaultExtensionOid } from '../../src/ca/ca-configuration.ts'
import { describeCertificate } from '../../src/ca/describe-certificate.ts'
import type { CertificateDescription } from '../../src/ca/describe-certificate.ts'
import { certificateIn } from '../../src/ca/read-certificate.ts'
import { createOutput } from '../output.ts'
import { readInputFile } from '../read-input-file.ts'

export const caShow = new Command('show')
  .description('prints a certificate, its registry extension in words')
  .argument('<file>', 'certificate, PEM (the first one in it) or DER')
  .option('--extension-oid <oid>', 'object identifier of the registry extension', defaultExtensionOid)
  .action((file, { extensionOid }, command) => {
    const output = createOutput((command.optsWithGlobals() as { json?: boolean }).json === true)
    const description = describeCertificate(certificateIn(readInputFile(file)), extensionOid)
    output.answer(description, linesOf(description))
  })

function linesOf(certificate: CertificateDescription): string[] {
  const line = (name: string, value: string | null) => `${name.padEnd(18)} ${value === null || value === '' ? '-' : value}`
  return [
    line('subject', certificate.subject),
    line('issuer', certificate.issuer),
    line('serial', certificate.serial),
    line('valid', `${certificate.not_before} to ${certificate.not_after}`),
    line('key id', certificate.key_id),
    line('LFDI', certificate.lfdi),
    line('SFDI', certificate.sfdi),
    line('hwType', certificate.hw_type),
    line('hwSerialNum', certificate.hw_serial),
    line('policies', certificate.policies.join(', ')),
    ...referenceLines(certificate),
  ]
}

function referenceLines({ registry_reference: reference, reference_matches_key }: CertificateDescription): string[] {
  if (reference === null) return ['It has no registry extension: ask the registry by the key id.']
  const { registry, block, process, assessed } = reference
  return [
    `When it was issued, the registry ${registry} was asked as of block ${block}.`,
    process === undefined
      ? 'The key was not registered there.'
      : `The key was made under process ${process.process_id}; key generation was assessed in assessment ${process.key_generation_id}, key protection in assessment ${process.key_protection_id}.`,
    ...(assessed === undefined
      ? []
      : ['Assessed as of that block:', ...Object.entries(assessed).map(([name, value]) => `  ${name.padEnd(24)} ${value ?? 'not given'}`)]),
    reference_matches_key === true
      ? 'It speaks of the key of this certificate. It grants nothing: ask the registry for the status of today.'
      : 'REFUSE IT: the extension speaks of another key than that of this certificate.',
  ]
}
