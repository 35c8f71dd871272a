import { lstatSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { keyIdField, type Hex } from '../src/domain/fields.ts'
import { createBehindADevice } from '../src/domain/key-files/behind-a-device.ts'
import type { FoundKey } from '../src/domain/key-files/found-key.ts'
import { largestKeyFile, readKeys } from '../src/domain/key-files/read-keys.ts'
import { Problem } from '../src/domain/problem.ts'
import { readInputFile } from './read-input-file.ts'

/** What `derkey key register` writes beside the lists that it is given. */
const ownFiles = /\.receipts\.jsonl(\.part)?$/

export type KeyInFile = FoundKey & { readonly file: string }

/** Every key of a file, or of the files of a folder. @throws Problem that names the file */
export function readKeyFile(path: string, password?: string): KeyInFile[] {
  return [...filesOf(path)].flatMap((file) => {
    try {
      return readKeys(readInputFile(file, largestKeyFile), password).map((key) => ({ ...key, file }))
    } catch (error) {
      if (error instanceof Problem)
        throw new Problem(error.code, {
          field: file,
          detail: error.field === undefined || error.field === file ? error.message : `${error.field}: ${error.message}`,
          cause: error,
        })
      throw new Problem('file_unreadable', { field: file, detail: (error as Error).message, cause: error })
    }
  })
}

/** The file, or the files of a folder in the order of their names; a folder may hold a million. @throws Problem that names the path */
export function* filesOf(path: string): Generator<string, void> {
  const names = namesIn(path)
  if (names === undefined) {
    yield path
    return
  }
  let found = false
  for (const name of names) {
    const file = join(path, name)
    const entry = name.startsWith('.') || ownFiles.test(name) ? undefined : lstatSync(file, { throwIfNoEntry: false })
    if (entry === undefined || !(entry.isFile() || entry.isSymbolicLink())) continue
    found = true
    yield file
  }
  if (!found) throw new Problem('file_unreadable', { field: path, detail: 'the folder holds no file' })
}

/** Undefined for what is no folder. */
function namesIn(path: string): string[] | undefined {
  try {
    return statSync(path).isDirectory() ? readdirSync(path).sort() : undefined
  } catch (error) {
    if (/^0x[0-9a-f]*$/i.test(path))
      throw new Problem('invalid_input', { field: path, detail: 'is no file, and no key id: that is 0x and 64 hex digits', cause: error })
    throw new Problem('file_unreadable', { field: path, detail: (error as Error).message, cause: error })
  }
}

/** Key ids as the caller named them: themselves, or by files that hold the keys; of a device's certificate and the CAs' behind it the device's. */
export function keyIdsOf(arguments_: readonly string[], password?: string): Hex[] {
  const ids = arguments_.flatMap((given) =>
    keyIdField.safeParse(given.toLowerCase()).success
      ? [given.toLowerCase() as Hex]
      : [...filesOf(given)].flatMap((file) => devicesKeysOf(file, password)),
  )
  return [...new Set(ids)]
}

const devicesKeysOf = (file: string, password: string | undefined): Hex[] => {
  const isBehindADevice = createBehindADevice()
  return readKeyFile(file, password).flatMap((key) => (isBehindADevice(key) ? [] : [key.key_id]))
}

/** @throws Problem `invalid_input` where the argument does not stand for one key */
export function onlyKeyId(given: string): Hex {
  const [first, second] = keyIdsOf([given])
  if (first !== undefined && second === undefined) return first
  throw new Problem('invalid_input', { field: 'key-id-or-file', detail: `${given} does not stand for one key` })
}
