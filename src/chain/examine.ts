import { getAddress, keccak256, parseAbi, toBytes, type Hex } from 'viem'
import { authorityAbi } from './abi/authority.generated.ts'
import { readArtifact, type Artifact } from './artifacts.ts'
import { ask } from './chain-problem.ts'
import { contractNames, readCodeHash, sourceOf, type ContractName } from './deployment.ts'
import { powers, roleIds, selectorsOf } from './powers.ts'
import { readRoles, type RoleMembers } from './reads/roles.ts'
import { view, type ChainRegistry } from './registry.ts'

/** `ok: false` is something to mend. */
export type Examined = { readonly check: string; readonly found: string; readonly wanted: string; readonly ok: boolean }

/** ERC-1967: keccak-256 of `eip1967.proxy.implementation`, less one. */
const implementationSlot: Hex = `0x${(BigInt(keccak256(toBytes('eip1967.proxy.implementation'))) - 1n).toString(16)}`

/** Everything that can be wrong with a deployment: addresses, code, who may call what, who holds which role. */
export async function examine(registry: ChainRegistry): Promise<{ findings: Examined[]; roles: RoleMembers[] }> {
  const contracts = await Promise.all(contractNames.map((name) => examineContract(registry, name)))
  const roles = await readRoles(registry)
  return { findings: [...contracts.flat(), ...(await examinePowers(registry)), ...examineRoles(roles)], roles }
}

const finding = (check: string, found: string | null, wanted: string): Examined => ({
  check,
  found: found ?? 'nothing',
  wanted,
  ok: found === wanted,
})

async function examineContract({ client, deployment }: ChainRegistry, name: ContractName): Promise<Examined[]> {
  const { address, implementation, code_hash } = deployment.contracts[name]
  const code = implementation ?? address
  const found = [finding(`${name}: code`, await readCodeHash(client, code), code_hash), await examineVersion(client, name, code)]
  if (implementation === null) return found
  const slot = await ask(() => client.getStorageAt({ address, slot: implementationSlot }))
  const actual = slot === undefined ? null : `0x${slot.slice(-40)}`
  const abi = parseAbi(['function authority() view returns (address)'])
  const authority = await view(() => client.readContract({ address, abi, functionName: 'authority' }))
  return [
    ...found,
    finding(`${name}: implementation`, actual, implementation),
    finding(`${name}: authority`, authority, getAddress(deployment.contracts.Authority.address)),
  ]
}

/** Whether what runs is what this version of the package would deploy. */
async function examineVersion(client: ChainRegistry['client'], name: ContractName, address: Hex): Promise<Examined> {
  const artifact = readArtifact(`contracts/${sourceOf(name)}.sol`, sourceOf(name))
  const code = (await ask(() => client.getCode({ address }))) ?? '0x'
  const same = runningPart(code, artifact) === runningPart(artifact.deployedBytecode, artifact)
  return finding(`${name}: version`, same ? 'as in this package' : 'another one', 'as in this package')
}

/** Code without immutables, which are filled in when a contract is created, and without the compiler's metadata, whose length ends it. */
function runningPart(code: Hex, { immutableReferences = {} }: Artifact): string {
  let text = code.slice(2)
  for (const { start, length } of Object.values(immutableReferences).flat()) {
    text = `${text.slice(0, start * 2)}${'0'.repeat(length * 2)}${text.slice((start + length) * 2)}`
  }
  return text.slice(0, -2 * (2 + Number.parseInt(text.slice(-4), 16)))
}

const roleName = (id: bigint) => Object.entries(roleIds).find(([, value]) => value === id)?.[0] ?? String(id)

/** Every restricted function belongs to the role that it should. */
async function examinePowers({ client, deployment }: ChainRegistry): Promise<Examined[]> {
  const { address } = deployment.contracts.Authority
  const checks = powers.flatMap((power) =>
    selectorsOf(power).map(async (selector, index) => {
      const args = [deployment.contracts[power.contract].address, selector] as const
      const role = await view(() => client.readContract({ address, abi: authorityAbi, functionName: 'getTargetFunctionRole', args }))
      return finding(`${power.contract}.${power.functions[index]}: role`, roleName(role), power.role)
    }),
  )
  return Promise.all(checks)
}

const staffRoles: readonly string[] = ['REGISTRAR', 'PROGRAMME_MANAGER', 'REGULATOR']

function examineRoles(roles: readonly RoleMembers[]): Examined[] {
  const held = Object.keys(roleIds).map((role) => {
    const members = roles.find((each) => each.role === role)?.members ?? []
    return { check: `${role}: held by`, found: members.join(', ') || 'nobody', wanted: 'somebody', ok: members.length > 0 }
  })
  const staff = roles.filter(({ role }) => staffRoles.includes(role))
  const doubled = staff.flatMap(({ members }) => members).filter((member, index, all) => all.indexOf(member) !== index)
  const single = {
    check: 'staff roles of one account',
    found: doubled.join(', ') || 'one at most',
    wanted: 'one at most',
    ok: doubled.length === 0,
  }
  return [...held, single]
}
