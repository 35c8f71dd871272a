import { expect } from 'chai'
import { catchUpRate } from '../../scripts/index/catch-up-rate.ts'

describe('the rate of a catch-up', () => {
  it('is that of all keys so far; the time left is that of the blocks of the last seconds', () => {
    let now = 1_000_000
    const rate = catchUpRate(() => now)
    expect(rate({ block: 100, head: 1100, keys: 0 })).to.include({ keys: 0, seconds_left: null })
    now += 10_000
    expect(rate({ block: 600, head: 1100, keys: 50_000 })).to.deep.equal({
      block: 600,
      head: 1100,
      keys: 50_000,
      keys_per_second: 5000,
      seconds_left: 10,
    })
    now += 10_000
    expect(rate({ block: 1100, head: 1100, keys: 10_000 })).to.include({ keys: 60_000, keys_per_second: 3000, seconds_left: 0 })
  })

  it('forgets blocks that were much quicker long ago', () => {
    let now = 0
    const rate = catchUpRate(() => now)
    rate({ block: 0, head: 10_000, keys: 0 })
    for (const block of [5000, 5100, 5200, 5300, 5400]) {
      now += 20_000
      rate({ block, head: 10_000, keys: 0 })
    }
    now += 20_000
    expect(rate({ block: 5500, head: 10_000, keys: 0 }).seconds_left).to.equal(900)
  })
})
