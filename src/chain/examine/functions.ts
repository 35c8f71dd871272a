import { toFunctionSelector, type AbiFunction } from 'viem'
import { authorityAbi as abi } from '../abi/authority.generated.ts'
import { readArtifact } from '../artifacts.ts'
import { recordContracts } from '../deployment.ts'
import { powers, roleIds, type RoleName } from '../powers.ts'
import { view, type ChainRegistry } from '../registry.ts'
import { finding, type Examined } from './finding.ts'

/** What the Authority restricts. */
const targets = ['Board', ...recordContracts] as const

/** Every function that changes something belongs to the role that it should: one of `powers`, or else ADMIN, as long as nobody said otherwise. */
export async function examineFunctions({ client, deployment }: ChainRegistry): Promise<Examined[]> {
  const { contracts } = deployment
  const authority = { address: contracts.Authority.address, abi } as const
  const checks = targets.map(async (name) => {
    const { address } = contracts[name]
    const roles = functionsOf(name).map(async (item) => {
      const args = [address, toFunctionSelector(item)] as const
      const role = await view(() => client.readContract({ ...authority, functionName: 'getTargetFunctionRole', args }))
      return finding(`${name}.${item.name}: role`, roleName(role), wantedRole(name, item.name))
    })
    const closed = await view(() => client.readContract({ ...authority, functionName: 'isTargetClosed', args: [address] }))
    const delay = await view(() => client.readContract({ ...authority, functionName: 'getTargetAdminDelay', args: [address] }))
    return [
      ...(await Promise.all(roles)),
      finding(`${name}: taken out of use`, closed ? 'yes' : 'no', 'no'),
      finding(`${name}: delay of a change of roles`, `${delay} s`, '0 s'),
    ]
  })
  return (await Promise.all(checks)).flat()
}

export function roleName(id: bigint): string {
  return Object.entries(roleIds).find(([, value]) => value === id)?.[0] ?? String(id)
}

function functionsOf(name: (typeof targets)[number]): AbiFunction[] {
  return readArtifact(`contracts/${name}.sol`, name).abi.filter(
    (item) => item.type === 'function' && item.stateMutability !== 'view' && item.stateMutability !== 'pure',
  ) as AbiFunction[]
}

function wantedRole(contract: string, name: string): RoleName {
  return powers.find((power) => power.contract === contract && power.functions.includes(name))?.role ?? 'ADMIN'
}
