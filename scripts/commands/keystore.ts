import { Command } from '@commander-js/extra-typings'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { createKeystore } from '../../src/chain/keystore.ts'
import { writeSecretFile } from '../../src/chain/secret-file.ts'
import { Problem } from '../../src/domain/problem.ts'
import { environment } from '../environment.ts'
import { passwordFileOption } from '../open-signer.ts'
import { outputOf } from '../registry-command.ts'

const create = new Command('create')
  .description('makes an account: a V3 keystore, mode 0600; a password file that is not there yet is made too, with a random password')
  .requiredOption('--out <file>', 'the new keystore')
  .addOption(passwordFileOption)
  .action(async ({ out, passwordFile = environment.passwordFile }, command) => {
    if (passwordFile === undefined) throw new Problem('keystore_missing', { field: 'password-file', detail: 'no password file is named' })
    if (existsSync(out)) throw new Problem('file_exists', { field: 'out', detail: `${out} is there already` })
    if (!existsSync(passwordFile)) writeSecretFile(passwordFile, `${randomBytes(24).toString('base64url')}\n`, 'password-file')
    const account = await createKeystore(out, passwordFile)
    outputOf(command).answer({ account, keystore: out, password_file: passwordFile }, `${account}  ${out}`)
  })

export const keystore = new Command('keystore').description('accounts that sign').addCommand(create)
