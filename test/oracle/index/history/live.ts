import { numberToHex, type Log } from 'viem'
import { readLogs } from '../../../../src/chain/reads/logs.ts'
import type { ChainRegistry } from '../../../../src/chain/registry.ts'
import type { Hex } from '../../../../src/domain/fields.ts'
import { newRotatingKey } from '../../../support/rotating-key.ts'
import { tell } from '../../../support/tell.ts'
import type { Act, MakeAct, Stage } from './act.ts'
import { assessmentActs, documentActs, processActs, sampleActs } from './assessment-acts.ts'
import { entityActs } from './entity-acts.ts'
import { keyActs } from './key-acts.ts'
import { learn, type Known } from './known.ts'
import type { Choice } from './pick.ts'

const often: readonly (readonly MakeAct[])[] = [
  ...Array.from({ length: 10 }, () => keyActs),
  ...Array.from({ length: 4 }, () => assessmentActs),
  ...Array.from({ length: 2 }, () => processActs),
  ...Array.from({ length: 2 }, () => entityActs),
  documentActs,
  sampleActs,
]

/** Seconds from one block to the next: none, some, and so many that overlaps and offers end and a lost controller can be replaced. */
const steps = [0, 1, 1, 1, 5, 600, 600, 7200, 86_400 * 8]

export const newKeyPool = () => Array.from({ length: 40 }, newRotatingKey)
const strangers: readonly Hex[] = Array.from({ length: 12 }, (_, index) => numberToHex(0xabc00n + BigInt(index), { size: 20 }))

/** Whoever acts is anybody: EDR takes transactions of every account. */
export type History = {
  readonly known: Known
  /** Makes a block of some acts, of which the contracts may refuse some. @returns how many they took */
  block(): Promise<number>
}

export function startHistory(registry: ChainRegistry, known: Known, pick: Choice, fixed: Pick<Stage, 'staff' | 'keyPool'>): History {
  const { client, deployment } = registry
  const impersonated = new Set<string>()
  const send = async ({ from, call }: Act): Promise<Hex> => {
    if (!impersonated.has(from)) await tell(client, 'hardhat_impersonateAccount', from)
    impersonated.add(from)
    const transaction = { from, ...call, gas: '0x7a1200', gasPrice: '0x0' }
    return tell<Hex>(client, 'eth_sendTransaction', transaction)
  }
  return {
    known,
    block: async () => {
      const { number, timestamp } = await client.getBlock()
      const stage: Stage = {
        ...fixed,
        chainId: deployment.chain_id,
        contracts: deployment.contracts,
        known,
        pick,
        time: Number(timestamp),
        accounts: strangers,
      }
      await tell(client, 'evm_setAutomine', false)
      for (let sent = 2 + pick.number(8); sent > 0; sent--) {
        const act = pick.of(pick.of(often)!)!(stage)
        if (act !== undefined) await send(act)
      }
      await tell(client, 'evm_setNextBlockTimestamp', Number(timestamp) + pick.of(steps)!)
      await tell(client, 'evm_mine')
      await tell(client, 'evm_setAutomine', true)
      const block = Number(number) + 1
      const logs = await logsOf(registry, block, block)
      learn(known, logs)
      return new Set(logs.map(({ transactionHash }) => transactionHash)).size
    },
  }
}

/** Everything that the registry's contracts said. */
export async function logsOf({ client, deployment }: ChainRegistry, from: number, to: number): Promise<Log[]> {
  const address = Object.values(deployment.contracts).map((contract) => contract.address)
  const found: Log[] = []
  for await (const logs of readLogs(client, { address, from, to })) found.push(...logs)
  return found
}
