import { expect } from 'chai'
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { openIndex, openIndexReader, type Index } from '../../../src/oracle/index/open-index.ts'
import { restoreSnapshot } from '../../../src/oracle/index/restore.ts'
import { takeSnapshot } from '../../../src/oracle/index/snapshot.ts'
import { keysCreated, syntheticDeployment, windowOf } from '../../support/synthetic-registry.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { beginIndex, keyIdOf, keyIds, problemThrownBy } from './synthetic-index.ts'

describe('a snapshot of an index', () => {
  const folder = temporaryFolder()
  const [file, copy] = [folder.file('index.sqlite'), folder.file('copy.sqlite')]
  let index: Index
  before(() => {
    index = beginIndex(file)
    index.append(windowOf(1, [[keysCreated(1, keyIds(0, 500))]]))
  })
  after(() => {
    index.close()
    folder.remove()
  })

  it('is of one state, taken while the index is written, and bears its digest', () => {
    const taken = takeSnapshot(file, syntheticDeployment, copy)
    index.append(windowOf(2, [[keysCreated(1, keyIds(500, 500))]]))

    expect(taken).to.deep.include({ file: copy, block: 1, keys: 500, size_bytes: statSync(copy).size })
    expect(statSync(copy).mode & 0o777).to.equal(0o600)
    expect(execFileSync('sha256sum', ['-c', 'copy.sqlite.sha256'], { cwd: folder.path, encoding: 'utf8' })).to.equal('copy.sqlite: OK\n')
    expect(problemThrownBy(() => takeSnapshot(file, syntheticDeployment, copy)).code).to.equal('file_exists')
  })

  it('is put in the place of an index, and goes on from there', () => {
    const other = folder.file('other.sqlite')
    const replaced = beginIndex(other)
    const restored = restoreSnapshot(copy, other, syntheticDeployment)
    replaced.close()

    expect(restored).to.deep.include({ file: other, block: 1, keys: 500 })
    const again = openIndex(other, syntheticDeployment)
    again.append(windowOf(2, [[keysCreated(1, keyIds(500, 500))]]))
    expect(again.keyInfo(keyIdOf(7))).to.deep.equal(index.keyInfo(keyIdOf(7)))
    expect(again.keyInfo(keyIdOf(999))).to.deep.equal(index.keyInfo(keyIdOf(999)))
    again.close()
  })

  it('that was cut, changed or is of something else is refused, and the index stays', () => {
    const target = folder.file('kept.sqlite')
    copyFileSync(copy, target)
    const refused = (name: string, change: (snapshot: string) => void) => {
      const snapshot = folder.file(name)
      copyFileSync(copy, snapshot)
      copyFileSync(`${copy}.sha256`, `${snapshot}.sha256`)
      change(snapshot)
      return problemThrownBy(() => restoreSnapshot(snapshot, target, syntheticDeployment)).code
    }
    const digestAnew = (snapshot: string) =>
      writeFileSync(`${snapshot}.sha256`, execFileSync('sha256sum', [snapshot], { encoding: 'utf8' }))

    expect(refused('cut.sqlite', (snapshot) => truncateSync(snapshot, statSync(snapshot).size / 2))).to.equal('snapshot_invalid')
    expect(refused('bare.sqlite', (snapshot) => rmSync(`${snapshot}.sha256`))).to.equal('snapshot_invalid')
    const folderBeside = (snapshot: string) => {
      rmSync(`${snapshot}.sha256`)
      mkdirSync(`${snapshot}.sha256`)
    }
    expect(refused('beside.sqlite', folderBeside)).to.equal('snapshot_invalid')
    const changed = (snapshot: string) => {
      const octets = readFileSync(snapshot)
      octets.fill(0x5a, octets.length / 2, octets.length / 2 + 4096)
      writeFileSync(snapshot, octets)
    }
    expect(refused('changed.sqlite', changed)).to.equal('snapshot_invalid')
    const changedAnew = (snapshot: string) => {
      changed(snapshot)
      digestAnew(snapshot)
    }
    expect(refused('anew.sqlite', changedAnew)).to.be.oneOf(['snapshot_invalid', 'index_damaged'])
    const foreign = (snapshot: string) => {
      rmSync(snapshot)
      const database = new DatabaseSync(snapshot)
      database.exec('CREATE TABLE tokens(hash TEXT)')
      database.close()
      digestAnew(snapshot)
    }
    expect(refused('foreign.sqlite', foreign)).to.equal('index_foreign')

    const kept = openIndexReader(target, syntheticDeployment)
    expect(kept.position()?.block).to.equal(1)
    kept.close()
    expect(readdirSync(folder.path).filter((name) => name.endsWith('.part'))).to.deep.equal([])
  })

  it('is no folder, and replaces no file that is something else', () => {
    mkdirSync(folder.file('folder'))
    copyFileSync(`${copy}.sha256`, folder.file('folder.sha256'))
    const problem = problemThrownBy(() => restoreSnapshot(folder.file('folder'), folder.file('new.sqlite'), syntheticDeployment))
    expect(problem).to.include({ code: 'snapshot_invalid', field: 'snapshot' })

    const journal = folder.file('journal.sqlite')
    const database = new DatabaseSync(journal)
    database.exec('CREATE TABLE jobs(id TEXT)')
    database.close()
    expect(problemThrownBy(() => restoreSnapshot(copy, journal, syntheticDeployment)).code).to.equal('index_foreign')
    const other = { ...syntheticDeployment, chain_id: 5 }
    expect(problemThrownBy(() => restoreSnapshot(copy, file, other)).code).to.equal('index_foreign')
  })

  it('has a name', () => {
    const problem = problemThrownBy(() => takeSnapshot(file, syntheticDeployment, ''))
    expect(problem).to.include({ code: 'invalid_input', field: 'snapshot' })
  })

  it('is not left behind in part where there is no space or no folder', () => {
    const problem = problemThrownBy(() => takeSnapshot(file, syntheticDeployment, folder.file('none/copy.sqlite')))
    expect(problem.code).to.equal('file_unwritable')
  })
})
