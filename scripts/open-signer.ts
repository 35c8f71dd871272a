import { Command, Option } from '@commander-js/extra-typings'
import { openKeystore } from '../src/chain/keystore.ts'
import { openPkcs11Signer } from '../src/chain/pkcs11-signer.ts'
import { openRemoteSigner } from '../src/chain/remote-signer.ts'
import type { Signer } from '../src/chain/signer.ts'
import { entityIdField, type Hex } from '../src/domain/fields.ts'
import { Problem } from '../src/domain/problem.ts'
import { environment } from './environment.ts'
import { parseArgument } from './parse-argument.ts'

const option = <T extends string>(flags: T, description: string) => new Option(flags, description).helpGroup('Who signs:')

const keystoreOption = option('--keystore <file>', 'V3 keystore of who acts (DERKEY_KEYSTORE)')
export const passwordFileOption = option(
  '--password-file <file>',
  'password of the keystore, or PIN of the token, in the first line (DERKEY_PASSWORD_FILE)',
)
const signerUrl = option('--signer-url <url>', 'or: a remote signer, by the JSON-RPC of web3signer (DERKEY_SIGNER_URL)')
const account = option('--account <account>', 'its account (DERKEY_ACCOUNT)')
const pkcs11Module = option('--pkcs11-module <file>', 'or: a hardware token; the library of its PKCS#11 module (DERKEY_PKCS11_MODULE)')
const pkcs11Token = option('--pkcs11-token <label>', 'label of the token (DERKEY_PKCS11_TOKEN)')
const pkcs11Key = option('--pkcs11-key <label>', 'label of the key pair on secp256k1 (DERKEY_PKCS11_KEY)')
const journal = option(
  '--journal <file>',
  'where transactions stand before they are sent; by default KEYSTORE.journal, or ACCOUNT.journal (DERKEY_JOURNAL)',
)

/** A command that signs: with a keystore, a remote signer or a hardware token. */
export const signing = (name: string, description: string) =>
  new Command(name)
    .description(description)
    .addOption(keystoreOption)
    .addOption(passwordFileOption)
    .addOption(signerUrl)
    .addOption(account)
    .addOption(pkcs11Module)
    .addOption(pkcs11Token)
    .addOption(pkcs11Key)
    .addOption(journal)

/** Every value that an option is given. */
const collect = (value: string, before: string[] | undefined) => [...(before ?? []), value]

const keystoresOption = option(
  '--keystore <file>',
  'V3 keystore of who acts (DERKEY_KEYSTORE); given several times, accounts of one entity send side by side, of one journal',
).argParser(collect)
const passwordFilesOption = option(
  '--password-file <file>',
  'password of the keystore, or PIN of the token, in the first line (DERKEY_PASSWORD_FILE); of several keystores one for all, or one for each in their order',
).argParser(collect)

/** A command that several accounts sign side by side: each with a keystore; or one, in any of the ways. */
export const signingTogether = (name: string, description: string) =>
  new Command(name)
    .description(description)
    .addOption(keystoresOption)
    .addOption(passwordFilesOption)
    .addOption(signerUrl)
    .addOption(account)
    .addOption(pkcs11Module)
    .addOption(pkcs11Token)
    .addOption(pkcs11Key)
    .addOption(journal)

export type SignersOptions = Omit<SignerOptions, 'keystore' | 'passwordFile'> & {
  keystore?: string[] | undefined
  passwordFile?: string[] | undefined
}

export type SignerOptions = {
  keystore?: string | undefined
  passwordFile?: string | undefined
  signerUrl?: string | undefined
  account?: string | undefined
  pkcs11Module?: string | undefined
  pkcs11Token?: string | undefined
  pkcs11Key?: string | undefined
  journal?: string | undefined
}

/** The signer of a command, and the journal of its transactions. Close the signer in the end. @throws Problem `keystore_missing`, … */
export async function openSignerOf(options: SignerOptions): Promise<{ signer: Signer; journalFile: string }> {
  const given = waysOf(options)
  const [way, another] = given.length > 0 ? given : waysOf(environment)
  if (another !== undefined) {
    throw new Problem('invalid_input', { field: another, detail: `${way} and ${another} are two ways to sign: give one` })
  }
  const signer = await openers[way ?? 'keystore']({ ...environment, ...withoutUndefined(options) })
  const { keystore, journal: journalFile } = { ...environment, ...withoutUndefined(options) }
  return { signer, journalFile: journalFile ?? (way === 'keystore' ? `${keystore}.journal` : `${signer.address}.journal`) }
}

/** The signers of a command, and their one journal: that of the first. Close them in the end. @throws Problem as `openSignerOf` */
export async function openSignersOf(options: SignersOptions): Promise<{ signers: [Signer, ...Signer[]]; journalFile: string }> {
  const { keystore: keystores = [], passwordFile: passwordFiles = [], ...others } = options
  if (passwordFiles.length > 1 && passwordFiles.length !== keystores.length) {
    const detail = `${keystores.length} keystores and ${passwordFiles.length} password files: give one for all, or one for each in their order`
    throw new Problem('invalid_input', { field: 'password-file', detail })
  }
  const optionsOf = (index: number): SignerOptions => ({
    ...others,
    keystore: keystores[index],
    passwordFile: passwordFiles[index] ?? passwordFiles[0],
  })
  const first = await openSignerOf(optionsOf(0))
  const signers: [Signer, ...Signer[]] = [first.signer]
  for (const index of keystores.slice(1).keys()) signers.push((await openSignerOf(optionsOf(index + 1))).signer)
  const repeated = signers.find(({ address }, index) => signers.findIndex((other) => other.address === address) < index)
  if (repeated !== undefined) throw new Problem('invalid_input', { field: 'keystore', detail: `${repeated.address} is given twice` })
  return { signers, journalFile: first.journalFile }
}

type Way = 'keystore' | 'signer-url' | 'pkcs11-module'

const waysOf = ({ keystore, signerUrl: url, pkcs11Module: module }: SignerOptions): Way[] => {
  const named = { keystore, 'signer-url': url, 'pkcs11-module': module }
  return (Object.keys(named) as Way[]).filter((way) => named[way] !== undefined)
}

const withoutUndefined = (options: SignerOptions): SignerOptions =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))

function need(value: string | undefined, field: string, detail: string): string {
  if (value === undefined) throw new Problem('keystore_missing', { field, detail })
  return value
}

const openers: Readonly<Record<Way, (options: SignerOptions) => Promise<Signer>>> = {
  keystore: async ({ keystore, passwordFile }) => {
    const file = need(keystore, 'keystore', 'no keystore is named')
    return openKeystore(file, need(passwordFile, 'password-file', 'no password file is named'))
  },
  'signer-url': async ({ signerUrl: url, account: address }) => {
    const named = need(address, 'account', 'which of its accounts signs is not named')
    return openRemoteSigner(need(url, 'signer-url', 'no URL is named'), parseArgument('account', entityIdField, named) as Hex)
  },
  'pkcs11-module': async ({ pkcs11Module: module, pkcs11Token: token, pkcs11Key: key, passwordFile }) => {
    const named = {
      module: need(module, 'pkcs11-module', 'no module is named'),
      token: need(token, 'pkcs11-token', 'no token is named'),
      key: need(key, 'pkcs11-key', 'no key is named'),
    }
    return openPkcs11Signer(named, need(passwordFile, 'password-file', 'no file of the PIN is named'))
  },
}
