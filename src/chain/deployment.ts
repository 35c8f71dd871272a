import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { keccak256, type Hex } from 'viem'
import { z } from 'zod'
import { Problem } from '../domain/problem.ts'
import { ask } from './chain-problem.ts'
import { requireChain, type Client } from './client.ts'

const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'must be 0x and 40 hex digits')
  .transform((value) => value.toLowerCase() as Hex)
const digest = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/, 'must be 0x and 64 lower-case hex digits')
  .transform((value) => value as Hex)

/** `implementation` is the proxy's, null where there is no proxy; `code_hash` is keccak-256 of the code that runs: the implementation's. */
const contract = z.strictObject({ address, implementation: address.nullable(), code_hash: digest })

/** Behind a UUPS proxy each. */
export const recordContracts = [
  'DocumentRegistry',
  'EntityRegistry',
  'ProcessRegistry',
  'AssessmentRegistry',
  'KeyRegistry',
  'SampleRegistry',
] as const

/** Without a proxy: replaced, never upgraded. */
const governanceContracts = [
  'Authority',
  'ValidatorSet',
  'Board',
  'OrdinaryGovernor',
  'OrdinaryTimelock',
  'ConstitutionGovernor',
  'ConstitutionTimelock',
] as const

/** Of the records, without a proxy: the second half of the KeyRegistry's code, and who reads all of them at once. */
export const keyContracts = ['KeyLifeCycle', 'KeyLens'] as const

/** The contracts of the records, each behind those that it needs to be told of. */
export const layOutOrder = [
  'DocumentRegistry',
  'EntityRegistry',
  'ProcessRegistry',
  'AssessmentRegistry',
  'KeyLifeCycle',
  'KeyRegistry',
  'KeyLens',
  'SampleRegistry',
] as const satisfies readonly ((typeof recordContracts)[number] | (typeof keyContracts)[number])[]

/** Names of the contracts, in the order in which they come to be. */
export const contractNames = [...governanceContracts, ...layOutOrder] as const
export type ContractName = (typeof contractNames)[number]

/** The contract in contracts/ that a name of a deployment is an instance of. */
export function sourceOf(name: ContractName): string {
  return name.replace(/^(Ordinary|Constitution)/, 'Board')
}

/** deployments/NAME.json: where the registry stands on one chain. */
export const deploymentFile = z
  .strictObject({
    chain_id: z.number().int().positive(),
    /** Block of the first contract: nothing of the registry lies before it. */
    block: z.number().int().nonnegative(),
    contracts: z.strictObject({
      Authority: contract,
      ValidatorSet: contract,
      Board: contract,
      OrdinaryGovernor: contract,
      OrdinaryTimelock: contract,
      ConstitutionGovernor: contract,
      ConstitutionTimelock: contract,
      DocumentRegistry: contract,
      EntityRegistry: contract,
      ProcessRegistry: contract,
      AssessmentRegistry: contract,
      KeyLifeCycle: contract,
      KeyRegistry: contract,
      KeyLens: contract,
      SampleRegistry: contract,
    }),
    compiler: z.string(),
    settings: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Deployment' })
export type Deployment = z.infer<typeof deploymentFile>

/** @throws Problem `deployment_missing`, `deployment_invalid` */
export function readDeployment(file: string): Deployment {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    const detail = missing ? `${file} does not exist` : `${file}: ${(error as Error).message}`
    throw new Problem(missing ? 'deployment_missing' : 'file_unreadable', { field: 'deployment', detail, cause: error })
  }
  return parseDeployment(text, file)
}

function parseDeployment(text: string, file: string): Deployment {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new Problem('deployment_invalid', { field: 'deployment', detail: `${file} is no JSON`, cause: error })
  }
  requireGovernance(json, file)
  const parsed = deploymentFile.safeParse(json)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`))
  throw new Problem('deployment_invalid', { field: 'deployment', detail: `${file}: ${faults.join('; ')}` })
}

/** Before there was a board, the account that deployed stood in its place. */
function requireGovernance(json: unknown, file: string): void {
  const known = z.object({ contracts: z.object({ Authority: z.unknown().refine((value) => value !== undefined) }).loose() }).safeParse(json)
  const missing = known.success ? governanceContracts.filter((name) => !(name in known.data.contracts)) : []
  if (missing.length === 0) return
  const detail = `${file} is of a version without a board: it names no ${missing.join(', ')}. Deploy anew, with --consortium`
  throw new Problem('deployment_invalid', { field: 'deployment', detail })
}

/** Writes the whole file or nothing. @throws Problem `file_unwritable` */
export function writeDeployment(file: string, deployment: Deployment): void {
  const draft = `${file}.${process.pid}.part`
  try {
    writeFileSync(draft, `${JSON.stringify(deployment, null, 2)}\n`)
    renameSync(draft, file)
  } catch (error) {
    throw new Problem('file_unwritable', { field: 'name', detail: `${file}: ${(error as Error).message}`, cause: error })
  }
}

/**
 * Checks that the node is of the deployment's chain, and that there is code where the contracts should be.
 * @throws Problem `wrong_chain`, `contract_missing`
 */
export async function requireDeployment(client: Client, { chain_id, contracts }: Deployment): Promise<void> {
  await requireChain(client, chain_id)
  await Promise.all(
    contractNames.map(async (name) => {
      const { address: at } = contracts[name]
      if ((await readCodeHash(client, at)) === null) throw new Problem('contract_missing', { detail: `${name} should be at ${at}` })
    }),
  )
}

/** keccak-256 of the code at an address; null where there is none. */
export async function readCodeHash(client: Client, at: Hex): Promise<Hex | null> {
  const code = await ask(() => client.getCode({ address: at }))
  return code === undefined || code === '0x' ? null : keccak256(code)
}
