import { expect } from 'chai'
import { writeFault } from '../../src/domain/write-fault.ts'

describe('a file that cannot be written', () => {
  for (const code of ['ENOSPC', 'EDQUOT', 'EFBIG']) {
    it(`is no fault of the call where there is no room (${code})`, () => {
      expect(writeFault('keys.jsonl', Object.assign(new Error('write'), { code }))).to.include({ code: 'disk_full', field: 'keys.jsonl' })
    })
  }

  it('is the call’s fault else', () => {
    expect(writeFault('keys.jsonl', Object.assign(new Error('open'), { code: 'EACCES' })).code).to.equal('file_unwritable')
  })
})
