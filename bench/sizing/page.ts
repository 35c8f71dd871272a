import { besuDisk, besuKeysASecond, besuMemory, besuThroughput } from './besu.ts'
import { latencyPart } from './latency-part.ts'
import { blockSeconds, demandOf, peak, years, yearSeconds, type Demand } from './machines.ts'
import { batch, wordRlp } from './measure-trie.ts'
import type { DrillReport, Measurements } from './sizing-file.ts'
import { amount, count, table } from './words.ts'
import { liveTrie, rewritten } from './trie-model.ts'

const yearly = [1e6, 1e8, 1e9, 1e10]

/** docs/sizing.md */
export function sizingPage(measured: Measurements, drills: DrillReport): string {
  const demands = yearly.map((keys) => demandOf(keys, measured))
  const parts = [
    opening(measured),
    bytesPart(measured),
    demandPart(measured, demands),
    machinesPart(demands),
    throughputPart(measured, demands),
  ]
  return `${[...parts, latencyPart(measured, drills), bounds()].join('\n\n')}\n`
}

function opening({ date, machine }: Measurements): string {
  const where = Object.entries(machine).map(([name, value]) => `${name} ${value}`)
  return `# Sizing

What a registry of a million, or of ten thousand million keys a year asks of chain, index and machines, and which latency can be promised (requirements 10 to 14; the note of 5.7.3).

\`npm run sizing\` computes this page from [sizing.json](sizing.json), which \`npm run sizing -- --measure\` measured, and from [network-drills.json](network-drills.json). Each figure is
**m**, measured there; **b**, measured once on Besu 26.9, all nodes on one machine of two cores; or **c**, computed from those by \`bench/sizing\`.

Measured on ${date}: ${where.join(', ')}. Everything that took part ran on that machine.`
}

function bytesPart(measured: Measurements): string {
  const { trie, registry, index } = measured
  const [small, large] = trie
  const counted = large ?? small
  if (counted === undefined) throw new Error('docs/sizing.json has no trie')
  const model = liveTrie(counted.keys, wordRlp)
  const modelled = rewritten(counted.keys, batch, wordRlp)
  const besu = rewritten(besuDisk.keys, besuDisk.keysABlock, wordRlp)
  const rows = [
    [
      `a trie of ${count(counted.keys)} keys, its nodes now`,
      amount(counted.live.bytes, 'B'),
      `m, by expectation ${amount(model.bytes, 'B')} (c)`,
    ],
    [
      `what the last transactions of ${batch} keys wrote anew in it`,
      amount(counted.rewritten.bytes, 'B'),
      `m, by expectation ${amount(modelled.bytes, 'B')} (c)`,
    ],
    ['the same trie with 1,000,000,000 keys, its nodes now', amount(liveTrie(1e9, wordRlp).bytes, 'B'), 'c'],
    [
      `and what ${batch} keys write anew in that, kept for good by a node on FOREST`,
      amount(rewritten(1e9, batch, wordRlp).bytes, 'B'),
      'c',
    ],
    [
      'Besu on FOREST after 136,000 keys, everything in its folder',
      amount(besuDisk.bytes / besuDisk.keys, 'B'),
      `b; of that the trie ${amount(besu.bytes + besu.nodes * 32, 'B')} (c)`,
    ],
    ['EDR, which keeps every state in memory', amount(registry.edr_bytes_a_key, 'B'), `m, ${count(registry.keys)} keys`],
    [`its share of a signed transaction of ${batch}`, amount(registry.transaction_bytes_a_key, 'B'), 'm'],
    ['its share of the receipt', amount(registry.receipt_bytes_a_key, 'B'), 'm'],
    [
      'the index, history of its records included',
      amount(index.bytes_a_key, 'B'),
      `m, ${count(index.keys)} keys; ten million: \`npm run bench -- index-size\``,
    ],
    [`gas in a transaction of ${batch}`, count(registry.gas_a_key), 'm'],
  ]
  return `## Bytes a key

A key is one word of storage: a leaf in the trie, and its share of the branches above.

${table(['of one key', 'takes', ''], rows)}

BONSAI keeps the trie as it is now and each word once more: ${amount(demandOf(1e9, measured).bonsai, 'B')} at ${years},000,000,000 keys (c). FOREST keeps every node that ever was. A state that is
suspended, revoked or handed on is written in its place: nothing on BONSAI, the path anew on FOREST. A whole lot that changes hands is one record whatever its size.`
}

function demandPart({ index }: Measurements, demands: readonly Demand[]): string {
  const row = (what: string, of: (demand: Demand) => string) => [what, ...demands.map(of)]
  const rows = [
    row('keys a second, mean of the year', (each) => amount(each.keys_a_second)),
    row(`keys a second, busiest hour (${peak} times that)`, (each) => amount(each.peak_keys_a_second)),
    row(`transactions a second, ${batch} keys each`, (each) => amount(each.transactions_a_second)),
    row('gas a second, mean', (each) => amount(each.gas_a_second)),
    row('gas a second, busiest hour', (each) => amount(each.peak_gas_a_second)),
    row(`state on FOREST, GB a year at ${years} years’ stock`, (each) => amount(each.forest_gb)),
    row('state on BONSAI, GB a year', (each) => amount(each.bonsai_gb)),
    row('transactions and receipts, GB a year', (each) => amount(each.history_gb)),
    row(`blocks, one every ${blockSeconds} s, empty or not, GB a year`, (each) => amount(each.blocks_gb)),
    row('index, GB a year', (each) => amount(each.index_gb)),
    row(`a follower that missed the year catches up in, minutes, at the rate of the first ${count(index.keys)} keys`, (each) =>
      amount(each.catch_up_minutes),
    ),
  ]
  return `## What so many keys a year ask for

All computed (c). 1,000,000,000 is requirement 13, 10,000,000,000 the last line of table 1.

${table(['', ...demands.map(({ keys }) => `${count(keys)} a year`)], rows)}`
}

function machinesPart(demands: readonly Demand[]): string {
  const disk = (gigabytes: number) => amount(Math.max(gigabytes * years, 20))
  const shared = ({ history_gb, blocks_gb }: Demand) => history_gb + blocks_gb
  const row = (what: string, of: (demand: Demand) => string) => [what, ...demands.map(of)]
  const cores = ({ peak_keys_a_second }: Demand) =>
    peak_keys_a_second * 3 < besuKeysASecond ? '2' : peak_keys_a_second < besuKeysASecond ? '4' : '8, see below'
  const rows = [
    row('validators', () => '7 or more (requirement 22)'),
    row('of them on FOREST, a quorum', () => '5 of 7'),
    row('cores of a validator', cores),
    row('memory of a validator, GB', (each) => amount(Math.ceil(4 + each.node_cache_gb))),
    row(`disk of a validator on FOREST for ${years} years, GB`, (each) => disk(each.forest_gb + shared(each))),
    row(`disk of a node on BONSAI for ${years} years, GB`, (each) => disk(each.bonsai_gb + shared(each))),
    row(`disk of an index for ${years} years, GB`, (each) => disk(each.index_gb)),
    row('memory of an oracle or gateway with its index, GB', (each) => amount(Math.ceil(1 + each.index_cache_gb))),
  ]
  return `## Machines

Computed (c). A node on Besu took ${besuMemory.idle} GB idle and ${besuMemory.load} GB under load (b); to that comes what it should keep in memory of the trie’s upper levels. SSDs throughout: a
transaction reads and writes the trie where chance has it.

${table(['', ...demands.map(({ keys }) => `${count(keys)} a year`)], rows)}

From about 100,000,000 a year FOREST outgrows what one disk holds in some years. A quorum of the validators needs it for its speed under load (the stalls that were reported of Besu are of BONSAI), the history of old
states nobody does: such a node is stopped, resynced from the others within the fault tolerance, and is small again. Readers, oracles and standby nodes run on BONSAI.`
}

function throughputPart({ registry }: Measurements, demands: readonly Demand[]): string {
  const tightest = demands.find(({ peak_keys_a_second }) => peak_keys_a_second > besuKeysASecond)
  const one = registry.gas_of_one
  const bytesOfOne = registry.transaction_bytes_of_one + registry.receipt_bytes_of_one
  const bytesAmong = registry.transaction_bytes_a_key + registry.receipt_bytes_a_key
  const rows = besuThroughput.map(({ validators, period, storage, keys, interval }) => [
    `${validators}, a block every ${period} s, ${storage}`,
    keys,
    interval,
  ])
  return `## What a network carries

${table(['validators (b)', 'keys a second', 'time between blocks'], rows)}

With every validator on the same two cores these are floors: a validator of its own has them for itself. ${count(besuKeysASecond)} keys a second are ${count(besuKeysASecond * yearSeconds)} keys a year around the
clock (c)${tightest === undefined ? '' : `; of the columns above, ${count(tightest.keys)} a year has a busiest hour beyond it, and asks for validators with cores of their own, a higher gas limit or a flatter load. None of that was measured here`}.

A key alone in its transaction takes ${count(one)} gas and ${count(bytesOfOne)} bytes of transaction and receipt (m), ${amount(one / registry.gas_a_key)} and ${amount(bytesOfOne / bytesAmong)} times what it takes among ${batch}. 1,000,000,000 a
year one by one are ${amount((1e9 / yearSeconds) * one)} gas a second (c), the 300 transactions a second of table 1 ${amount(300 * one)}; seven validators on two cores carried ${amount(besuKeysASecond * registry.gas_a_key)} (b), and their
blocks of 100,000,000 gas every 2 s hold no more than 50,000,000. Lists belong into one call (requirement 15).`
}

function bounds(): string {
  return `## What is not in these figures

- Nodes far from each other: a round of QBFT is three messages, so a block cannot come sooner than three times the longest way between a quorum. Nobody measured that here.
- Besu with more than 136,000 keys: what its database does with a thousand million is computed from the trie, compaction reckoned at 30 %.
- Two registries of two nations are two chains: each is sized by its own keys.
- An index on another machine than its node, and disks that others use too.`
}
