import type { Hex } from '../../domain/fields.ts'
import type { ProblemCode } from '../../domain/problem.ts'
import type { JournalDatabase, Row } from '../journal-database.ts'
import type { Ranges } from './ranges.ts'

/** What a job is known by: the same list for the same process (and lot, where one was named) on the same registry. */
export type JobName = {
  readonly chain: string
  readonly registry: string
  readonly processId: string
  readonly askedLot: string | undefined
  readonly digest: string
}

/**
 * `planned`: for a transaction, whose send has the batch's number in its id. `stood`: none was needed. `split`: the registry took it not as a whole, and other
 * batches have its keys. `account`: the only one that may send it.
 */
export type Batch = { readonly number: number; readonly ranges: Ranges; readonly account: Hex | null; readonly state: BatchState }
export type BatchState = 'planned' | 'stood' | 'split'
export type Refusal = { readonly position: number; readonly code: ProblemCode; readonly detail: string }

export type Job = {
  readonly id: number
  /** Where the keys go; undefined until the first transaction has opened it. */
  readonly lot: string | undefined
  /** First batch that goes there: those before it went into an earlier one. */
  readonly lotSince: number
  /** Keys that were made void up to this block are accounted for. */
  readonly seenBlock: number
}

/** Jobs and their batches, in the journal of the transactions: what is planned stands there before it is sent. */
export function jobBook({ run, all, atomically }: JournalDatabase) {
  const addBatches = (job: number, from: number, pieces: readonly Ranges[]): Batch[] =>
    pieces.map((ranges, index) => {
      run(`INSERT INTO batches VALUES (?, ?, ?, NULL, 'planned')`, job, from + index, JSON.stringify(ranges))
      return { number: from + index, ranges, account: null, state: 'planned' }
    })
  /** Whether the batch is none to be sent any more by this: no other process was faster. */
  const leave = (job: number, number: number) =>
    run(`UPDATE batches SET state = 'split' WHERE job = ? AND number = ? AND state = 'planned'`, job, number).changes === 1
  const nextNumber = (job: number) =>
    Number(all('SELECT coalesce(max(number), -1) + 1 AS next FROM batches WHERE job = ?', job)[0]?.['next'])

  const find = ({ chain, registry, processId, askedLot, digest }: JobName, accounts: readonly Hex[]): Job | undefined => {
    const sql = `SELECT * FROM jobs WHERE chain = ? AND registry = ? AND process = ? AND digest = ? AND asked_lot = ?
        AND EXISTS (SELECT 1 FROM json_each(accounts) WHERE value IN (SELECT value FROM json_each(?))) ORDER BY id DESC LIMIT 1`
    return all(sql, chain, registry, processId, digest, askedLot ?? '', JSON.stringify(accounts)).map(toJob)[0]
  }

  return {
    /** The newest job of this name that one of the accounts worked at. */
    find,

    /** Writes a job down; where another process was faster, that one's is it. */
    create: (name: JobName, accounts: readonly Hex[], seenBlock: number, pieces: readonly Ranges[]): Job =>
      atomically(() => {
        const standing = find(name, accounts)
        if (standing !== undefined) return standing
        const { chain, registry, processId, askedLot, digest } = name
        const sql = `INSERT INTO jobs (chain, registry, process, asked_lot, digest, accounts, lot, lot_since, seen_block)
          VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?) RETURNING *`
        const lot = askedLot ?? null
        const [row] = all(sql, chain, registry, processId, askedLot ?? '', digest, JSON.stringify(accounts), lot, seenBlock)
        const job = toJob(row!)
        addBatches(job.id, 0, pieces)
        return job
      }),

    batches: (job: number): Batch[] => all('SELECT * FROM batches WHERE job = ? ORDER BY number', job).map(toBatch),

    refusals: (job: number): Refusal[] =>
      all('SELECT position, code, detail FROM refusals WHERE job = ? ORDER BY position', job) as unknown as Refusal[],

    /** Whether the account alone may send the batch now. `from`: whose it was, null for nobody's. */
    claim: (job: number, number: number, account: Hex, from: Hex | null): boolean =>
      run('UPDATE batches SET account = ? WHERE job = ? AND number = ? AND account IS ?', account, job, number, from).changes === 1,

    setLot: (job: number, lot: string) => void run('UPDATE jobs SET lot = ? WHERE id = ?', lot, job),

    stood: (job: number, number: number) => void run(`UPDATE batches SET state = 'stood' WHERE job = ? AND number = ?`, job, number),

    /** Puts keys of a batch aside, and the others into new batches. Undefined: another process did it already. */
    split: (job: number, number: number, pieces: readonly Ranges[], refusals: readonly Refusal[]): Batch[] | undefined =>
      atomically(() => {
        if (!leave(job, number)) return undefined
        for (const { position, code, detail } of refusals) {
          run('INSERT OR REPLACE INTO refusals VALUES (?, ?, ?, ?)', job, position, code, detail)
        }
        return addBatches(job, nextNumber(job), pieces)
      }),

    /** Batches for a lot that takes no keys any more go into one that is yet to be opened, under new numbers. */
    leaveLot: (job: Job, batches: readonly Batch[]): Batch[] =>
      atomically(() => {
        const first = nextNumber(job.id)
        const left = batches.filter(({ number }) => leave(job.id, number))
        run('UPDATE jobs SET lot = NULL, lot_since = ? WHERE id = ?', first, job.id)
        return addBatches(
          job.id,
          first,
          left.map(({ ranges }) => ranges),
        )
      }),

    /** Plans what was made void up to `seenBlock` anew. @param newLot whether the lot of before may be closed by now */
    plan: (job: Job, seenBlock: number, pieces: readonly Ranges[], newLot: boolean): Job =>
      atomically(() => {
        const first = nextNumber(job.id)
        addBatches(job.id, first, pieces)
        for (const [from, count] of pieces.flat()) {
          run('DELETE FROM refusals WHERE job = ? AND position >= ? AND position < ?', job.id, from, from + count)
        }
        const opens = newLot && pieces.length > 0
        const sql = `UPDATE jobs SET seen_block = ?, lot = CASE WHEN ? THEN NULL ELSE lot END, lot_since = CASE WHEN ? THEN ? ELSE lot_since END
          WHERE id = ? RETURNING *`
        return toJob(all(sql, seenBlock, Number(opens), Number(opens), first, job.id)[0]!)
      }),

    /** Who works at it from now on, too. */
    join: (job: number, accounts: readonly Hex[]) => {
      const sql = `UPDATE jobs SET accounts = (SELECT json_group_array(value) FROM
        (SELECT value FROM json_each(accounts) UNION SELECT value FROM json_each(?))) WHERE id = ?`
      run(sql, JSON.stringify(accounts), job)
    },
  }
}

export type JobBook = ReturnType<typeof jobBook>

function toJob({ id, lot, lot_since, seen_block }: Row): Job {
  return { id: Number(id), lot: (lot as string | null) ?? undefined, lotSince: Number(lot_since), seenBlock: Number(seen_block) }
}

function toBatch({ number, ranges, account, state }: Row): Batch {
  return { number, ranges: JSON.parse(ranges as string), account, state } as Batch
}
