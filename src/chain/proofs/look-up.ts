import type { Hex } from '../../domain/fields.ts'
import { bytesOf, decodeRlp, encodeRlp, hexOf, invalid, keccak, singleBytes, type Rlp } from './bytes.ts'

/** Nodes of tries by their hashes; each was hashed here, so that none can stand under a hash that is not its own. */
export type TrieNodes = ReadonlyMap<Hex, Rlp>

/** keccak-256 of RLP of nothing: the root of a trie that is empty. */
const emptyRoot: Hex = '0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421'

/** Proofs of neighbours share nodes: each is hashed once. @throws Problem `proof_invalid` */
export function readNodes(proofs: Iterable<readonly Hex[]>): TrieNodes {
  const seen = new Set<Hex>()
  const nodes = new Map<Hex, Rlp>()
  for (const proof of proofs) {
    for (const node of proof) {
      if (seen.has(node)) continue
      seen.add(node)
      const bytes = bytesOf(node)
      nodes.set(keccak(bytes), decodeRlp(bytes))
    }
  }
  return nodes
}

/**
 * What a trie (Ethereum Yellow Paper, appendix D) has under a key, by the nodes from its root to there; undefined: that it has nothing is proven as well.
 * @throws Problem `proof_invalid` where the nodes do not lead to an answer
 */
export function lookUp(root: Hex, key: Uint8Array, nodes: TrieNodes): Uint8Array | undefined {
  if (root === emptyRoot) return undefined
  const path = nibblesOf(key)
  let node = nodes.get(root)
  if (node === undefined) throw invalid('the node at the root is not among those given')
  let place = 0
  for (;;) {
    if (!Array.isArray(node)) throw invalid('a node of a trie is no list')
    let next: Rlp | undefined
    if (node.length === 17) {
      if (place === path.length) return valueOf(node[16])
      next = node[path[place++]!]
    } else if (node.length === 2) {
      const { isLeaf, nibbles } = readPath(singleBytes(node[0], 'the path of a node'))
      const follows = nibbles.every((nibble, index) => path[place + index] === nibble)
      place += nibbles.length
      if (isLeaf) return follows && place === path.length ? valueOf(node[1]) : undefined
      if (!follows) return undefined
      next = node[1]
    } else {
      throw invalid(`a node of a trie has ${node.length} parts`)
    }
    if (next instanceof Uint8Array && next.length === 0) return undefined
    node = resolve(next, nodes)
  }
}

/** A node of less than 32 bytes stands in its parent itself. */
function resolve(reference: Rlp | undefined, nodes: TrieNodes): Rlp {
  if (Array.isArray(reference)) {
    if (encodeRlp(reference).length < 32) return reference
    throw invalid('a node of 32 bytes or more stands in its parent')
  }
  const node = reference?.length === 32 ? nodes.get(hexOf(reference)) : undefined
  if (node === undefined) throw invalid('a node on the way is not among those given')
  return node
}

const valueOf = (value: Rlp | undefined) => {
  const bytes = singleBytes(value, 'the value of a node')
  return bytes.length === 0 ? undefined : bytes
}

function nibblesOf(key: Uint8Array): Uint8Array {
  const nibbles = new Uint8Array(key.length * 2)
  for (const [index, byte] of key.entries()) {
    nibbles[2 * index] = byte >> 4
    nibbles[2 * index + 1] = byte & 15
  }
  return nibbles
}

/** The first nibble says whether it is a leaf, and whether the path has an odd number of nibbles. */
function readPath(bytes: Uint8Array): { isLeaf: boolean; nibbles: Uint8Array } {
  const nibbles = nibblesOf(bytes)
  const flag = nibbles[0]
  if (flag === undefined || flag > 3) throw invalid('the path of a node has no flag')
  return { isLeaf: flag >= 2, nibbles: nibbles.subarray(flag % 2 === 1 ? 1 : 2) }
}
