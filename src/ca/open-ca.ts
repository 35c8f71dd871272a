import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Problem } from '../domain/problem.ts'
import { parseInput, parseJson } from '../domain/parse-input.ts'
import { caConfiguration, caFiles, devicePolicies, hierarchies } from './ca-configuration.ts'
import type { CaConfiguration } from './ca-configuration.ts'
import { endEntityExtensions } from './certificate-extensions.ts'
import { keyStoreOf } from './key-store.ts'
import { openLedger } from './ledger.ts'
import type { Ledger } from './ledger.ts'
import { certificateIn, isSignedWith, readCertificate } from './read-certificate.ts'
import type { CertificateParts } from './read-certificate.ts'
import type { Signer } from './signer.ts'

/** The issuing CA (MICA), ready to sign. Its root's key is not needed and may be kept elsewhere. */
export type IssuingCa = {
  readonly configuration: CaConfiguration
  /** DER certificates, the issuing CA first, the root last. */
  readonly chain: readonly Uint8Array[]
  readonly issuer: CertificateParts
  readonly signer: Signer
  readonly ledger: Ledger
  /** Finished extensions that all certificates of this CA share. */
  readonly sharedExtensions: readonly Uint8Array[]
  close(): void
}

/**
 * Opens the CA in `directory`.
 * @param password of its key files, or PIN of its token
 * @throws Problem ca_missing, ca_invalid, ca_password, pkcs11_failed, ledger_unusable, invalid_configuration
 */
export async function openCa(directory: string, password: string): Promise<IssuingCa> {
  const configuration = readCaConfiguration(directory)
  const names = [...hierarchies[configuration.hierarchy]].reverse()
  const chain = names.map((name) => certificateIn(readPart(join(directory, caFiles.certificate(name)))))
  const parts = chain.map(readCertificate)
  const issuer = parts[0] as CertificateParts
  const keys = await keyStoreOf(directory, configuration, password)
  try {
    const signer = await keys.open('mica')
    if (Buffer.compare(signer.spki, issuer.spki) !== 0) throw unfit(directory, 'the key of the issuing CA is not that of its certificate')
    const broken = parts.findIndex((each, index) => !isSignedWith(each, (parts[index + 1] ?? each).spki))
    if (broken >= 0) throw unfit(directory, `${names[broken]}.pem is not signed by the certificate above it`)
    const ledger = openLedger(join(directory, caFiles.ledger))
    const policies = configuration.device_policies.map((name) => devicePolicies[name])
    return {
      configuration,
      chain,
      issuer,
      signer,
      ledger,
      sharedExtensions: endEntityExtensions(issuer.spki, policies),
      close: () => {
        ledger.close()
        keys.close()
      },
    }
  } catch (error) {
    keys.close()
    throw error
  }
}

/** `ca.json` of `directory`. @throws Problem ca_missing, ca_invalid, invalid_configuration */
function readCaConfiguration(directory: string): CaConfiguration {
  const path = join(directory, caFiles.configuration)
  if (!existsSync(path)) {
    const begun = existsSync(join(directory, caFiles.unfinished))
    throw new Problem('ca_missing', { field: directory, detail: begun ? '`derkey ca init` was interrupted there' : `${path} is not there` })
  }
  return parseInput(caConfiguration, parseJson(readPart(path).toString('utf8'), 'invalid_configuration'), 'invalid_configuration')
}

function readPart(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (cause) {
    throw new Problem('ca_invalid', { field: path, detail: (cause as Error).message, cause })
  }
}

function unfit(directory: string, detail: string): Problem {
  return new Problem('ca_invalid', { field: directory, detail })
}
