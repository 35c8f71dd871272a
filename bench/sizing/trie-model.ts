/**
 * What a Merkle Patricia trie of random keys takes (Yellow Paper, appendix D), by expectation: under a prefix of `l` nibbles lie Poisson(n / 16^l)
 * of n keys. Nodes below 32 bytes do not occur, because the rest of a key alone is longer.
 */
export type TrieSize = {
  /** Bytes of RLP a key. */
  readonly bytes: number
  /** Nodes a key. */
  readonly nodes: number
}

const fan = 16
const nibbles = 64
const hash = 33

/** RLP of a list whose items have `payload` bytes. */
const listed = (payload: number) => payload + (payload < 56 ? 1 : payload < 256 ? 2 : 3)

/** A leaf `depth` nibbles below the root, of a value of `value` bytes of RLP. */
const leaf = (depth: number, value: number) => listed(1 + Math.floor((nibbles - depth) / 2) + 1 + 1 + value)
const branch = (children: number) => listed(hash * children + (fan - children) + 1)
const extension = listed(2 + hash)

/** Of a prefix under which lie Poisson(`keys`): how likely a branch is there, and its bytes times that. */
function branchUnder(keys: number): { readonly likely: number; readonly bytes: number } {
  const filled = -Math.expm1(-keys / fan)
  let chance = (1 - filled) ** fan
  let [likely, bytes] = [0, 0]
  for (let children = 0; children <= fan; children++) {
    if (children >= 2) {
      likely += chance
      bytes += chance * branch(children)
    }
    chance *= filled === 1 ? (children === fan - 1 ? Infinity : 0) : ((fan - children) / (children + 1)) * (filled / (1 - filled))
  }
  return filled === 1 ? { likely: 1, bytes: branch(fan) } : { likely, bytes }
}

/** How likely all of two keys or more under a prefix share their next nibble, below a branch. */
function extensionUnder(keys: number): number {
  const child = keys / fan
  const alone = fan * -Math.expm1(-child) * Math.exp(-child * (fan - 1)) - keys * Math.exp(-keys)
  return Math.max(alone, 0) * -Math.expm1(-keys * (fan - 1))
}

/** How likely a key's leaf hangs at `depth`. */
const leafAt = (keys: number, depth: number) => Math.exp(-keys / fan ** depth) - Math.exp(-keys / fan ** (depth - 1))

/** The newest trie of `keys`, old nodes taken away. */
export function liveTrie(keys: number, value: number): TrieSize {
  let [bytes, nodes] = [0, 0]
  for (let depth = 0; depth < nibbles; depth++) {
    const prefixes = fan ** depth
    const { likely, bytes: branches } = branchUnder(keys / prefixes)
    const extensions = depth === 0 ? 0 : extensionUnder(keys / prefixes)
    const leaves = keys * leafAt(keys, depth + 1)
    bytes += prefixes * (branches + extensions * extension) + leaves * leaf(depth + 1, value)
    nodes += prefixes * (likely + extensions) + leaves
  }
  return { bytes: bytes / keys, nodes: nodes / keys }
}

/** What is written anew for each of `batch` keys that come into a trie of `keys` at once, themselves included: what a node that keeps old states keeps for good. */
export function rewritten(keys: number, batch: number, value: number): TrieSize {
  let [bytes, nodes] = [0, 0]
  const before = keys - batch
  for (let depth = 0; depth < nibbles; depth++) {
    const prefixes = fan ** depth
    const untouched = Math.exp(-batch / prefixes)
    const [now, then] = [branchUnder(keys / prefixes), branchUnder(before / prefixes)]
    // a leaf goes deeper where a new key shares its prefix
    const moved = before * leafAt(before, depth + 1) * -Math.expm1(-batch / fan ** (depth + 1))
    const leaves = batch * leafAt(keys, depth + 1)
    bytes += prefixes * (now.bytes - untouched * then.bytes) + leaves * leaf(depth + 1, value) + moved * leaf(depth + 2, value)
    nodes += prefixes * (now.likely - untouched * then.likely) + leaves + moved
  }
  return { bytes: bytes / batch, nodes: nodes / batch }
}
