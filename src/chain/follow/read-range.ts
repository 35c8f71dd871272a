import { Problem } from '../../domain/problem.ts'
import { requireHeader, type Endpoints } from './endpoints.ts'
import type { Endpoint } from './open-endpoint.ts'
import { readLogs, type LogRange } from './read-logs.ts'
import type { FollowedBlock, FollowedLog } from './window.ts'

/** Logs of a range; the headers of its first block, its last, and those with logs, ascending. */
export type Found = { readonly blocks: readonly FollowedBlock[]; readonly logs: readonly FollowedLog[] }

type Told = { readonly endpoint: Endpoint; readonly logs: readonly FollowedLog[]; readonly end: FollowedBlock }

/**
 * What the endpoints tell of a range: two of them where there are two, and the others where those two differ.
 * @returns `too much` where one cannot answer for so many blocks at once
 * @throws Problem `chain_disagrees`, `chain_nonsense` and those of `ask`; who is to blame is set aside
 */
export async function readRange(endpoints: Endpoints, believed: readonly Endpoint[], range: LogRange): Promise<Found | 'too much'> {
  const first = await tellTwo(endpoints, believed, range)
  if (first === 'too much') return first
  const { endpoint, logs, end } = first
  const numbers = new Set([range.from, ...logs.map(({ blockNumber }) => Number(blockNumber))])
  numbers.delete(range.to)
  const headers = await Promise.all([...numbers].map((number) => guarded(endpoints, endpoint, () => requireHeader(endpoint, number))))
  const blocks = [...headers, end]
  const hashes = new Map(blocks.map(({ number, hash }) => [number, hash]))
  for (const { blockNumber, blockHash } of logs) {
    const hash = hashes.get(Number(blockNumber))
    if (hash === blockHash) continue
    const detail = `${endpoint.name} says that block ${blockNumber} is ${hash}, and that its logs are of ${blockHash}`
    endpoints.accuse(endpoint, detail)
    throw new Problem('chain_nonsense', { detail })
  }
  for (const one of believed.slice(0, 2)) endpoints.served(one)
  return { blocks, logs }
}

async function tellTwo(endpoints: Endpoints, believed: readonly Endpoint[], range: LogRange): Promise<Told | 'too much'> {
  const [first, second] = await Promise.all(believed.slice(0, 2).map((endpoint) => tell(endpoints, endpoint, range)))
  if (first === undefined || first === 'too much' || second === 'too much') return 'too much'
  if (second === undefined || same(first, second)) return first
  const detail = `${first.endpoint.name} and ${second.endpoint.name} tell different logs of the blocks ${range.from} to ${range.to}`
  for (const other of believed.slice(2)) {
    const third = await tell(endpoints, other, range)
    if (third === 'too much') return third
    const liar = same(third, first) ? second : same(third, second) ? first : undefined
    if (liar === undefined) continue
    endpoints.accuse(liar.endpoint, `${detail}; ${other.name} tells them as ${liar === first ? second.endpoint.name : first.endpoint.name}`)
    return third
  }
  for (const { endpoint } of [first, second]) endpoints.accuse(endpoint, detail)
  throw new Problem('chain_disagrees', { detail })
}

async function tell(endpoints: Endpoints, endpoint: Endpoint, range: LogRange): Promise<Told | 'too much'> {
  return guarded(endpoints, endpoint, async () => {
    try {
      const [logs, end] = await Promise.all([readLogs(endpoint.request, range), requireHeader(endpoint, range.to)])
      return { endpoint, logs, end }
    } catch (error) {
      if (isTooMuch(error) && range.to > range.from) return 'too much'
      throw error
    }
  })
}

/** A node has its own words for it, or runs out of time, or sends more than is taken. */
function isTooMuch(error: unknown): boolean {
  if (!(error instanceof Problem)) return false
  return error.code === 'chain_refused' || error.code === 'chain_timeout' || error.cause instanceof RangeError
}

async function guarded<T>(endpoints: Endpoints, endpoint: Endpoint, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    endpoints.setAside(endpoint, error)
    throw error
  }
}

function same(one: Told, other: Told): boolean {
  return one.end.hash === other.end.hash && one.logs.length === other.logs.length && one.logs.every((log, i) => sameLog(log, other.logs[i]))
}

function sameLog(one: FollowedLog, other: FollowedLog | undefined): boolean {
  return (
    one.blockHash === other?.blockHash &&
    one.logIndex === other.logIndex &&
    one.address === other.address &&
    one.data === other.data &&
    one.topics.join() === other.topics.join()
  )
}
