import { closeSync, openSync, readSync, readdirSync, statSync } from 'node:fs'
import { basename, extname, join, resolve } from 'node:path'
import { Problem } from '../domain/problem.ts'
import { csrSizeLimit } from './read-csr.ts'

/** A request's file, and the file into which its certificate goes; for a folder's request one as PEM and one as DER. */
export type RequestFile = { readonly csr: string; readonly out: readonly string[] }

const requestExtensions = ['.csr', '.req', '.p10', '.pem', '.der']

/**
 * The requests that `csr` stands for: one file, or the files of a folder that end in .csr, .req, .p10, .pem or .der.
 * @param out a file for one request, a folder for a folder's; made if it is not there by `issueFiles`
 * @throws Problem file_unreadable, invalid_input
 */
export function requestFiles(csr: string, out: string): readonly RequestFile[] {
  if (resolve(csr) === resolve(out)) throw new Problem('invalid_input', { field: 'out', detail: 'it is where the request stands' })
  if (!attempt(csr, () => statSync(csr).isDirectory())) return [{ csr, out: [out] }]
  const names = attempt(csr, () => readdirSync(csr, { withFileTypes: true }))
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.') && requestExtensions.includes(extname(entry.name).toLowerCase()))
    .map(({ name }) => name)
    .sort()
  if (names.length === 0)
    throw new Problem('invalid_input', { field: csr, detail: `the folder holds no file ${requestExtensions.join(', ')}` })
  return names.map((name) => ({ csr: join(csr, name), out: ['.pem', '.der'].map((extension) => join(out, `${stemOf(name)}${extension}`)) }))
}

/** A request's bytes; of a file that is too large for one, no more than shows that it is. @throws Problem file_unreadable */
export function readRequestFile(path: string): Buffer {
  return attempt(path, () => {
    const file = openSync(path, 'r')
    try {
      const buffer = Buffer.alloc(csrSizeLimit + 1)
      let length = 0
      for (let read = -1; read !== 0 && length < buffer.length; length += read)
        read = readSync(file, buffer, length, buffer.length - length, null)
      return buffer.subarray(0, length)
    } finally {
      closeSync(file)
    }
  })
}

/** `inverter-7` of `inverter-7.csr.pem`. */
function stemOf(name: string): string {
  const extension = extname(name)
  const stem = basename(name, extension)
  return requestExtensions.includes(extname(stem).toLowerCase()) ? stemOf(stem) : stem
}

function attempt<T>(path: string, action: () => T): T {
  try {
    return action()
  } catch (cause) {
    throw new Problem('file_unreadable', { field: path, detail: (cause as Error).message, cause })
  }
}
