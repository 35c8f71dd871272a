import { createMPT, type MerklePatriciaTrie } from '@ethereumjs/mpt'
import { decode, type NestedUint8Array } from '@ethereumjs/rlp'
import { createHash } from 'node:crypto'
import type { TrieSize } from './trie-model.ts'

/** RLP of a key's storage word: owner and times make it 26 bytes long. */
export const wordRlp = 27
export const batch = 500

export type MeasuredTrie = { readonly keys: number; readonly live: TrieSize; readonly rewritten: TrieSize }

/** Builds a trie of random keys with words as KeyRegistry stores them, `batch` at a time, and counts the nodes that are there and those that the last batches wrote. */
export async function measureTrie(keys: number, lastBatches = 5): Promise<MeasuredTrie> {
  const trie = await createMPT({ useNodePruning: true })
  let made = 0
  // as random as any, and the same each time
  const next = () => createHash('sha256').update(String(made++)).digest()
  const put = async (count: number) => {
    for (let each = 0; each < count; each++) {
      await trie.put(next(), Buffer.concat([Buffer.of(0x80 + wordRlp - 1), next().subarray(0, wordRlp - 1)]))
    }
  }
  const seen = new Set<string>()
  await put(keys - lastBatches * batch)
  await countNew(trie, seen)
  const written = { bytes: 0, nodes: 0 }
  for (let each = 0; each < lastBatches; each++) {
    await put(batch)
    const { bytes, nodes } = await countNew(trie, seen)
    written.bytes += bytes
    written.nodes += nodes
  }
  const live = await countNew(trie, new Set())
  const of = ({ bytes, nodes }: TrieSize, count: number) => ({ bytes: bytes / count, nodes: nodes / count })
  return { keys, live: of(live, keys), rewritten: of(written, lastBatches * batch) }
}

/** Counts the nodes from the root on that are not in `seen`, and adds them. */
async function countNew(trie: MerklePatriciaTrie, seen: Set<string>): Promise<TrieSize> {
  let [bytes, nodes] = [0, 0]
  const waiting = [trie.root()]
  for (let hash = waiting.pop(); hash !== undefined; hash = waiting.pop()) {
    const name = Buffer.from(hash).toString('latin1')
    if (seen.has(name)) continue
    const rlp = await trie.database().get(hash)
    if (rlp === undefined) throw new Error('a node of the trie is missing')
    seen.add(name)
    bytes += rlp.length
    nodes += 1
    waiting.push(...childrenOf(decode(rlp)))
  }
  return { bytes, nodes }
}

/** Hashes that a node refers to: of a branch its 16 children, of an extension the last item; the last item of a leaf is its value. */
function childrenOf(node: Uint8Array | NestedUint8Array): Uint8Array[] {
  if (!Array.isArray(node)) throw new Error('a node of the trie is no list')
  if (node.length === 17) return node.slice(0, 16).filter((item): item is Uint8Array => item instanceof Uint8Array && item.length === 32)
  const [path, item] = node as Uint8Array[]
  const isLeaf = ((path?.[0] ?? 0) & 0x20) !== 0
  return isLeaf || item === undefined ? [] : [item]
}
