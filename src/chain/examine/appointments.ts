import { decodeFunctionData, encodeEventTopics, parseEventLogs, type Hex } from 'viem'
import { authorityAbi } from '../abi/authority.generated.ts'
import { boardTimelockAbi } from '../abi/board-timelock.generated.ts'
import { readHeight } from '../reads/block.ts'
import { readLogs } from '../reads/logs.ts'
import type { ChainRegistry } from '../registry.ts'
import { roleName } from './functions.ts'

/** Whom ordinary motions appointed: `ROLE ACCOUNT` of every grant that the timelock made. */
export async function readAppointments({ client, deployment }: ChainRegistry): Promise<Set<string>> {
  const { OrdinaryTimelock, Authority } = deployment.contracts
  const [topic] = encodeEventTopics({ abi: boardTimelockAbi, eventName: 'CallExecuted' })
  const range = { from: deployment.block, to: await readHeight(client) }
  const found = new Set<string>()
  for await (const logs of readLogs(client, { address: [OrdinaryTimelock.address], topics: [topic ?? null], ...range })) {
    for (const { args } of parseEventLogs({ abi: boardTimelockAbi, eventName: 'CallExecuted', logs })) {
      if (args.target.toLowerCase() !== Authority.address) continue
      for (const [role, account] of grantsIn(args.data)) found.add(`${roleName(role)} ${account.toLowerCase()}`)
    }
  }
  return found
}

function grantsIn(data: Hex): (readonly [bigint, Hex])[] {
  const { functionName, args } = decodeFunctionData({ abi: authorityAbi, data })
  if (functionName === 'multicall') return args[0].flatMap(grantsIn)
  return functionName === 'grantRole' ? [[args[0], args[1]]] : []
}
