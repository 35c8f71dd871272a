import { expect } from 'chai'
import { execFileSync } from 'node:child_process'
import { chmodSync, statSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { keccak256, type Hex } from 'viem'
import { isOfData, openJournal } from '../../src/chain/journal.ts'
import { thrownBy } from '../keygen/thrown-by.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const [chain, account, target] = [
  '31337:0xaa',
  '0x1111111111111111111111111111111111111111',
  '0x2222222222222222222222222222222222222222',
] as const
const long: Hex = `0x${'ab'.repeat(200)}`

/** As files were before they had a version. */
const unversioned = `
  PRAGMA journal_mode = WAL;
  CREATE TABLE sends (
    chain TEXT NOT NULL, id TEXT NOT NULL, account TEXT NOT NULL, target TEXT, data TEXT NOT NULL, state TEXT NOT NULL,
    hash TEXT, block INTEGER, failure TEXT, PRIMARY KEY (chain, account, id)
  ) STRICT;
  CREATE INDEX sends_pending ON sends (chain, account) WHERE state = 'pending';
  CREATE TABLE attempts (
    chain TEXT NOT NULL, account TEXT NOT NULL, hash TEXT NOT NULL, id TEXT NOT NULL, nonce INTEGER NOT NULL, raw TEXT NOT NULL,
    state TEXT NOT NULL, PRIMARY KEY (chain, account, hash)
  ) STRICT;
  CREATE UNIQUE INDEX attempts_nonce ON attempts (chain, account, nonce) WHERE state IN ('live', 'mined');
  CREATE INDEX attempts_id ON attempts (chain, account, id);
`

describe('a journal', () => {
  const folder = temporaryFolder()
  after(() => folder.remove())
  const versionOf = (file: string) => {
    const database = new DatabaseSync(file)
    const version = database.prepare('PRAGMA user_version').get()?.['user_version']
    database.close()
    return version
  }

  it('of before there were versions is brought to the newest, and nothing of it is lost', () => {
    const file = folder.file('old.sqlite')
    const old = new DatabaseSync(file)
    old.exec(unversioned)
    const send = old.prepare('INSERT INTO sends VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)')
    send.run(chain, 'under way', account, target, long, 'pending', null, null)
    send.run(chain, 'done', account, target, keccak256(long), 'mined', '0x02', 7)
    const attempt = old.prepare('INSERT INTO attempts VALUES (?, ?, ?, ?, ?, ?, ?)')
    attempt.run(chain, account, '0x01', 'under way', 1, '0xf0', 'live')
    attempt.run(chain, account, '0x02', 'done', 0, '', 'mined')
    old.close()

    for (const opening of ['first', 'second']) {
      const journal = openJournal(file)
      expect(journal.pending(chain, account), opening).to.have.nested.property('[0].id', 'under way')
      expect(journal.attempts(chain, account, 'under way')).to.deep.equal([{ hash: '0x01', nonce: 1, raw: '0xf0', state: 'live' }])
      expect([...journal.nonces(chain, account, 0)]).to.have.members([0, 1])
      const done = journal.find(chain, account, 'done')!
      expect([isOfData(done, long), isOfData(done, `${long}00`)]).to.deep.equal([true, false])
      journal.close()
    }
    expect(versionOf(file)).to.equal(3)
  })

  it('of a newer derkey is refused, and left as it is', () => {
    const file = folder.file('new.sqlite')
    openJournal(file).close()
    const newer = new DatabaseSync(file)
    newer.exec('PRAGMA user_version = 99')
    newer.close()
    const problem = thrownBy(() => openJournal(file))

    expect(problem).to.include({ code: 'journal_unusable' })
    expect(problem?.message).to.contain('newer derkey')
    expect(versionOf(file)).to.equal(99)
  })

  it('is no database of something else, no other file, and no pipe: they are refused, and left as they are, mode and all', () => {
    const [other, text, pipe] = [folder.file('other.sqlite'), folder.file('text'), folder.file('pipe')]
    const database = new DatabaseSync(other)
    database.exec('CREATE TABLE certificates (serial TEXT)')
    database.close()
    writeFileSync(text, 'no database at all '.repeat(100))
    execFileSync('mkfifo', [pipe])
    for (const file of [other, text, pipe]) chmodSync(file, 0o644)

    for (const file of [other, text, pipe]) {
      expect(thrownBy(() => openJournal(file))).to.include({ code: 'journal_unusable' })
      expect(statSync(file).mode & 0o777).to.equal(0o644)
    }
    const after = new DatabaseSync(other)
    expect(after.prepare('SELECT name FROM sqlite_schema').all()).to.have.length(1)
    expect(after.prepare('PRAGMA journal_mode').get()).to.include({ journal_mode: 'delete' })
    after.close()
  })

  it('waits for the disk for what this process wrote down once, and whenever asked for what another one did', () => {
    const file = folder.file('syncs.sqlite')
    const [ours, others, reader] = [openJournal(file), openJournal(file), new DatabaseSync(file)]
    const syncs = () => Number(reader.prepare('SELECT number FROM syncs').get()?.['number'])
    ours.record(chain, { id: 'a', account, to: target, data: long }, { hash: '0x03', nonce: 0, raw: '0xf1' })
    const counted = [() => ours.makeDurable('0x03'), () => ours.makeDurable('0x03'), () => ours.makeDurable()].map((wait) => {
      others.record(chain, { id: `b${syncs()}`, account, to: target, data: long }, { hash: '0x04', nonce: 1, raw: '0xf1' })
      wait()
      return syncs()
    })
    for (const opened of [ours, others, reader]) opened.close()

    expect(counted).to.deep.equal([1, 1, 2])
  })

  it('knows the data of a settled send again without keeping it', () => {
    const journal = openJournal(folder.file('settled.sqlite'))
    journal.record(chain, { id: 'a', account, to: target, data: long }, { hash: '0x03', nonce: 0, raw: '0xf1' })
    journal.settle(chain, account, 'a', { state: 'mined', hash: '0x03', block: 1, failure: null })
    const send = journal.find(chain, account, 'a')!
    journal.close()

    expect(send.data).to.have.length(66)
    expect([isOfData(send, long), isOfData(send, `${long}00`)]).to.deep.equal([true, false])
  })
})
