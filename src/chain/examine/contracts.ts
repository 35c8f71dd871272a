import { keccak256, parseAbi, toBytes, type Hex } from 'viem'
import { readArtifact, type Artifact } from '../artifacts.ts'
import { ask } from '../chain-problem.ts'
import { sourceOf, type ContractName, type Deployment } from '../deployment.ts'
import { view, type ChainRegistry } from '../registry.ts'
import { finding, type Examined } from './finding.ts'

/** ERC-1967: keccak-256 of `eip1967.proxy.implementation`, less one. */
const implementationSlot: Hex = `0x${(BigInt(keccak256(toBytes('eip1967.proxy.implementation'))) - 1n).toString(16)}`

/** The code of a contract, what its immutables point at, and what stands behind its proxy. */
export async function examineContract({ client, deployment }: ChainRegistry, name: ContractName): Promise<Examined[]> {
  const { address, implementation, code_hash } = deployment.contracts[name]
  const at = implementation ?? address
  const code = (await ask(() => client.getCode({ address: at }))) ?? '0x'
  const artifact = readArtifact(`contracts/${sourceOf(name)}.sol`, sourceOf(name))
  const same = runningPart(code, artifact) === runningPart(artifact.deployedBytecode, artifact)
  const found = [
    finding(`${name}: code`, code === '0x' ? null : keccak256(code), code_hash),
    finding(`${name}: version`, same ? 'as in this package' : 'another one', 'as in this package'),
    finding(`${name}: refers to`, strangersIn(code, artifact, deployment).join(', ') || 'its own registry', 'its own registry'),
  ]
  if (implementation === null) return found
  const slot = await ask(() => client.getStorageAt({ address, slot: implementationSlot }))
  const abi = parseAbi(['function authority() view returns (address)'])
  const authority = await view(() => client.readContract({ address, abi, functionName: 'authority' }))
  return [
    ...found,
    finding(`${name}: implementation`, slot === undefined ? null : `0x${slot.slice(-40)}`, implementation),
    finding(`${name}: authority`, authority.toLowerCase(), deployment.contracts.Authority.address),
  ]
}

/** Code without immutables, which are filled in when a contract is created, and without the compiler's metadata, whose length ends it. */
function runningPart(code: Hex, { immutableReferences = {} }: Artifact): string {
  let text = code.slice(2)
  for (const { start, length } of Object.values(immutableReferences).flat()) {
    text = `${text.slice(0, start * 2)}${'0'.repeat(length * 2)}${text.slice((start + length) * 2)}`
  }
  return text.slice(0, -2 * (2 + Number.parseInt(text.slice(-4), 16)))
}

/** Addresses among a contract's immutables that are none of the registry's: one of them would answer in a contract's place. */
function strangersIn(code: Hex, { immutableReferences = {} }: Artifact, { contracts }: Deployment): string[] {
  const ours = new Set(Object.values(contracts).flatMap(({ address, implementation }) => [address, implementation]))
  const places = Object.values(immutableReferences).flat()
  const words = places.map(({ start, length }) => code.slice(2 + start * 2, 2 + (start + length) * 2))
  // an address fills 20 of 32 bytes; numbers fill fewer, hashes all
  const addresses = words.filter((word) => /^0{24}[0-9a-f]{40}$/.test(word) && !word.startsWith('0'.repeat(40)))
  return [...new Set(addresses.map((word): Hex => `0x${word.slice(24)}`))].filter((address) => !ours.has(address))
}
