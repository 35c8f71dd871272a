import type { Hex } from '../../domain/fields.ts'
import { Problem } from '../../domain/problem.ts'
import { ask } from '../chain-problem.ts'
import type { RpcRequest } from '../rpc-transport.ts'
import type { FollowedLog } from './window.ts'

export type LogRange = { readonly addresses: readonly Hex[]; readonly from: number; readonly to: number }

/**
 * Logs of the contracts in the blocks `from` to `to`, in the chain's order, each once.
 * @throws Problem `chain_nonsense` where one is of another contract or another block, stands there twice, or lacks something; and those of `ask`
 */
export async function readLogs(request: RpcRequest, { addresses, from, to }: LogRange): Promise<readonly FollowedLog[]> {
  const filter = { address: addresses, fromBlock: `0x${from.toString(16)}`, toBlock: `0x${to.toString(16)}` }
  const answer: unknown = await ask(() => request({ method: 'eth_getLogs', params: [filter] }))
  if (!Array.isArray(answer)) throw nonsense(answer, 'is no list of logs')
  const wanted = new Set(addresses)
  const logs = answer.map((log: unknown) => {
    const read = toLog(log)
    if (read === undefined) throw nonsense(log, 'is no log of a block')
    if (!wanted.has(read.address)) throw nonsense(log, 'is of a contract that was not asked for')
    if (read.blockNumber < from || read.blockNumber > to) throw nonsense(log, `is of a block outside of ${from} to ${to}`)
    return read
  })
  logs.sort((one, other) => Number(one.blockNumber - other.blockNumber) || one.logIndex - other.logIndex)
  for (const [index, log] of logs.entries()) {
    const before = logs[index - 1]
    if (before?.blockNumber !== log.blockNumber) continue
    if (before.logIndex === log.logIndex) throw nonsense(answer, `has log ${log.logIndex} of block ${log.blockNumber} twice`)
    if (before.blockHash !== log.blockHash) throw nonsense(answer, `has two hashes of block ${log.blockNumber}`)
  }
  return logs
}

const hash = /^0x[0-9a-f]{64}$/
const quantity = /^0x[0-9a-f]{1,13}$/
/** A block has no room for a million logs; the place of one among them is kept in so few bits. */
const place = /^0x[0-9a-f]{1,5}$/
const octets = /^0x([0-9a-f]{2})*$/

const is = (value: unknown, form: RegExp): value is Hex => typeof value === 'string' && form.test(value)

type Fields = Readonly<Record<string, unknown>>

function toLog(answer: unknown): FollowedLog | undefined {
  if (typeof answer !== 'object' || answer === null) return undefined
  const { address, topics, data, blockHash, blockNumber, logIndex, transactionHash, transactionIndex, removed } = answer as Fields
  if (typeof address !== 'string' || !Array.isArray(topics) || !topics.every((topic) => is(topic, hash))) return undefined
  if (!is(data, octets) || !is(blockHash, hash) || !is(transactionHash, hash) || removed === true) return undefined
  if (!is(blockNumber, quantity) || !is(logIndex, place) || !is(transactionIndex, quantity)) return undefined
  return {
    address: address.toLowerCase() as Hex,
    topics: topics as unknown as FollowedLog['topics'],
    data,
    blockHash,
    blockNumber: BigInt(blockNumber),
    logIndex: Number(logIndex),
    transactionHash,
    transactionIndex: Number(transactionIndex),
    removed: false,
  }
}

function nonsense(answer: unknown, why: string): Problem {
  return new Problem('chain_nonsense', { detail: `the node answers eth_getLogs with ${JSON.stringify(answer).slice(0, 80)}, which ${why}` })
}
