import type { Measurements } from './sizing-file.ts'
import { batch, wordRlp } from './measure-trie.ts'
import { liveTrie, rewritten } from './trie-model.ts'

export const yearSeconds = 365 * 86_400
/** Factories work nights and quarters' ends: the busiest hour against the mean of the year. */
export const peak = 10
export const years = 3
/** Besu with the files of `derkey network init`. */
export const blockSeconds = 2
/** Header and commit seals of seven validators, RLP, and what the database keeps of it beside that. */
const blockBytes = 1500
/** RocksDB names a node of the trie by its hash (FOREST), or by account and path (BONSAI), and a word by account and slot. */
const forestName = 32
const bonsaiName = 38
const flatBytes = 32 + 32 + wordRlp
/** What a database takes beside its records, and what it has not compacted yet. */
const slack = 1.3
const gb = 1e9

export type Demand = {
  readonly keys: number
  readonly keys_a_second: number
  readonly peak_keys_a_second: number
  readonly transactions_a_second: number
  readonly gas_a_second: number
  readonly peak_gas_a_second: number
  /** Bytes a key, of the stock at the end of so many years. */
  readonly forest: number
  readonly bonsai: number
  readonly history: number
  /** GB a year. */
  readonly forest_gb: number
  readonly bonsai_gb: number
  readonly history_gb: number
  readonly blocks_gb: number
  readonly index_gb: number
  /** GB: what a node touches again and again when it writes, the upper levels of the trie; and the pages of an index that a look-up passes through. */
  readonly node_cache_gb: number
  readonly index_cache_gb: number
  /** Minutes in which one follower that was away reads a year. */
  readonly catch_up_minutes: number
}

/** What `keys` new keys a year ask of the chain and its readers; `stock`: those that are there by then. */
export function demandOf(keys: number, { registry, index }: Measurements): Demand {
  const mean = keys / yearSeconds
  const stock = keys * years
  const perBlock = Math.max(batch, mean * blockSeconds)
  const [live, written] = [liveTrie(stock, wordRlp), rewritten(stock, perBlock, wordRlp)]
  const forest = (written.bytes + written.nodes * forestName) * slack
  const bonsai = (live.bytes + live.nodes * bonsaiName + flatBytes) * slack
  const history = registry.transaction_bytes_a_key + registry.receipt_bytes_a_key
  return {
    keys,
    keys_a_second: mean,
    peak_keys_a_second: mean * peak,
    transactions_a_second: mean / batch,
    gas_a_second: mean * registry.gas_a_key,
    peak_gas_a_second: mean * peak * registry.gas_a_key,
    forest,
    bonsai,
    history,
    forest_gb: (keys * forest) / gb,
    bonsai_gb: (keys * bonsai) / gb,
    history_gb: (keys * history) / gb,
    blocks_gb: ((yearSeconds / blockSeconds) * blockBytes) / gb,
    index_gb: (keys * index.bytes_a_key) / gb,
    node_cache_gb: Math.min(stock * (live.bytes - 60) * 0.1, 64 * gb) / gb,
    index_cache_gb: (stock * index.bytes_a_key * 0.02) / gb,
    catch_up_minutes: keys / index.keys_a_second / 60,
  }
}
