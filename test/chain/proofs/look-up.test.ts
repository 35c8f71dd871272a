import { createMerkleProof, createMPT } from '@ethereumjs/mpt'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { expect } from 'chai'
import * as fc from 'fast-check'
import { hexOf } from '../../../src/chain/proofs/bytes.ts'
import { lookUp, readNodes } from '../../../src/chain/proofs/look-up.ts'
import type { Hex } from '../../../src/domain/fields.ts'
import { problemOf } from '../../domain/problem-of.ts'

/** Short keys share beginnings and make nodes that stand in their parents; hashed ones are as state and storage have them. */
const keys = fc.oneof(
  fc.uint8Array({ minLength: 2, maxLength: 2 }),
  fc.uint8Array({ minLength: 1, maxLength: 1 }).map((bytes) => keccak_256(bytes)),
)
const values = fc.uint8Array({ minLength: 1, maxLength: 40 })
const entries = fc.uniqueArray(fc.tuple(keys, values), { minLength: 1, maxLength: 60, selector: ([key]) => hexOf(key) })

async function trieOf(some: readonly (readonly [Uint8Array, Uint8Array])[]) {
  const trie = await createMPT()
  for (const [key, value] of some) await trie.put(key, value)
  return { root: hexOf(trie.root()), prove: async (key: Uint8Array): Promise<Hex[]> => (await createMerkleProof(trie, key)).map(hexOf) }
}

describe('a trie’s proof', () => {
  it('says what is under a key, and that nothing is, as another implementation has it', async () => {
    await fc.assert(
      fc.asyncProperty(entries, fc.array(keys, { maxLength: 10 }), async (some, others) => {
        const { root, prove } = await trieOf(some)
        const known = new Map(some.map(([key, value]) => [hexOf(key), hexOf(value)]))
        for (const key of [...some.map(([key]) => key), ...others]) {
          const found = lookUp(root, key, readNodes([await prove(key)]))
          expect(found === undefined ? undefined : hexOf(found)).to.equal(known.get(hexOf(key)))
        }
      }),
      { numRuns: 60 },
    )
  })

  it('that was changed anywhere, or lacks a node, says nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(entries, fc.nat(), fc.nat(), fc.integer({ min: 1, max: 255 }), async (some, which, where, change) => {
        const { root, prove } = await trieOf(some)
        const [key, value] = some[which % some.length]!
        const proof = await prove(key)
        const place = which % proof.length
        const bytes = Buffer.from(proof[place]!.slice(2), 'hex')
        bytes[where % bytes.length]! ^= change
        for (const forged of [proof.with(place, hexOf(bytes)), proof.toSpliced(place, 1)]) {
          let found: Uint8Array | undefined
          // a proof repeats nodes that stand in their parents: without the copy it still holds
          const problem = problemOf(() => (found = lookUp(root, key, readNodes([forged]))))
          if (problem === undefined) expect(hexOf(found!)).to.equal(hexOf(value))
          else expect(problem.code).to.equal('proof_invalid')
        }
      }),
      { numRuns: 100 },
    )
  })

  it('of any bytes ends, and says nothing or that it does not hold', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 80 })), keys, (proof, key) => {
        const root = hexOf(keccak_256(proof[0] ?? new Uint8Array(0)))
        const problem = problemOf(() => lookUp(root, key, readNodes([proof.map(hexOf)])))
        if (problem !== undefined) expect(problem.code).to.equal('proof_invalid')
      }),
    )
  })
})
