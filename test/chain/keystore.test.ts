import { chmodSync, statSync, writeFileSync } from 'node:fs'
import { expect } from 'chai'
import { Wallet } from 'ethers'
import { createKeystore, openKeystore } from '../../src/chain/keystore.ts'
import { openJournal } from '../../src/chain/journal.ts'
import { Problem } from '../../src/domain/problem.ts'
import { problemOf } from '../support/problem-of.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('a keystore', () => {
  const folder = temporaryFolder()
  const [file, password] = [folder.file('key.json'), folder.file('password')]
  let account: string
  before(async () => {
    writeFileSync(password, 'a secret\r\nnot this line\n', { mode: 0o600 })
    account = await createKeystore(file, password, { scryptN: 1024 })
  })
  after(() => folder.remove())

  it('is closed to others, and opens with the first line of its password file', async () => {
    expect(statSync(file).mode & 0o777).to.equal(0o600)
    expect((await openKeystore(file, password)).address).to.equal(account)
  })

  it('of other tools opens too', async () => {
    const wallet = Wallet.createRandom()
    writeFileSync(folder.file('ethers.json'), wallet.encryptSync('a secret'), { mode: 0o600 })

    expect((await openKeystore(folder.file('ethers.json'), password)).address).to.equal(wallet.address.toLowerCase())
  })

  it('is never written over', async () => {
    expect((await problemOf(createKeystore(file, password, { scryptN: 1024 }))).code).to.equal('file_exists')
  })

  it('with a wrong password says which file is at fault', async () => {
    writeFileSync(folder.file('wrong'), 'wrong\n', { mode: 0o600 })
    const problem = await problemOf(openKeystore(file, folder.file('wrong')))

    expect(problem).to.include({ code: 'keystore_invalid', field: 'password-file' })
  })

  it('that is none is keystore_invalid', async () => {
    writeFileSync(folder.file('none.json'), '{"version":3}', { mode: 0o600 })
    expect((await problemOf(openKeystore(folder.file('none.json'), password))).code).to.equal('keystore_invalid')
  })

  it('that others can read is not used', async () => {
    writeFileSync(folder.file('open'), 'x', { mode: 0o600 })
    chmodSync(folder.file('open'), 0o644)
    expect((await problemOf(openKeystore(folder.file('open'), password))).code).to.equal('secret_exposed')
    expect((await problemOf(openKeystore(file, folder.file('open')))).code).to.equal('secret_exposed')
  })

  it('that is not there is file_unreadable', async () => {
    expect((await problemOf(openKeystore(folder.file('missing'), password))).code).to.equal('file_unreadable')
  })
})

describe('the journal', () => {
  const folder = temporaryFolder()
  after(() => folder.remove())

  for (const [what, file] of [
    ['in a folder that is not there', 'none/journal.sqlite'],
    ['that is no journal', 'text'],
  ] as const) {
    it(`${what} is journal_unusable`, () => {
      writeFileSync(folder.file('text'), 'x'.repeat(5000))
      expect(() => openJournal(folder.file(file)))
        .to.throw(Problem)
        .with.property('code', 'journal_unusable')
    })
  }
})
