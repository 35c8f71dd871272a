import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { lifeCyclePage } from '../../scripts/build/life-cycle-page.ts'

describe('the page of the life of a key', () => {
  it('is what docs/key-life-cycle.md shows', () => {
    const page = readFileSync(new URL('../../docs/key-life-cycle.md', import.meta.url), 'utf8')
    expect(page, 'run `npm run generate`').to.equal(lifeCyclePage())
  })
})
