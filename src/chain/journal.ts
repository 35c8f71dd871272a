import { createHash } from 'node:crypto'
import { keccak256, type Hex } from 'viem'
import { Problem, type ProblemCode } from '../domain/problem.ts'
import { openJournalDatabase, type Row } from './journal-database.ts'

/**
 * `pending`: its transaction may still be mined. `mined`, `reverted`: in a block. `rejected`: no node took it, nothing can come of it.
 */
export type SendState = 'pending' | 'mined' | 'reverted' | 'rejected'

export type JournaledSend = {
  readonly id: string
  readonly account: Hex
  readonly to: Hex | null
  /** A digest of what was sent, see `isOfData`: all of it stands in the signed transaction. */
  readonly data: Hex
  readonly state: SendState
  readonly hash: Hex | null
  readonly block: number | null
  /** Why it was reverted or rejected. */
  readonly failure: { readonly code: ProblemCode; readonly detail: string; readonly field?: string } | null
}

/**
 * `live`: the one that is sent. `replaced`: superseded by another of the same nonce, so at most one of them is mined. `dead`: its nonce was
 * used by somebody else's transaction. `rejected`: no node took it.
 */
export type AttemptState = 'live' | 'replaced' | 'dead' | 'rejected' | 'mined'
export type Attempt = { readonly hash: Hex; readonly nonce: number; readonly raw: Hex; readonly state: AttemptState }

export type Outcome = Pick<JournaledSend, 'failure'> & { state: Exclude<SendState, 'pending'>; hash: Hex | null; block: number | null }

/** What becomes of the attempt `hash` when another is written down for it. */
export type Replacement = { readonly hash: Hex; readonly state: 'replaced' | 'dead' }
/** `data`: all of it. */
export type NewSend = Pick<JournaledSend, 'id' | 'account' | 'to' | 'data'>

/** Where transactions stand before they are sent. `chain` tells chains apart, also two of the same id: id and genesis hash. */
export type Journal = ReturnType<typeof openJournal>

const sameUnderWay = 'the very same transaction is under way under another id'

/**
 * Opens or makes the journal, mode 0600: who can read it sees what was sent; who can write it can stop transactions from being sent again,
 * but can sign none.
 * @throws Problem `journal_unusable`
 */
export function openJournal(file: string) {
  const database = openJournalDatabase(file)
  const { run, all, atomically, durably } = database
  /** Transactions that were written down since the last time that everything reached the disk; before the first time, an earlier process's too. */
  const waiting = new Set<Hex>()
  let isFirst = true

  return {
    find: (chain: string, account: Hex, id: string): JournaledSend | undefined =>
      all('SELECT * FROM sends WHERE chain = ? AND account = ? AND id = ?', chain, account, id).map(toSend)[0],

    pending: (chain: string, account: Hex): JournaledSend[] =>
      all(`SELECT * FROM sends WHERE chain = ? AND account = ? AND state = 'pending' ORDER BY rowid`, chain, account).map(toSend),

    attempts: (chain: string, account: Hex, id: string): Attempt[] =>
      all('SELECT * FROM attempts WHERE chain = ? AND account = ? AND id = ? ORDER BY rowid', chain, account, id).map(toAttempt),

    /** Nonces from `from` on that stand for one of our transactions. */
    nonces: (chain: string, account: Hex, from: number): Set<number> => {
      const sql = `SELECT nonce FROM attempts WHERE chain = ? AND account = ? AND nonce >= ? AND state IN ('live', 'mined')`
      return new Set(all(sql, chain, account, from).map(({ nonce }) => Number(nonce)))
    },

    /** The transaction of ours that has this nonce, where it is not settled. */
    liveAt: (chain: string, account: Hex, nonce: number): Attempt | undefined => {
      const sql = `SELECT * FROM attempts WHERE chain = ? AND account = ? AND nonce = ? AND state = 'live'`
      return all(sql, chain, account, nonce).map(toAttempt)[0]
    },

    /** Highest nonce of ours that was mined. */
    highestMined: (chain: string, account: Hex): number | undefined => {
      const sql = `SELECT max(nonce) AS nonce FROM attempts WHERE chain = ? AND account = ? AND state = 'mined'`
      return (all(sql, chain, account)[0]?.['nonce'] ?? undefined) as number | undefined
    },

    /**
     * Writes a signed transaction down: the first of a send, or one that replaces a live attempt of it. `nonce_taken` or `id_taken`: another
     * process was faster, and nothing was written. Outlives this process when it returns, and a power cut once `makeDurable` was called.
     */
    record: (
      chain: string,
      send: NewSend,
      attempt: Omit<Attempt, 'state'>,
      replaces?: Replacement,
    ): 'recorded' | 'nonce_taken' | 'id_taken' => {
      const { id, account, to, data } = send
      let changed = false
      try {
        atomically(() => {
          if (replaces === undefined) {
            const revive = `ON CONFLICT DO UPDATE SET state = 'pending', failure = NULL,
              target = excluded.target, data = excluded.data WHERE state = 'rejected'`
            const insert = `INSERT INTO sends VALUES (?, ?, ?, ?, ?, 'pending', NULL, NULL, NULL) ${revive}`
            changed = run(insert, chain, id, account, to, digestOf(data)).changes === 1
          } else {
            const update = `UPDATE attempts SET state = ? WHERE chain = ? AND account = ? AND hash = ? AND state = 'live'`
            changed = run(update, replaces.state, chain, account, replaces.hash).changes === 1
          }
          if (!changed) return
          const { hash, nonce, raw } = attempt
          // a rejected transaction may come back unchanged, hash and all, under another id too
          const attempts = `INSERT INTO attempts VALUES (?, ?, ?, ?, ?, ?, 'live') ON CONFLICT (chain, account, hash)
            DO UPDATE SET state = 'live', id = excluded.id, raw = excluded.raw WHERE state = 'rejected'`
          if (run(attempts, chain, account, hash, id, nonce, raw).changes === 0)
            throw new Problem('journal_unusable', { detail: sameUnderWay })
        })
        if (changed) waiting.add(attempt.hash)
        return changed ? 'recorded' : 'id_taken'
      } catch (error) {
        if (error instanceof Problem && (error.message.includes('UNIQUE') || error.message === sameUnderWay)) return 'nonce_taken'
        throw error
      }
    },

    /**
     * The transaction stands on the disk when this returns, and with it all that were written down before: of several that are sent one after the
     * other the first one waits for the disk. What becomes of them, the chain can be asked again.
     * @param hash of one that this process wrote down; undefined: of another process's too
     */
    makeDurable: (hash?: Hex): void => {
      if (!isFirst && hash !== undefined && !waiting.has(hash)) return
      durably(() => run('UPDATE syncs SET number = number + 1'))
      waiting.clear()
      isFirst = false
    },

    /** The end of a send: what became of it, and which of its attempts was mined. */
    settle: (chain: string, account: Hex, id: string, { state, hash, block, failure }: Outcome) =>
      atomically(() => {
        const text = failure === null ? null : JSON.stringify(failure)
        const sends = 'UPDATE sends SET state = ?, hash = ?, block = ?, failure = ? WHERE chain = ? AND account = ? AND id = ?'
        run(sends, state, hash, block, text, chain, account, id)
        const others = `UPDATE attempts SET raw = '', state = CASE WHEN state IN ('live', 'replaced') THEN ? ELSE state END
          WHERE chain = ? AND account = ? AND id = ? AND hash IS NOT ?`
        run(others, state === 'rejected' ? 'rejected' : 'replaced', chain, account, id, hash)
        if (hash === null) return
        run(`UPDATE attempts SET raw = '', state = 'mined' WHERE chain = ? AND account = ? AND hash = ?`, chain, account, hash)
      }),

    /** For what else has to be durable together with transactions. */
    database,
    close: () => database.close(),
  }
}

/** What the journal keeps of a send's data, to know it again. */
function digestOf(data: Hex): Hex {
  return data.length <= 66 ? data : `0x${createHash('sha256').update(data.slice(2), 'hex').digest('hex')}`
}

/** Whether a send is of this data. */
export function isOfData({ data: kept }: JournaledSend, data: Hex): boolean {
  if (kept === digestOf(data)) return true
  // earlier versions kept all of it, or the keccak-256
  if (kept === data) return true
  return kept.length === 66 && kept === keccak256(data)
}

function toSend(row: Row): JournaledSend {
  const { id, account, target, data, state, hash, block, failure } = row
  const parsed = typeof failure === 'string' ? (JSON.parse(failure) as JournaledSend['failure']) : null
  return { id, account, to: target, data, state, hash, block, failure: parsed } as JournaledSend
}

function toAttempt({ hash, nonce, raw, state }: Row): Attempt {
  return { hash, nonce, raw, state } as Attempt
}
