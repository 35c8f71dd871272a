import { expect } from 'chai'
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { setImmediate as breathe } from 'node:timers/promises'
import type { Deployment } from '../../../src/chain/deployment.ts'
import { openIndex, openIndexReader } from '../../../src/oracle/index/open-index.ts'
import { schemaVersion } from '../../../src/oracle/index/schema.ts'
import { keysCreated, makerId, oemId, said, syntheticDeployment, windowOf } from '../../support/synthetic-registry.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { beginIndex, keyIdOf, keyIds, problemThrownBy } from './synthetic-index.ts'

describe('the file of an index', () => {
  const folder = temporaryFolder()
  after(() => folder.remove())

  let made = 0
  /** A closed index of 2,000 keys. */
  const wholeFile = () => {
    const file = folder.file(`index-${++made}.sqlite`)
    const index = beginIndex(file)
    index.append(windowOf(1, [[keysCreated(1, keyIds(0, 1000))], [keysCreated(1, keyIds(1000, 1000))]]))
    index.close()
    return file
  }
  const edit = (file: string, ...statements: string[]) => {
    const database = new DatabaseSync(file)
    for (const statement of statements) database.exec(statement)
    database.close()
  }
  const problemOfOpening = (file: string, deployment = syntheticDeployment) => problemThrownBy(() => openIndex(file, deployment).close())

  it('is readable by its owner alone, and holds what was appended when it is opened again', () => {
    const file = wholeFile()

    expect(statSync(file).mode & 0o777).to.equal(0o600)
    const index = openIndex(file, syntheticDeployment)
    expect(index.position()?.block).to.equal(2)
    expect(index.keyInfo(keyIdOf(1999))?.lot.key_count).to.equal(2000)
    index.close()
  })

  it('is read by others while it is written', () => {
    const file = folder.file('shared.sqlite')
    const index = beginIndex(file)
    const reader = openIndexReader(file, syntheticDeployment)
    const before = reader.version()
    expect(reader.answer(keyIdOf(0)).info).to.equal(undefined)

    index.append(windowOf(1, [[keysCreated(1, keyIds(0, 3))]]))

    expect(reader.version()).not.to.equal(before)
    expect(reader.answer(keyIdOf(0))).to.deep.equal(index.answer(keyIdOf(0)))
    expect(reader.answer(keyIdOf(0)).info?.as_of.block).to.equal(1)
    reader.close()
    index.close()
  })

  it('is new to a reader that has waited for something, or asks how far it is', async () => {
    const file = folder.file('held.sqlite')
    const index = beginIndex(file)
    const reader = openIndexReader(file, syntheticDeployment)
    const blockNow = () => reader.answer(keyIdOf(0)).as_of.block
    blockNow()

    index.append(windowOf(1, [[keysCreated(1, keyIds(0, 3))]]))
    expect(reader.position()?.block).to.equal(1)
    expect(blockNow()).to.equal(1)

    index.append(windowOf(2, [[keysCreated(2, keyIds(3, 3))]]))
    await breathe()
    expect(blockNow()).to.equal(2)
    reader.close()
    index.close()
  })

  it('of another registry is refused by name', () => {
    const file = wholeFile()
    const other: Deployment = { ...syntheticDeployment, chain_id: 5 }

    const problem = problemOfOpening(file, other)
    expect(problem.code).to.equal('index_foreign')
    expect(problem.message).to.include('eip155:31337:').and.to.include('eip155:5:')
    expect(problemThrownBy(() => openIndexReader(file, other)).code).to.equal('index_foreign')
  })

  it('that is another database is refused', () => {
    const file = folder.file('other.sqlite')
    edit(file, 'CREATE TABLE tokens(hash TEXT)')

    expect(problemOfOpening(file).code).to.equal('index_foreign')
  })

  it('that is a folder, or can be none, is refused', () => {
    mkdirSync(folder.file('folder.sqlite'))
    for (const file of [folder.file('folder.sqlite'), folder.file('none/index.sqlite')]) {
      expect(problemOfOpening(file).code, file).to.equal('index_unusable')
    }
    const read = problemThrownBy(() => openIndexReader(folder.file('folder.sqlite'), syntheticDeployment))
    expect(read.message).to.equal(`${folder.file('folder.sqlite')} is no file`)
  })

  it('of a newer version is refused by name', () => {
    const file = wholeFile()
    edit(file, `PRAGMA user_version = ${schemaVersion + 1}`)

    const problem = problemOfOpening(file)
    expect(problem.code).to.equal('index_too_new')
    expect(problem.message).to.include(`version ${schemaVersion + 1}`)
  })

  it('of version 1 is brought up, and read only then', () => {
    const file = folder.file('version-1.sqlite')
    const registered = windowOf(1, [[keysCreated(1, keyIds(0, 10))]])
    const comment = { assessment_id: '1', comment: keyIdOf(0), commented_at: '2026-11-01T00:00:00Z', block: 0, transaction: keyIdOf(1) }
    const old = beginIndex(file, [{ kind: 'comment', id: '1:0:0', record: comment }])
    old.append(registered)
    old.close()
    // version 1 did not list comments, and gave every key its row at once
    edit(file, `DELETE FROM listed WHERE kind = 'comment'`, 'ALTER TABLE position DROP COLUMN keyed', 'PRAGMA user_version = 1')

    expect(problemThrownBy(() => openIndexReader(file, syntheticDeployment)).message).to.include('version 1')
    const index = openIndex(file, syntheticDeployment)
    expect(index.records('comment', { assessment_id: '1' }, { limit: 10 }).items).to.deep.equal([comment])
    expect(index.records('process', { owner_id: makerId }, { limit: 10 }).items).to.have.length(1)
    expect(index.keyInfo(keyIdOf(9))?.effective_status).to.equal('active')
    index.close()
    openIndexReader(file, syntheticDeployment).close()
  })

  it('that was cut in half is noticed', () => {
    const file = wholeFile()
    truncateSync(file, Math.floor(statSync(file).size / 8192) * 4096)

    expect(problemOfOpening(file).code).to.equal('index_damaged')
  })

  it('that was cut to nothing, or overwritten, is noticed', () => {
    const cut = wholeFile()
    truncateSync(cut, 100)
    expect(problemOfOpening(cut).code).to.equal('index_damaged')

    const overwritten = wholeFile()
    writeFileSync(overwritten, Buffer.alloc(statSync(overwritten).size, 0x5a))
    expect(problemOfOpening(overwritten).code).to.equal('index_damaged')
  })

  it('with a page of other contents in it is noticed', () => {
    const file = wholeFile()
    const pages = statSync(file).size / 4096
    const descriptor = openSync(file, 'r+')
    writeSync(descriptor, Buffer.alloc(4096, 0x5a), 0, 4096, Math.floor(pages / 2) * 4096)
    closeSync(descriptor)

    expect(problemOfOpening(file).code).to.equal('index_damaged')
  })

  it('from which keys, registrations or blocks are missing is noticed', () => {
    for (const statement of [
      'DELETE FROM keys',
      'DELETE FROM batches WHERE batch = 2',
      'DELETE FROM blocks WHERE number = 2',
      'DELETE FROM identity',
    ]) {
      const file = wholeFile()
      edit(file, statement)
      expect(problemOfOpening(file).code, statement).to.equal('index_damaged')
    }
  })

  it('is told to be damaged whatever is wrong in it, and its reader lives on', async () => {
    const file = wholeFile()
    const database = new DatabaseSync(file)
    const root = database.prepare(`SELECT rootpage FROM sqlite_schema WHERE name = 'events'`).get()?.['rootpage'] as number
    database.exec(`UPDATE versions SET value = '{"lot_id": ' WHERE record = (SELECT record FROM records WHERE kind = 'lot')`)
    database.close()
    const descriptor = openSync(file, 'r+')
    writeSync(descriptor, Buffer.alloc(4096, 0x5a), 0, 4096, (root - 1) * 4096)
    closeSync(descriptor)
    const reader = openIndexReader(file, syntheticDeployment)

    expect(reader.answer(keyIdOf(5000)).info).to.equal(undefined)
    expect(problemThrownBy(() => reader.changesSince(0)).code).to.equal('index_damaged')
    await breathe()
    expect(problemThrownBy(() => reader.answer(keyIdOf(0))).code).to.equal('index_damaged')
    expect(problemThrownBy(() => reader.records('lot', {}, { limit: 1 })).code).to.equal('index_damaged')
    await breathe()
    expect(reader.answer(keyIdOf(5000)).info).to.equal(undefined)
    reader.close()
  })

  it('whose tables are not those of its version is noticed', () => {
    const file = wholeFile()
    edit(file, 'ALTER TABLE key_versions RENAME COLUMN reason TO season')
    for (const open of [openIndex, openIndexReader]) {
      expect(problemThrownBy(() => open(file, syntheticDeployment)).code).to.equal('index_damaged')
    }
  })

  it('loses nothing that a killed process had committed', () => {
    const file = folder.file('killed.sqlite')
    const index = beginIndex(file)
    index.append(windowOf(1, [[keysCreated(1, keyIds(0, 100))]]))
    const copy = folder.file('copy.sqlite')
    for (const part of ['', '-wal']) writeFileSync(copy + part, readFileSync(file + part))
    index.close()

    const again = openIndex(copy, syntheticDeployment)
    expect(again.position()?.block).to.equal(1)
    expect(again.keyInfo(keyIdOf(99))).not.to.equal(undefined)
    again.close()
  })

  it('takes a window whole or not at all, and the next one after that', () => {
    const file = folder.file('refused.sqlite')
    const index = beginIndex(file)
    const [good] = windowOf(1, [[keysCreated(1, keyIds(0, 5))]]).logs
    const bad = { ...good!, logIndex: 1, data: '0x00' as const }
    const window = windowOf(1, [[keysCreated(1, keyIds(0, 5))]])

    expect(problemThrownBy(() => index.append({ ...window, logs: [...window.logs, bad] })).code).to.equal('chain_nonsense')
    expect(index.position()?.block).to.equal(0)
    expect(index.keyInfo(keyIdOf(0))).to.equal(undefined)
    expect(problemThrownBy(() => index.append(windowOf(2, [[]]))).code).to.equal('chain_nonsense')

    index.append(window)
    expect(index.keyInfo(keyIdOf(0))?.lot.key_count).to.equal(5)
    index.close()
  })

  it('says nothing of keys while it catches up from far behind, and all of them when it is there', () => {
    const file = folder.file('behind.sqlite')
    const begun = beginIndex(file)
    const transfer = { name: 'KeysTransferred', args: { fromId: makerId, toId: oemId, offerId: 0, by: 1, keyIds: [keyIdOf(0)] } } as const
    const behind = (from: number, ...blocks: Parameters<typeof windowOf>[1]) => ({ ...windowOf(from, blocks), head: 9 })
    begun.append(behind(1, [keysCreated(1, keyIds(0, 10))]))
    expect(problemThrownBy(() => begun.answer(keyIdOf(0))).code).to.equal('index_stale')
    expect(problemThrownBy(() => begun.keys({}, { limit: 1 })).code).to.equal('index_stale')
    expect(begun.record('lot', '1')?.key_count).to.equal(10)
    begun.close()

    const index = openIndex(file, syntheticDeployment)
    expect(problemThrownBy(() => index.keyInfo(keyIdOf(11), 1)).code).to.equal('index_stale')
    // whatever happens to a key finds all of them
    index.append(behind(2, [keysCreated(1, keyIds(10, 10))], [said(transfer)]))
    expect([0, 1, 19].map((number) => index.keyInfo(keyIdOf(number))?.owner.entity_id)).to.deep.equal([oemId, makerId, makerId])
    index.append(behind(4, [keysCreated(1, keyIds(20, 10))]))
    index.rollBack(3)
    expect(index.keyInfo(keyIdOf(20))).to.equal(undefined)
    index.append(behind(4, [keysCreated(1, keyIds(20, 10))], [], [], [], [], []))
    expect(index.keys({}, { limit: 100 }).items).to.have.length(30)
    index.close()
  })

  it('that is not there yet is no index for its readers', () => {
    expect(problemThrownBy(() => openIndexReader(folder.file('none.sqlite'), syntheticDeployment)).code).to.equal('index_empty')
    rmSync(folder.file('none.sqlite'), { force: true })
  })
})
