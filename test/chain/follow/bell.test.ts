import { expect } from 'chai'
import { createBell } from '../../../src/chain/follow/bell.ts'

describe('waiting for a new block', () => {
  const { signal } = new AbortController()
  const took = async (work: Promise<void>) => {
    const began = performance.now()
    await work
    return performance.now() - began
  }

  it('ends with the first word of one', async () => {
    const bell = createBell()
    setTimeout(bell.ring, 60)
    expect(await took(bell.wait(20_000, signal))).to.be.below(5000)
  })

  it('ends at once where the word came while nobody waited', async () => {
    const bell = createBell()
    bell.ring()
    expect(await took(bell.wait(20_000, signal))).to.be.below(5000)
  })

  it('ends by itself', async () => {
    expect(await took(createBell().wait(80, signal))).to.be.at.least(70)
  })

  it('is not kept busy by a node that talks without end', async () => {
    const bell = createBell()
    const talking = setInterval(bell.ring, 1)
    let waits = 0
    const took500 = took(
      (async () => {
        for (; waits < 5; waits++) await bell.wait(1000, signal)
      })(),
    )
    expect(await took500).to.be.at.least(100)
    clearInterval(talking)
  })

  it('ends when it is stopped', async () => {
    const stopping = new AbortController()
    setTimeout(() => stopping.abort(), 10)
    expect(await took(createBell().wait(20_000, stopping.signal))).to.be.below(5000)
  })
})
