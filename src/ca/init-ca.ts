import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { canonicalJson } from '../domain/canonical-json.ts'
import { parseInput, parseJson } from '../domain/parse-input.ts'
import { Problem } from '../domain/problem.ts'
import { authorityName } from './authority-name.ts'
import { caConfiguration, caFiles, hierarchies } from './ca-configuration.ts'
import type { CaConfiguration } from './ca-configuration.ts'
import { authorityExtensions } from './certificate-extensions.ts'
import { certsOnly } from './certs-only.ts'
import { keyStoreOf } from './key-store.ts'
import { openLedger } from './ledger.ts'
import { pemOf } from './pem.ts'
import { certificateIn, isSignedWith, readCertificate } from './read-certificate.ts'
import { randomSerial, signCertificate } from './sign-certificate.ts'
import type { Signer } from './signer.ts'
import { leftOver, writeWhole } from '../files/write-whole.ts'

/** What was made: DER certificates, the root first. */
export type CreatedCa = { readonly certificates: readonly Uint8Array[] }

type Level = { readonly signer: Signer; readonly certificate: Uint8Array }

/**
 * Makes a certificate authority in `directory`: root (SERCA), perhaps MCA, and issuing CA (MICA), each with its key and its certificate
 * (IEEE 2030.5-2018, 6.11), the chain as PEM and DER, and an empty ledger. Nothing that is there is overwritten; `ca.json` is named so last,
 * and until then the same call goes on where it was interrupted.
 * @param now seconds since 1970
 * @throws Problem invalid_input, ca_exists, ca_init_differs, ca_password, pkcs11_failed, file_unwritable
 */
export async function initCa(directory: string, wanted: CaConfiguration, password: string, now: number): Promise<CreatedCa> {
  const asked = parseInput(caConfiguration, wanted)
  if (password === '') throw new Problem('ca_password', { detail: 'the password is empty' })
  const configuration = begin(directory, asked)
  const keys = await keyStoreOf(directory, configuration, password)
  try {
    const levels: Level[] = []
    const names = hierarchies[configuration.hierarchy]
    for (const [index, name] of names.entries()) {
      const signer = await keys.create(name)
      const path = join(directory, caFiles.certificate(name))
      const issuer = levels.at(-1)
      if (!existsSync(path)) {
        const certificate = await authorityCertificate(configuration, names, index, signer, issuer, now)
        writeWhole(path, pemOf('CERTIFICATE', certificate), 0o644)
      }
      levels.push({ signer, certificate: checked(path, signer, issuer?.signer ?? signer) })
    }
    const certificates = levels.map(({ certificate }) => certificate)
    finish(directory, certificates)
    return { certificates }
  } finally {
    keys.close()
  }
}

/** The configuration that stands: what is asked for now or, after an interruption, what the first call noted. */
function begin(directory: string, asked: CaConfiguration): CaConfiguration {
  const unfinished = join(directory, caFiles.unfinished)
  let present: string[]
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    present = readdirSync(directory)
  } catch (cause) {
    throw new Problem('file_unwritable', { field: directory, detail: (cause as Error).message, cause })
  }
  if (present.includes(caFiles.unfinished)) {
    const begun = parseInput(caConfiguration, parseJson(readFileSync(unfinished, 'utf8')))
    if (canonicalJson(withoutSuffix(begun)) !== canonicalJson(asked)) {
      throw new Problem('ca_init_differs', { field: directory, detail: `${caFiles.unfinished} says something else than this call` })
    }
    return begun
  }
  const [other] = present.filter((name) => !leftOver.test(name))
  if (other !== undefined) throw new Problem('ca_exists', { field: directory, detail: `it holds ${other}` })
  const configuration = withSuffix(asked)
  writeWhole(unfinished, `${canonicalJson(configuration)}\n`, 0o644)
  return configuration
}

const suffix = / [0-9a-f]{8}$/

/** Two CAs in one token never find each other's keys: a label ends in random digits, noted before the first key is made. */
function withSuffix(configuration: CaConfiguration): CaConfiguration {
  const { keys } = configuration
  if (keys.kind === 'files') return configuration
  return { ...configuration, keys: { ...keys, label: `${keys.label} ${randomBytes(4).toString('hex')}` } }
}

function withoutSuffix(configuration: CaConfiguration): CaConfiguration {
  const { keys } = configuration
  return keys.kind === 'files' ? configuration : { ...configuration, keys: { ...keys, label: keys.label.replace(suffix, '') } }
}

function authorityCertificate(
  configuration: CaConfiguration,
  names: readonly string[],
  index: number,
  signer: Signer,
  issuer: Level | undefined,
  now: number,
): Promise<Buffer> {
  const subject = authorityName(configuration, names[index] as string)
  const issuerSigner = issuer?.signer ?? signer
  // The root sets no limit; each CA below it allows the CAs that this hierarchy has below it.
  const pathLength = index === 0 ? undefined : names.length - 1 - index
  return signCertificate(
    {
      serial: randomSerial(),
      issuer: issuer === undefined ? subject : authorityName(configuration, names[index - 1] as string),
      subject,
      spki: signer.spki,
      extensions: authorityExtensions(signer.spki, issuerSigner.spki, pathLength),
      notBefore: now,
    },
    issuerSigner,
  )
}

/** The certificate at `path`, which may be there since an earlier call: it must be of this key, by this issuer. */
function checked(path: string, signer: Signer, issuer: Signer): Uint8Array {
  const certificate = certificateIn(readFileSync(path))
  const parts = readCertificate(certificate)
  if (Buffer.compare(parts.spki, signer.spki) !== 0 || !isSignedWith(parts, issuer.spki)) {
    throw new Problem('ca_invalid', { field: path, detail: 'the certificate is not that of the key beside it, or not by its issuer' })
  }
  return certificate
}

function finish(directory: string, certificates: readonly Uint8Array[]): void {
  const upwards = [...certificates].reverse()
  const pem = upwards.map((certificate) => pemOf('CERTIFICATE', certificate)).join('')
  writeWhole(join(directory, caFiles.chainPem), pem, 0o644, { replace: true })
  writeWhole(join(directory, caFiles.chainDer), certsOnly(upwards), 0o644, { replace: true })
  openLedger(join(directory, caFiles.ledger)).close()
  for (const name of readdirSync(directory).filter((each) => leftOver.test(each))) rmSync(join(directory, name))
  renameSync(join(directory, caFiles.unfinished), join(directory, caFiles.configuration))
}
