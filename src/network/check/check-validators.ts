import type { Hex } from '../../domain/fields.ts'
import { memberLimits } from '../../domain/consortium.ts'
import { contractModeExtraData } from '../genesis-file.ts'
import type { GenesisEvm } from '../genesis-evm.ts'
import { compared, fault, fine, type NetworkFinding } from './finding.ts'
import type { FoundGenesis } from './read-genesis.ts'

/** The one function that Besu calls: `getValidators()`. */
const getValidators: Hex = '0xb7ab4db5'
const zeroAddress: Hex = `0x${'0'.repeat(40)}`

type Asked = { readonly findings: readonly NetworkFinding[]; readonly validators: readonly Hex[] }

/**
 * Asks for the first block's validators as Besu does: from the zero address, at base fee 0, with a block's gas. Besu sorts the answer and checks
 * nothing: a duplicate makes the quorum larger than there are nodes, an empty list halts without a word.
 */
export async function checkValidators(evm: GenesisEvm, genesis: FoundGenesis): Promise<Asked> {
  const { validatorSet, extraData, file } = genesis
  const extra = compared('genesis.json: extraData (a contract names the validators)', extraData, contractModeExtraData)
  const where = `getValidators() of ${validatorSet}`
  if ((file.alloc[validatorSet]?.code ?? '0x') === '0x') {
    return { findings: [extra, fault(where, 'no code at this address: Besu would end', 'a contract')], validators: [] }
  }
  const answer = await evm.view(zeroAddress, validatorSet, getValidators)
  if (answer.reverted)
    return { findings: [extra, fault(where, `the call fails: ${answer.fault} ${answer.data}`, 'a list of addresses')], validators: [] }
  const validators = decodeAddresses(answer.data)
  if (validators === undefined) return { findings: [extra, fault(where, answer.data, 'address[] as Solidity encodes it')], validators: [] }
  return { findings: [extra, ...shapeOf(where, validators, answer.gas)], validators }
}

function shapeOf(where: string, validators: readonly Hex[], gas: number): NetworkFinding[] {
  const { least, most } = memberLimits
  const size = validators.length
  const doubled = validators.filter((account, index) => validators.indexOf(account) !== index)
  const wantedSize = `${least} to ${most} validators`
  return [
    size < least || size > most ? fault(where, `${size} validators`, wantedSize) : fine(where, `${size} validators, for ${gas} gas`),
    ...[...new Set(doubled)].map((account) => {
      const places = validators.flatMap((each, index) => (each === account ? [index] : []))
      return fault(`${where}: each once`, `${account} at ${places.join(' and ')}`, 'no address twice')
    }),
    ...validators.flatMap((account, index) =>
      account === zeroAddress ? [fault(`${where}: none is zero`, `zero at ${index}`, 'an address')] : [],
    ),
  ]
}

/** Strictly: an offset of 32, a length, and that many words with an address in each. */
function decodeAddresses(data: Hex): Hex[] | undefined {
  const words = data.slice(2).match(/.{64}/g) ?? []
  if (data.length !== 2 + 64 * words.length || words.length < 2 || BigInt(`0x${words[0]}`) !== 32n) return undefined
  const addresses = words.slice(2)
  if (BigInt(`0x${words[1]}`) !== BigInt(addresses.length) || addresses.some((word) => !word.startsWith('0'.repeat(24)))) return undefined
  return addresses.map((word): Hex => `0x${word.slice(24)}`)
}
