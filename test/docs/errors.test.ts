import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { errorsPage } from '../../scripts/build/errors-page.ts'
import { problems, type ProblemRow } from '../../src/domain/problem.ts'

describe('the errors’ table', () => {
  it('is what docs/errors.md shows', () => {
    const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8')

    expect(page, 'run `npm run generate`').to.equal(errorsPage())
  })

  for (const [code, { status, title, action }] of Object.entries<ProblemRow>(problems)) {
    it(`says of ${code} what happened and what to do`, () => {
      expect(code).to.match(/^[a-z][a-z0-9_]*$/)
      expect(status).to.be.within(400, 599)
      expect(title).to.match(/^[A-Z]/)
      expect(title, 'a title is no sentence with a full stop').to.not.match(/\.$/)
      expect(action).to.match(/\.$/)
    })
  }
})
