import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { expect } from 'chai'
import { cutoffsOf } from '../../../src/keygen/entropy/cutoffs.ts'
import { noiseAndOperatingSystem } from '../../../src/keygen/entropy/entropy-source.ts'
import { healthTests } from '../../../src/keygen/entropy/health-tests.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { thrownBy } from '../thrown-by.ts'

describe('the health tests of a noise source (SP 800-90B, 4.4)', () => {
  const folder = temporaryFolder()
  after(() => folder.remove())

  it('have the cutoffs of the standard at 1 false alarm in 2^30', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8].map((minEntropy) => cutoffsOf(minEntropy).proportion)).to.deep.equal(
      [1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n].map(exactProportion),
    )
    // of 1/n bits a sample, from 80 decimal digits
    const fractions = [325, 422, 458, 477, 487, 494, 499, 502, 505, 507, 508, 509, 510, 511, 512]
    expect(fractions.map((_, index) => cutoffsOf(1 / (index + 1)).proportion)).to.deep.equal(fractions)
    expect([1, 0.5, 4, 8].map((minEntropy) => cutoffsOf(minEntropy).repetition)).to.deep.equal([31, 61, 9, 5])
    expect(cutoffsOf(0.01).proportion, 'a test that can fail').to.equal(512)
  })

  it('pass good noise, by the million samples', () => {
    const test = healthTests(7)
    for (let round = 0; round < 64; round++) test(randomBytes(16_384))
  })

  it('find a source that is stuck, at the very sample', () => {
    const test = healthTests(4)
    test(Buffer.alloc(8, 7))
    expect(thrownBy(() => test(Buffer.of(7))))
      .to.include({ code: 'noise_source_failed' })
      .and.have.property('message')
      .match(/repetition/)
    expect(
      thrownBy(() => test(randomBytes(16))),
      'it stays failed',
    ).to.include({ code: 'noise_source_failed' })
  })

  it('find a source that lost its entropy without getting stuck', () => {
    const test = healthTests(4)
    const biased = Buffer.from(randomBytes(4096).map((octet, index) => (index % 3 === 0 ? 9 : octet)))
    expect(thrownBy(() => test(biased)))
      .to.have.property('message')
      .match(/adaptive proportion/)
  })

  it('run at the start, before any key, and while keys are made', () => {
    writeFileSync(folder.file('stuck'), Buffer.alloc(4096))
    writeFileSync(folder.file('short'), randomBytes(1023))
    writeFileSync(folder.file('later'), Buffer.concat([randomBytes(1024 + 100), Buffer.alloc(200)]))
    for (const file of ['stuck', 'short', 'absent']) {
      const problem = thrownBy(() => noiseAndOperatingSystem({ file: folder.file(file), minEntropy: 4 }))
      expect(problem, file).to.include({ code: 'noise_source_failed' })
    }
    const source = noiseAndOperatingSystem({ file: folder.file('later'), minEntropy: 4 })
    const bytes = Buffer.alloc(32)
    source.fill(bytes)
    expect(bytes.equals(Buffer.alloc(32))).to.equal(false)
    bytes.fill(0)
    expect(thrownBy(() => source.fill(bytes))).to.include({ code: 'noise_source_failed' })
    expect(bytes.equals(Buffer.alloc(32)), 'nothing is given out').to.equal(true)
    source.close()
  })

  it('never give the same bits twice for the same noise', () => {
    writeFileSync(folder.file('noise'), randomBytes(4096))
    const [one, two] = [1, 2].map(() => {
      const source = noiseAndOperatingSystem({ file: folder.file('noise'), minEntropy: 8 })
      const bytes = Buffer.alloc(32)
      source.fill(bytes)
      source.close()
      return bytes.toString('hex')
    })
    expect(one).to.not.equal(two)
  })
})

/** 1 + critbinom(512, 2^-H, 1 - 2^-30) in whole numbers: every probability times 2^(512 H). */
function exactProportion(minEntropy: bigint): number {
  const others = 2n ** minEntropy - 1n
  let [tail, choose] = [0n, 1n]
  for (let k = 512n; k > 0n; k--) {
    tail += choose * others ** (512n - k)
    if (tail * 2n ** 30n > 2n ** (512n * minEntropy)) return Number(k) + 1
    choose = (choose * k) / (513n - k)
  }
  throw new Error('no cutoff')
}
