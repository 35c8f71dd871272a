import { basename, join, resolve } from 'node:path'
import { expect } from 'chai'
import { receiptsBeside } from '../../scripts/keys/register-list.ts'
import { Problem } from '../../src/domain/problem.ts'

describe('receipts of a registration', () => {
  it('lie beside the first file, and are named as it was', () => {
    expect(receiptsBeside('night.csv', undefined)).to.equal('night.csv.receipts.jsonl')
    expect(receiptsBeside('requests/', undefined)).to.equal('requests.receipts.jsonl')
    expect(receiptsBeside('../lists/night.csv', undefined)).to.equal(join('..', 'lists', 'night.csv.receipts.jsonl'))
    expect(receiptsBeside(resolve('night.csv'), undefined)).to.equal(`${resolve('night.csv')}.receipts.jsonl`)
  })

  it('lie beside a folder, not in it, also where that is the one that one is in', () => {
    expect(receiptsBeside('.', undefined)).to.equal(join('..', `${basename(resolve('.'))}.receipts.jsonl`))
  })

  it('go where they are told, and of standard input have to be told', () => {
    expect(receiptsBeside('-', 'here.jsonl')).to.equal('here.jsonl')
    expect(() => receiptsBeside('-', undefined))
      .to.throw(Problem)
      .with.property('code', 'invalid_input')
  })
})
