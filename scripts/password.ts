import { readSecretLine } from '../src/chain/secret-file.ts'
import { Problem } from '../src/domain/problem.ts'
import { environment } from './environment.ts'

/** The first line of the file that `--password-file` or DERKEY_PASSWORD_FILE names. @throws Problem invalid_input, file_unreadable, secret_exposed */
export function passwordFrom(option: string | undefined): string {
  const file = option ?? environment.passwordFile
  if (file === undefined) {
    throw new Problem('invalid_input', { field: 'password-file', detail: 'give --password-file, or its name in DERKEY_PASSWORD_FILE' })
  }
  const password = readSecretLine(file, 'password-file')
  if (password === '') throw new Problem('invalid_input', { field: 'password-file', detail: `the first line of ${file} is empty` })
  return password
}
