import { readdirSync, statSync } from 'node:fs'
import { join, parse } from 'node:path'
import { certificateIn } from '../../src/ca/read-certificate.ts'
import { Problem } from '../../src/domain/problem.ts'
import { readInputFile } from '../read-input-file.ts'

/** A certificate that keys are wrapped for, and the file it was read from. */
export type RecipientFile = { readonly file: string; readonly certificate: Uint8Array }

/** The certificate of a file, or those of a folder in the order of their names. @throws Problem that names the file */
export function readRecipients(path: string): { readonly folder: boolean; readonly recipients: RecipientFile[] } {
  const folder = isFolder(path)
  const files = folder ? namesIn(path).map((name) => join(path, name)) : [path]
  if (files.length === 0) throw new Problem('recipient_unfit', { field: path, detail: 'the folder holds no certificate' })
  return { folder, recipients: files.map((file) => ({ file, certificate: readCertificateFile(file) })) }
}

/** What the wrapped key of a device is called: as its certificate, without the extension. @throws Problem invalid_input */
export function deviceName(file: string): string {
  const { name } = parse(file)
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name)) return name
  throw new Problem('invalid_input', {
    field: file,
    detail: 'the wrapped key is named after this file: let its name be letters, digits, dot, dash and underscore, 100 at most',
  })
}

function readCertificateFile(file: string): Uint8Array {
  const bytes = readInputFile(file)
  try {
    return certificateIn(bytes)
  } catch (cause) {
    throw new Problem('recipient_unfit', { field: file, detail: (cause as Error).message, cause })
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch (cause) {
    throw new Problem('file_unreadable', { field: path, detail: (cause as Error).message, cause })
  }
}

function namesIn(path: string): string[] {
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort()
}
