import { concat, getBytes, hexlify, id, keccak256, SigningKey, toUtf8Bytes, zeroPadBytes, type Typed } from 'ethers'
import type { ValidatorSet } from '../../../types/index.ts'

export type Entry = Exclude<Parameters<ValidatorSet['vet']>[0], Typed>
export type Facts = Entry['facts']

/** How a test describes a node; what is left out is unremarkable. */
export type NodeWords = {
  readonly group?: string
  readonly control?: string
  readonly hosting?: string
  readonly segment?: string
  readonly operatorAccount?: string
}

export const country = (code: string): string => hexlify(toUtf8Bytes(code))
export const segment = (name: string): string => zeroPadBytes(toUtf8Bytes(name), 32)
export const groupOf = (name: string): string => id(`lei:${name}`)

/** The key of the node `name`: a name is a node. */
export const keyOf = (name: string): SigningKey => new SigningKey(id(`node ${name}`))

export function publicKeyOf(name: string): { publicKeyX: string; publicKeyY: string } {
  const key = keyOf(name).publicKey
  return { publicKeyX: `0x${key.slice(4, 68)}`, publicKeyY: `0x${key.slice(68)}` }
}

/** The last 20 bytes of keccak-256 of the public key, in lower case. */
export function accountOf(name: string): string {
  const { publicKeyX, publicKeyY } = publicKeyOf(name)
  return `0x${keccak256(concat([publicKeyX, publicKeyY])).slice(-40)}`
}

export function factsOf(name: string, { group = name, control = 'US', hosting = 'US', segment: of = 'utility' }: NodeWords = {}): Facts {
  return {
    operatorId: `0x${id(`entity ${name}`).slice(-40)}`,
    group: groupOf(group),
    controlCountry: country(control),
    hostingCountry: country(hosting),
    segment: segment(of),
  }
}

export function entryOf(name: string, words: NodeWords = {}): Entry {
  return {
    ...publicKeyOf(name),
    operatorAccount: words.operatorAccount ?? `0x${id(`operator ${name}`).slice(-40)}`,
    ip: hexlify(getBytes(id(`ip ${name}`)).slice(0, 4)),
    port: 30_303,
    facts: factsOf(name, words),
  }
}

/** The entry signed by the key of `signer`, as it stands now. */
export async function signEntry(validators: ValidatorSet, entry: Entry, signer: string): Promise<string> {
  return keyOf(signer).sign(await validators.entryDigest(entry)).serialized
}

/** The consent of the key of `next` to take the place of the node `account`. */
export async function signRotation(validators: ValidatorSet, account: string, next: string): Promise<string> {
  const { publicKeyX, publicKeyY } = publicKeyOf(next)
  return keyOf(next).sign(await validators.rotationDigest(account, publicKeyX, publicKeyY)).serialized
}
