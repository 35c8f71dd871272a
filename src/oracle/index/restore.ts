import { constants, copyFileSync, existsSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import type { Deployment } from '../../chain/deployment.ts'
import { Problem } from '../../domain/problem.ts'
import { openForReading } from './open-file.ts'
import { describe, digestFile, digestOf, orUnwritable, sync, type Snapshot } from './snapshot.ts'

/**
 * Puts a snapshot in the place of an index, which nobody may be writing meanwhile. It is looked through whole before anything is replaced.
 * @throws Problem `snapshot_invalid`, `index_foreign`, `index_too_new`, `file_unwritable`
 */
export function restoreSnapshot(snapshot: string, file: string, deployment: Deployment): Snapshot {
  const wanted = wantedDigest(snapshot)
  const draft = `${file}.${process.pid}.part`
  try {
    orUnwritable(draft, () => copyFileSync(snapshot, draft, constants.COPYFILE_EXCL))
    const found = digestOf(draft)
    if (found !== wanted) throw invalid(`${snapshot} is not as it was taken: its SHA-256 is ${found}, ${wanted} is wanted`)
    requireSound(draft, snapshot, deployment)
    const described = describe(draft, file, deployment)
    requireOwn(file, deployment)
    orUnwritable(file, () => {
      sync(draft)
      // of the index that goes: SQLite would work its log into the one that comes
      for (const part of ['-wal', '-shm']) rmSync(file + part, { force: true })
      renameSync(draft, file)
    })
    return described
  } finally {
    for (const part of ['', '-wal', '-shm']) rmSync(draft + part, { force: true })
  }
}

function wantedDigest(snapshot: string): string {
  const beside = digestFile(snapshot)
  for (const path of [snapshot, beside]) {
    if (!existsSync(path)) throw invalid(`${path} does not exist`)
    if (!statSync(path).isFile()) throw invalid(`${path} is no file`)
  }
  const [digest] = orUnreadable(beside, () => readFileSync(beside, 'utf8')).split(' ')
  if (digest === undefined || !/^[0-9a-f]{64}$/.test(digest)) throw invalid(`${beside} has no SHA-256`)
  return `0x${digest}`
}

function orUnreadable<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new Problem('snapshot_invalid', { field: 'snapshot', detail: `${path}: ${(error as Error).message}`, cause: error })
  }
}

/** Whole by SQLite's own account, too. */
function requireSound(draft: string, snapshot: string, deployment: Deployment): void {
  const database = openForReading(draft, deployment)
  try {
    const [found] = Object.values(database.prepare('PRAGMA quick_check(1)').get() ?? {})
    if (found !== 'ok') throw invalid(`${snapshot}: ${String(found)}`)
  } finally {
    database.close()
  }
}

/** That what is replaced is an index of this registry, whatever state it is in. */
function requireOwn(file: string, deployment: Deployment): void {
  try {
    openForReading(file, deployment).close()
  } catch (error) {
    if (!(error instanceof Problem) || error.code === 'index_foreign') throw error
  }
}

const invalid = (detail: string) => new Problem('snapshot_invalid', { field: 'snapshot', detail })
