import { createHash } from 'node:crypto'
import { expect } from 'chai'
import * as fc from 'fast-check'
import { drawSample } from '../../src/domain/draw-sample.ts'
import type { Hex } from '../../src/domain/fields.ts'
import { openWorkshop } from './openssl.ts'

const seed: Hex = `0x${'5e'.repeat(32)}`
const keys = Array.from(
  { length: 10 },
  (_, index): Hex =>
    `0x${createHash('sha256')
      .update(`key ${index + 1}`)
      .digest('hex')}`,
)
const hex32 = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes): Hex => `0x${Buffer.from(bytes).toString('hex')}`)

describe('the draw of a sample', () => {
  it('gives the known answer: 3 of `key 1` to `key 10`, hashed, by a seed of 5e', () => {
    expect(drawSample(seed, 3, keys)).to.deep.equal({
      population: 10,
      keys: [
        {
          rank: 1,
          key_id: '0x0dd1c1139f9b0c2c92834df116bedc300a4281d72ff70af48ee8ebae6a791398',
          score: '0x016422c6fc5c887206fb633ef673cc773d33bfaee00763cca3e5cf4ff0373c29',
        },
        {
          rank: 2,
          key_id: '0xbd083accbfa2ed57273cef976e0adf5714d5e92c5f644116ebffe06f4e0ce407',
          score: '0x0a232ec4cf48ef38f23add1715a11c0cab961a96516e70dfc698d8d7cdbebdc3',
        },
        {
          rank: 3,
          key_id: '0xa1788ce1d89fe8b456e26d4c37fd635633c259adc1ff7fffae353a5c73807b19',
          score: '0x6a4478396045ce82d3c2b11e171872f1f9ba8cd65a990caae49f2eead877c1ec',
        },
      ],
    })
  })

  it('scores a key as openssl does: SHA-256 of seed and key id', () => {
    const { run, write, remove } = openWorkshop()
    for (const { key_id, score } of drawSample(seed, 10, keys).keys) {
      write('scored', Buffer.from(seed.slice(2) + key_id.slice(2), 'hex'))
      expect(run('dgst', '-sha256', '-binary', 'scored').toString('hex')).to.equal(score.slice(2))
    }
    remove()
  })

  it('does not depend on the order of the keys, nor on how often one comes', () => {
    fc.assert(
      fc.property(hex32, fc.uniqueArray(hex32, { minLength: 1, maxLength: 40 }), fc.nat(50), (seed, ids, size) => {
        const drawn = drawSample(seed, size, ids)
        expect(drawSample(seed, size, [...ids.toReversed(), ...ids])).to.deep.equal(drawn)
        expect(drawn.keys).to.have.length(Math.min(size, ids.length))
        expect(ids).to.include.members(drawn.keys.map(({ key_id }) => key_id))
      }),
    )
  })

  it('draws a smaller sample as the beginning of a larger one', () => {
    const [three, seven] = [drawSample(seed, 3, keys), drawSample(seed, 7, keys)]
    expect(seven.keys.slice(0, 3)).to.deep.equal(three.keys)
  })

  it('changes with the seed, and treats all keys alike', () => {
    const chosen = new Map<Hex, number>()
    for (let index = 0; index < 2000; index += 1) {
      const each: Hex = `0x${createHash('sha256').update(`seed ${index}`).digest('hex')}`
      for (const { key_id } of drawSample(each, 3, keys).keys) chosen.set(key_id, (chosen.get(key_id) ?? 0) + 1)
    }
    // 600 are expected of each; four standard deviations of a binomial of 2000 and 0.3 are 82
    for (const key of keys) expect(chosen.get(key)).to.be.within(518, 682)
  })

  it('is empty where nothing was registered', () => {
    expect(drawSample(seed, 3, [])).to.deep.equal({ population: 0, keys: [] })
  })
})
