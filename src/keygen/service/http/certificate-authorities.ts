import { X509Certificate } from 'node:crypto'
import { Problem } from '../../../domain/problem.ts'

/** Certificates of one file, and where the configuration names it. */
export type AuthorityFile = { readonly field: string; readonly content: string }

/**
 * Every authority of the files. Each may issue on its own, as the ones the operator named: what stands above them does not matter.
 * @throws Problem `invalid_configuration`
 */
export function readAuthorities(files: readonly AuthorityFile[]): X509Certificate[] {
  return files.flatMap(({ field, content }) => {
    const blocks = content.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)
    if (blocks === null) throw new Problem('invalid_configuration', { field, detail: 'holds no certificate in PEM' })
    return blocks.map((block) => {
      const certificate = parse(block, field)
      if (!certificate.ca) throw new Problem('invalid_configuration', { field, detail: `${oneLine(certificate.subject)} is no CA` })
      return certificate
    })
  })
}

/** Whether one of them signed the certificate. */
export function isIssuedBy(certificate: X509Certificate, authorities: readonly X509Certificate[]): boolean {
  return authorities.some((authority) => certificate.checkIssued(authority) && certificate.verify(authority.publicKey))
}

export function oneLine(name: string): string {
  return name.slice(0, 300).replaceAll('\n', ', ')
}

function parse(pem: string, field: string): X509Certificate {
  try {
    return new X509Certificate(pem)
  } catch (cause) {
    throw new Problem('invalid_configuration', { field, detail: `is no certificate: ${(cause as Error).message}`, cause })
  }
}
