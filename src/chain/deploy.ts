import { encodeDeployData, encodeFunctionData, keccak256, type Hex } from 'viem'
import { Problem } from '../domain/problem.ts'
import { authorityAbi } from './abi/authority.generated.ts'
import { readArtifact } from './artifacts.ts'
import { requireChain, type Client } from './client.ts'
import { compiler } from './compiler.ts'
import { contractNames, readCodeHash, type ContractName, type Deployment } from './deployment.ts'
import { powers, roleIds, selectorsOf, staffRoles } from './powers.ts'
import type { Sender, Sent } from './sender.ts'

/** The Governing Body's staff: three different accounts. */
export type Staff = { readonly registrar: Hex; readonly programme_manager: Hex; readonly regulator: Hex }

export type DeployOptions = {
  readonly client: Client
  readonly sender: Sender
  readonly chainId: number
  /** Tells deployments of one account on one chain apart. */
  readonly name: string
  readonly staff: Staff
  /** Told before each step. */
  readonly onStep?: (step: string) => void
}

type Placed = { readonly address: Hex; readonly implementation: Hex | null; readonly block: number }

/**
 * Puts the contracts onto a chain and gives the roles. Every step stands in the sender's journal under an id of its own: killed anywhere and
 * started again, it goes on where it stopped, and sends nothing twice. Until a board exists, the deployer holds ADMIN and BOARD.
 * @throws Problem `wrong_chain`, `staff_role_held`, `bytecode_missing`, `deployment_failed`, and those of the sender
 */
export async function deploy(options: DeployOptions): Promise<Deployment> {
  const { client, sender, chainId, staff } = options
  await requireChain(client, chainId)
  requireDifferent(staff)

  const authority = await create(options, 'Authority', 'Authority', [sender.address])
  const placed: Record<ContractName, Placed> = {} as Record<ContractName, Placed>
  placed.Authority = { ...authority, implementation: null }
  for (const name of recordContracts) {
    const before = reads[name].map((each) => placed[each].address)
    const implementation = await create(options, name, name, before)
    const initialize = encodeFunctionData({ abi: initializeAbi, args: [authority.address] })
    const proxy = await create(options, `${name} proxy`, 'RegistryProxy', [implementation.address, initialize])
    placed[name] = { ...proxy, implementation: implementation.address }
  }
  await giveRoles(options, placed)
  return describe(options, placed)
}

const recordContracts = ['DocumentRegistry', 'EntityRegistry', 'ProcessRegistry', 'AssessmentRegistry', 'KeyRegistry'] as const

/** Which contracts a record contract reads: arguments of its constructor. */
const reads: Record<(typeof recordContracts)[number], readonly ContractName[]> = {
  DocumentRegistry: [],
  EntityRegistry: [],
  ProcessRegistry: ['EntityRegistry'],
  AssessmentRegistry: ['DocumentRegistry', 'EntityRegistry', 'ProcessRegistry'],
  KeyRegistry: ['EntityRegistry', 'ProcessRegistry', 'AssessmentRegistry'],
}

const initializeAbi = [
  { type: 'function', name: 'initialize', stateMutability: 'nonpayable', inputs: [{ name: 'authority', type: 'address' }], outputs: [] },
] as const

async function create(options: DeployOptions, step: string, contract: string, args: readonly unknown[]) {
  const { abi, bytecode } = readArtifact(`contracts/${contract}.sol`, contract)
  const { receipt } = await sendStep(options, step, null, encodeDeployData({ abi, bytecode, args }))
  if (receipt.contractAddress === null || receipt.contractAddress === undefined) {
    throw new Problem('deployment_failed', { detail: `${step}: transaction ${receipt.transactionHash} created no contract` })
  }
  return { address: receipt.contractAddress.toLowerCase() as Hex, block: Number(receipt.blockNumber) }
}

/** The id holds what is sent: with other bytecode or other accounts it is another step. */
function sendStep({ sender, name, onStep }: DeployOptions, step: string, to: Hex | null, data: Hex): Promise<Sent> {
  onStep?.(step)
  return sender.send({ id: `deploy:${name}:${step}:${keccak256(data).slice(2, 18)}`, to, data })
}

/** All roles in one transaction, so that there is no moment with some of them. */
async function giveRoles(options: DeployOptions, placed: Record<ContractName, Placed>): Promise<void> {
  const { staff, sender } = options
  const abi = authorityAbi
  const labels = Object.entries(roleIds).filter(([role]) => role !== 'ADMIN')
  const members = [
    [roleIds.BOARD, sender.address],
    [roleIds.REGISTRAR, staff.registrar],
    [roleIds.PROGRAMME_MANAGER, staff.programme_manager],
    [roleIds.REGULATOR, staff.regulator],
  ] as const
  const calls = [
    ...labels.map(([role, id]) => encodeFunctionData({ abi, functionName: 'labelRole', args: [id, role] })),
    ...powers.map((power) => {
      const args = [placed[power.contract].address, selectorsOf(power), roleIds[power.role]] as const
      return encodeFunctionData({ abi, functionName: 'setTargetFunctionRole', args })
    }),
    ...members.map(([role, account]) => encodeFunctionData({ abi, functionName: 'grantRole', args: [role, account, 0] })),
    ...staffRoles.map((role) => encodeFunctionData({ abi, functionName: 'setRoleAdmin', args: [roleIds[role], roleIds.BOARD] })),
  ]
  const data = encodeFunctionData({ abi, functionName: 'multicall', args: [calls] })
  await sendStep(options, 'roles', placed.Authority.address, data)
}

async function describe({ client, chainId, staff, sender }: DeployOptions, placed: Record<ContractName, Placed>): Promise<Deployment> {
  const entries = contractNames.map(async (name) => {
    const { address, implementation } = placed[name]
    const code = await readCodeHash(client, implementation ?? address)
    if (code === null) throw new Problem('contract_missing', { detail: `${name} should be at ${implementation ?? address}` })
    return [name, { address, implementation, code_hash: code }] as const
  })
  return {
    chain_id: chainId,
    block: placed.Authority.block,
    contracts: Object.fromEntries(await Promise.all(entries)) as Deployment['contracts'],
    compiler: compiler.version,
    settings: { ...compiler.settings, deployer: sender.address, ...staff },
  }
}

function requireDifferent(staff: Staff): void {
  const accounts = Object.entries(staff)
  for (const [role, account] of accounts) {
    const same = accounts.find(([other, value]) => other !== role && value.toLowerCase() === account.toLowerCase())
    if (same !== undefined) throw new Problem('staff_role_held', { field: role, detail: `${account} is named as ${same[0]} too` })
  }
}
