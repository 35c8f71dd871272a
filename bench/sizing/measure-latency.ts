import { startOracleWorld, type ActorName } from '../../test/oracle/oracle-world.ts'
import { randomKeyIds } from '../gas.ts'

/** Milliseconds. */
export type Percentiles = {
  readonly samples: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly worst: number
}

export type MeasuredLatency = {
  /** From the call until its 201, with `Prefer: wait`, on EDR, which makes a block as soon as there is a transaction. */
  readonly write_one: Percentiles
  readonly write_batch: Percentiles
  readonly write_ten_thousand: Percentiles
  /** `GET /v1/keys/{key_id}`, one after the other on a connection that is kept. */
  readonly read: Percentiles
  /** The same, sixteen at once. */
  readonly read_busy: Percentiles
}

/** What an oracle takes that runs in the same process as its chain and its client. */
export async function measureLatency(): Promise<MeasuredLatency> {
  const there = await startOracleWorld({ proof_of_possession: 'not_required' })
  try {
    const { process_id } = there.world.processes.secure_element
    const known = randomKeyIds(500)
    // a plain request: `there.call` asks the chain for its head before each, and holds the answer to the API's description
    const call = async (actor: ActorName, path: string, init: RequestInit = {}) => {
      const headers = { authorization: `Bearer ${there.tokens[actor]}`, 'content-type': 'application/json', prefer: 'wait=60' }
      const response = await fetch(`${there.oracle().url}${path}`, { ...init, headers })
      return { status: response.status, body: await response.text() }
    }
    const write = (key_ids: readonly string[]) =>
      call('chip_maker', '/v1/keys', { method: 'POST', body: JSON.stringify({ process_id, key_ids }) })
    const { status, body } = await write(known)
    if (status !== 201) throw new Error(body)
    const { block } = (JSON.parse(body) as { as_of: { block: number } }).as_of
    let next = 0
    const read = () => call('utility', `/v1/keys/${known[next++ % known.length]}?min_block=${block}`)
    for (let warm = 0; warm < 200; warm++) await read()
    return {
      write_one: await timed(100, () => write(randomKeyIds(1))),
      write_batch: await timed(50, () => write(randomKeyIds(500))),
      write_ten_thousand: await timed(5, () => write(randomKeyIds(10_000))),
      read: await timed(2000, read),
      read_busy: await timed(4000, read, 16),
    }
  } finally {
    await there.close()
  }
}

async function timed(samples: number, call: () => Promise<{ readonly status: number }>, atOnce = 1): Promise<Percentiles> {
  const times: number[] = []
  let left = samples
  const line = async () => {
    while (left-- > 0) {
      const began = performance.now()
      const { status } = await call()
      if (status >= 300) throw new Error(`answered ${status}`)
      times.push(performance.now() - began)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, line))
  times.sort((one, other) => one - other)
  const at = (share: number) => Math.round((times[Math.min(Math.ceil(times.length * share), times.length) - 1] ?? 0) * 10) / 10
  return { samples, p50: at(0.5), p95: at(0.95), p99: at(0.99), worst: at(1) }
}
