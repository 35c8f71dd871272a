import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { batch, measureTrie, wordRlp } from '../../bench/sizing/measure-trie.ts'
import { sizingPage } from '../../bench/sizing/page.ts'
import { pageFile, readDrills, readMeasurements } from '../../bench/sizing/sizing-file.ts'
import { liveTrie, rewritten } from '../../bench/sizing/trie-model.ts'

describe('docs/sizing.md', () => {
  it('is what its program computes from what was measured', () => {
    expect(readFileSync(pageFile, 'utf8'), 'npm run sizing').to.equal(sizingPage(readMeasurements(), readDrills()))
  })

  it('expects of tries what a trie of the Ethereum implementation takes, within some per cent', async () => {
    const { keys, live, rewritten: written } = await measureTrie(6000, 1)
    const [expected, anew] = [liveTrie(keys, wordRlp), rewritten(keys, batch, wordRlp)]
    expect(live.bytes).to.be.closeTo(expected.bytes, expected.bytes * 0.02)
    expect(live.nodes).to.be.closeTo(expected.nodes, expected.nodes * 0.03)
    expect(written.bytes).to.be.closeTo(anew.bytes, anew.bytes * 0.03)
    expect(written.nodes).to.be.closeTo(anew.nodes, anew.nodes * 0.03)
  })
})
