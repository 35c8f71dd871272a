import { expect } from 'chai'
import { setImmediate as breathe } from 'node:timers/promises'
import { twoAtOnce } from '../../src/chain/two-at-once.ts'

type Ends = PromiseWithResolvers<'well' | 'badly'>

describe('handing over, two at once as long as all goes well', () => {
  /** Gives work of so many pieces, each of which ends when it is told to; the numbers of those that began. */
  function give(pieces: number) {
    const handing = twoAtOnce<'well' | 'badly'>((result) => result === 'well')
    const ends = Array.from({ length: pieces }, (): Ends => Promise.withResolvers())
    const begun: number[] = []
    const done = ends.map(({ promise }, piece) =>
      handing.run(() => {
        begun.push(piece)
        return promise
      }),
    )
    return { handing, ends, begun, done }
  }

  it('begins in the order of the calls: the first alone, then one while another is under way', async () => {
    const { ends, begun } = give(5)
    await breathe()
    expect(begun).to.deep.equal([0])
    ends[0]?.resolve('well')
    await breathe()
    expect(begun).to.deep.equal([0, 1, 2])
    ends[2]?.resolve('well')
    await breathe()
    expect(begun).to.deep.equal([0, 1, 2, 3])
  })

  for (const [name, end] of [
    ['that was not taken', (one?: Ends) => one?.resolve('badly')],
    ['that failed', (one?: Ends) => one?.reject(new Error('failed'))],
  ] as const) {
    it(`waits for the one before again, behind one ${name}`, async () => {
      const { ends, begun, done } = give(6)
      ends[0]?.resolve('well')
      await breathe()
      end(ends[1])
      await done[1]?.catch(() => undefined)
      expect(begun).to.deep.equal([0, 1, 2])
      ends[2]?.resolve('well')
      await breathe()
      expect(begun).to.deep.equal([0, 1, 2, 3, 4])
    })
  }

  it('has ended when everything has, well or not', async () => {
    const { handing, ends } = give(2)
    let isOver = false
    const over = handing.ended().then(() => (isOver = true))
    ends[0]?.reject(new Error('failed'))
    await breathe()
    expect(isOver).to.equal(false)
    ends[1]?.resolve('well')
    expect(await over).to.equal(true)
  })
})
