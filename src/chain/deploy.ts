import { keccak256, type Hex } from 'viem'
import { digestOfJson } from '../domain/canonical-json.ts'
import type { Consortium } from '../domain/consortium.ts'
import { Problem } from '../domain/problem.ts'
import { requireChain, type Client } from './client.ts'
import { compiler } from './compiler.ts'
import { contractNames, readCodeHash, type Deployment } from './deployment.ts'
import { layOut, type Laid } from './lay-out/lay-out.ts'
import type { Sender } from './sender.ts'

export type DeployOptions = {
  readonly client: Client
  readonly sender: Sender
  /** Checked: `parseConsortium`. */
  readonly consortium: Consortium
  /** Tells deployments of one account on one chain apart. */
  readonly name: string
  /** Told before each step. */
  readonly onStep?: (step: string) => void
}

/**
 * Puts a consortium's contracts onto its chain and hands them over to its board. Every step stands in the sender's journal under an id of its
 * own: killed anywhere and started again, it goes on where it stopped, and sends nothing twice.
 * @throws Problem `wrong_chain`, `bytecode_missing`, `deployment_failed`, and those of `layOut` and the sender
 */
export async function deploy({ client, sender, consortium, name, onStep }: DeployOptions): Promise<Deployment> {
  await requireChain(client, consortium.chain_id)
  let block: number | undefined
  /** The id holds what is sent: with other bytecode or other accounts it is another step. */
  const send = async (step: string, to: Hex | null, data: Hex) => {
    onStep?.(step)
    const { receipt } = await sender.send({ id: `deploy:${name}:${step}:${keccak256(data).slice(2, 18)}`, to, data })
    block ??= Number(receipt.blockNumber)
    return receipt
  }
  const laid = await layOut(
    {
      deployer: sender.address,
      create: async (step, initCode) => {
        const { contractAddress, transactionHash } = await send(step, null, initCode)
        if (contractAddress !== null && contractAddress !== undefined) return contractAddress.toLowerCase() as Hex
        throw new Problem('deployment_failed', { detail: `${step}: transaction ${transactionHash} created no contract` })
      },
      call: async (step, to, data) => {
        await send(step, to, data)
      },
    },
    consortium,
  )
  return {
    chain_id: consortium.chain_id,
    block: block ?? 0,
    contracts: await describe(client, laid),
    compiler: compiler.version,
    settings: { ...compiler.settings, ...settingsOf(consortium, sender.address) },
  }
}

/** What a deployment file says of where it came from; `doctor` reads the deployer and the first staff there. */
export function settingsOf(consortium: Consortium, deployer: Hex) {
  return { deployer, ...consortium.staff, consortium: consortium.name, consortium_digest: digestOfJson(consortium) }
}

async function describe(client: Client, laid: Laid): Promise<Deployment['contracts']> {
  const entries = contractNames.map(async (name) => {
    const { address, implementation } = laid[name]
    const code = await readCodeHash(client, implementation ?? address)
    if (code === null) throw new Problem('contract_missing', { detail: `${name} should be at ${implementation ?? address}` })
    return [name, { address, implementation, code_hash: code }] as const
  })
  return Object.fromEntries(await Promise.all(entries)) as Deployment['contracts']
}
