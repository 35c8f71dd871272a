import type { Deployment } from '../../chain/deployment.ts'
import type { Hex } from '../../domain/fields.ts'
import type { AllocAccount } from '../alloc.ts'
import type { GenesisFile } from '../genesis-file.ts'
import { fault, note, type NetworkFinding } from './finding.ts'
import { jsonDifferences } from './json-differences.ts'

/** Slots of one account that are named; of more, their number. */
const mostSlots = 20

/** Nobody edits so many at once; the compiler writes a digest of the sources into each. */
const fewContracts = 3
const otherVersion = (file: string, count: number) =>
  note(`${file}: the code of ${count} contracts`, "not this version's", 'a check by the version of derkey that made the network')

/** Where a genesis file is not the one that the description comes to: key, account, slot or byte of code. */
export function genesisDifferences(file: string, found: GenesisFile, wanted: GenesisFile, deployment: Deployment): NetworkFinding[] {
  const { alloc: foundAlloc, ...foundRest } = found
  const { alloc: wantedAlloc, ...wantedRest } = wanted
  const addresses = [...new Set([...Object.keys(wantedAlloc), ...Object.keys(foundAlloc)])] as Hex[]
  const otherCode = addresses.filter(
    (address) => foundAlloc[address] !== undefined && foundAlloc[address]?.code !== wantedAlloc[address]?.code,
  )
  return [
    ...(otherCode.length < fewContracts ? [] : [otherVersion(file, otherCode.length)]),
    ...jsonDifferences(foundRest, wantedRest).map(({ path, ...values }) => fault(`${file}: ${path}`, values.found, values.wanted)),
    ...addresses.flatMap((address) => {
      const name = nameOf(address, deployment)
      const where = `${file}: alloc.${address}${name === undefined ? '' : ` (${name})`}`
      return accountDifferences(where, foundAlloc[address], wantedAlloc[address])
    }),
  ]
}

function accountDifferences(where: string, found: AllocAccount | undefined, wanted: AllocAccount | undefined): NetworkFinding[] {
  if (found === undefined) return [fault(where, 'nothing', 'an account')]
  if (wanted === undefined)
    return [fault(where, `an account with ${bytesOf(found.code)} bytes of code and a balance of ${found.balance}`, 'nothing')]
  const slots = [...new Set([...Object.keys(wanted.storage), ...Object.keys(found.storage)])] as Hex[]
  const differing = slots.filter((slot) => (found.storage[slot] ?? zero32) !== (wanted.storage[slot] ?? zero32))
  const more = differing.length - mostSlots
  return [
    ...(['nonce', 'balance'] as const)
      .filter((field) => found[field] !== wanted[field])
      .map((field) => fault(`${where}.${field}`, found[field], wanted[field])),
    ...(found.code === wanted.code ? [] : [codeDifference(`${where}.code`, found.code, wanted.code)]),
    ...differing
      .slice(0, mostSlots)
      .map((slot) => fault(`${where}.storage.${slot}`, found.storage[slot] ?? zero32, wanted.storage[slot] ?? zero32)),
    ...(more > 0 ? [fault(`${where}.storage`, `${more} more slots that differ`, 'none')] : []),
  ]
}

const zero32: Hex = `0x${'0'.repeat(64)}`
const bytesOf = (code: string): number => (code.length - 2) / 2
const byteAt = (code: string, index: number): string => `0x${code.slice(2 + 2 * index, 4 + 2 * index)}`

function codeDifference(where: string, found: string, wanted: string): NetworkFinding {
  if (found.length !== wanted.length) return fault(where, `${bytesOf(found)} bytes`, `${bytesOf(wanted)} bytes`)
  const differing = Array.from({ length: bytesOf(wanted) }, (_, index) => index).filter(
    (index) => byteAt(found, index) !== byteAt(wanted, index),
  )
  const [first = 0] = differing
  const others = differing.length === 1 ? '' : `, and ${differing.length - 1} more bytes differ`
  return fault(where, `byte ${first} is ${byteAt(found, first)}${others}`, byteAt(wanted, first))
}

function nameOf(address: Hex, { contracts, settings }: Deployment): string | undefined {
  if (settings['recovery_sets'] === address) return 'RecoverySets'
  for (const [name, contract] of Object.entries(contracts)) {
    if (contract.address === address) return name
    if (contract.implementation === address) return `implementation of ${name}`
  }
  return undefined
}
