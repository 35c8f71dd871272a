import { randomBytes, scrypt } from 'node:crypto'
import { computeAddress, decryptKeystoreJson, encryptKeystoreJson, scrypt as ethersScrypt } from 'ethers'
import { serializeTransaction, type Hex } from 'viem'
import { privateKeyToAccount, sign } from 'viem/accounts'
import { Problem } from '../domain/problem.ts'
import { keccakOf } from './keccak.ts'
import { readSecretFile, readSecretLine, writeSecretFile } from './secret-file.ts'
import type { Signer } from './signer.ts'

// Node's own scrypt is many times faster than the one in JavaScript
ethersScrypt.register(async (password, salt, N, r, p, length) => {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, length, { N, r, p, maxmem: 256 * N * r }, (error, key) => (error === null ? resolve(key) : reject(error)))
  })
})

/**
 * The signer of a Web3 Secret Storage (V3) keystore; its password is the first line of `passwordFile`. Both files must be closed to others.
 * @throws Problem `file_unreadable`, `secret_exposed`, `keystore_invalid`
 */
export async function openKeystore(file: string, passwordFile: string): Promise<Signer> {
  const json = readSecretFile(file, 'keystore')
  const password = readSecretLine(passwordFile, 'password-file')
  try {
    const { privateKey } = await decryptKeystoreJson(json, password)
    return signerOf(privateKey as Hex)
  } catch (error) {
    const wrongPassword = error instanceof Error && /password/i.test(error.message)
    const detail = wrongPassword ? `the password in ${passwordFile} does not open ${file}` : `${file} is no V3 keystore`
    throw new Problem('keystore_invalid', { field: wrongPassword ? 'password-file' : 'keystore', detail, cause: error })
  }
}

/** Signer of a private key in memory. */
export function signerOf(privateKey: Hex): Signer {
  const account = privateKeyToAccount(privateKey)
  return {
    address: account.address.toLowerCase() as Hex,
    // what `signTransaction` does, with a faster hash
    sign: async (transaction) => {
      const signature = await sign({ hash: keccakOf(serializeTransaction(transaction)), privateKey })
      return serializeTransaction(transaction, signature)
    },
    signMessage: (message) => account.signMessage({ message }),
  }
}

/** What a new keystore costs to open: 2^17 is what the format's users expect; a test may take less. */
export type KeystoreStrength = { readonly scryptN: number }

/**
 * Writes a new V3 keystore with a fresh key, mode 0600, and never over a file that is there.
 * @returns its address, lower case
 * @throws Problem `file_exists`, `file_unwritable`, and those of the password's file
 */
export async function createKeystore(
  file: string,
  passwordFile: string,
  { scryptN }: KeystoreStrength = { scryptN: 131_072 },
  privateKey: Hex = `0x${randomBytes(32).toString('hex')}`,
): Promise<Hex> {
  const password = readSecretLine(passwordFile, 'password-file')
  if (password === '') throw new Problem('keystore_invalid', { field: 'password-file', detail: `${passwordFile} is empty` })
  const address = computeAddress(privateKey)
  const json = await encryptKeystoreJson({ address, privateKey }, password, { scrypt: { N: scryptN } })
  writeSecretFile(file, `${json}\n`, 'out')
  return address.toLowerCase() as Hex
}
