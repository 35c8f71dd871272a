import { expect } from 'chai'
import { createKnownAnswers } from '../../src/tls/decisions/known-answers.ts'
import { keyId, knownAnswer } from '../support/key-info.ts'

describe('an answer in memory', () => {
  it('stands as long as it is young, and not where the clock was set back since', () => {
    const known = createKnownAnswers()
    const answer = knownAnswer()
    known.keep(keyId, { answer, confirmed_at: 10_000 }, known.epoch())

    expect(known.standing(keyId, 10_000.5, 1)?.answer).to.equal(answer)
    expect(known.standing(keyId, 10_001, 1)).to.equal(undefined)
    expect(known.standing(keyId, 6400, 1)).to.equal(undefined)
  })
})
