import { requestTimeoutSeconds } from './besu.ts'
import { blockSeconds } from './machines.ts'
import type { Percentiles } from './measure-latency.ts'
import type { DrillReport, Measurements } from './sizing-file.ts'
import { amount, table } from './words.ts'

/** The note of 5.7.3: which latency a registry can promise. */
export function latencyPart({ latency }: Measurements, { date, besu, network, drills }: DrillReport): string {
  const row = (what: string, { samples, p50, p95, p99, worst }: Percentiles) => [
    what,
    ...[p50, p95, p99, worst].map((ms) => amount(ms)),
    String(samples),
  ]
  const rows = [
    row('write: one key, from the call to its 201', latency.write_one),
    row('write: 500 keys', latency.write_batch),
    row('write: 10,000 keys', latency.write_ten_thousand),
    row('read: `GET /v1/keys/{key_id}`', latency.read),
    row('read: the same, sixteen at once', latency.read_busy),
  ]
  const finality = drills.find(({ name, state }) => name === 'finality' && state === 'passed')?.figures
  const { middle = '', most = '' } = finality ?? {}
  const period = network.block_period_seconds
  const promises = [
    [
      'a read, at the oracle',
      `${amount(Math.max(latency.read_busy.p99 * 5, 50))} ms`,
      'm, five times the 99th percentile of sixteen at once',
    ],
    ['a read after a write’s receipt', 'the same', 'the answer of the write names its block; `min_block` asks for it'],
    [
      'a write, all validators there',
      `${3 * blockSeconds} s`,
      `b: middle ${middle} s and at most ${most} s until another node had it, of 20 at ${period} s a block (${besu}, ${date})`,
    ],
    [
      'a write, the next proposer silent',
      `${3 * blockSeconds + requestTimeoutSeconds} s`,
      `c: one round of ${requestTimeoutSeconds} s more`,
    ],
    [
      '10,000 keys in a call',
      `${6 * blockSeconds} s`,
      'c: 20 transactions of 11.7 Mgas, eight a block, and the one that opens the lot before them',
    ],
    [
      'a suspension, until a device is refused',
      `${3 * blockSeconds} s and 100 ms`,
      'a write, and what [benchmarks](benchmarks.md) has under `revocation`',
    ],
  ]
  return `## Latency that an operator can promise

Milliseconds, measured (m) on EDR, which makes a block as soon as there is a transaction: what everything but consensus takes.

${table(['', 'p50', 'p95', 'p99', 'worst', 'samples'], rows)}

Regular operation, with the files of \`derkey network init\`: a block every ${blockSeconds} s, a round of ${requestTimeoutSeconds} s.

${table(['for', 'promise', 'because'], promises)}

With more than a third of the validators away nothing is written until they are back ([runbook](runbook.md)); reads go on, and say how old they are.`
}
