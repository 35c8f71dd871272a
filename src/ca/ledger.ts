import { chmodSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { Hex } from '../domain/fields.ts'
import { Problem } from '../domain/problem.ts'
import { deviceName } from './hardware-module-name.ts'
import { moduleIn } from './module-in.ts'

/** One certificate that this CA has signed. */
export type LedgerEntry = {
  /** Hex of the serial number's octets. */
  readonly serial: string
  readonly profile: 'device' | 'server'
  readonly key_id: Hex
  readonly lfdi: string
  /** `deviceName` of its hardwareModuleName; null for a server. */
  readonly device: string | null
  /** SHA-256 of the DER request that it answers. */
  readonly csr_digest: Hex
  /** SHA-256 of the decision's canonical JSON; null where the profile asks no registry. */
  readonly decision_digest: Hex | null
  readonly state: 'issued'
  /** Seconds since 1970. */
  readonly issued_at: number
  readonly certificate: Uint8Array
}

/**
 * The ledger is not trusted for what certificates say: who can write it can at most hide that one was issued, or have an older one of this CA
 * given out again, since each is verified before it leaves.
 */
export type Ledger = {
  /** The device certificate that answered this request last. */
  issuedFor(csrDigest: Hex): LedgerEntry | undefined
  /** Keys to which device certificates of this name (`deviceName`) were issued, the newest first. */
  keysNamed(device: string): readonly Hex[]
  /**
   * Records certificates, all in one durable commit. A device's request that was answered in between keeps its certificate, unless `reissue`.
   * @returns the entries that stand, in the order given
   */
  record(entries: readonly LedgerEntry[], reissue: boolean): readonly LedgerEntry[]
  /** Every entry, oldest first. */
  entries(): readonly LedgerEntry[]
  close(): void
}

const schema = `
CREATE TABLE IF NOT EXISTS certificates (
  number INTEGER PRIMARY KEY,
  serial TEXT NOT NULL UNIQUE,
  profile TEXT NOT NULL,
  key_id TEXT NOT NULL,
  lfdi TEXT NOT NULL,
  device TEXT,
  csr_digest TEXT NOT NULL,
  decision_digest TEXT,
  state TEXT NOT NULL,
  issued_at INTEGER NOT NULL,
  certificate BLOB NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS certificates_csr ON certificates (csr_digest, number);
CREATE INDEX IF NOT EXISTS certificates_key ON certificates (key_id);
CREATE INDEX IF NOT EXISTS certificates_lfdi ON certificates (lfdi);
`

const columns = 'serial, profile, key_id, lfdi, device, csr_digest, decision_digest, state, issued_at, certificate'

/** Opens the ledger, or makes an empty one. @throws Problem ledger_unusable */
export function openLedger(path: string): Ledger {
  const attempt = <T>(action: () => T): T => {
    try {
      return action()
    } catch (cause) {
      throw new Problem('ledger_unusable', { field: path, detail: (cause as Error).message, cause })
    }
  }
  const database = attempt(() => {
    const opened = new DatabaseSync(path, { timeout: 10_000 })
    opened.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    opened.exec(schema)
    nameDevices(opened)
    chmodSync(path, 0o600)
    return opened
  })
  const find = database.prepare(
    `SELECT ${columns} FROM certificates WHERE csr_digest = ? AND profile = 'device' ORDER BY number DESC LIMIT 1`,
  )
  const insert = database.prepare(`INSERT INTO certificates (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const named = database.prepare('SELECT key_id, max(number) FROM certificates WHERE device = ? GROUP BY key_id ORDER BY max(number) DESC')
  const list = database.prepare(`SELECT ${columns} FROM certificates ORDER BY number`)

  const issuedFor = (digest: Hex) => find.get(digest) as LedgerEntry | undefined
  const add = (entry: LedgerEntry, reissue: boolean): LedgerEntry => {
    const earlier = reissue || entry.profile !== 'device' ? undefined : issuedFor(entry.csr_digest)
    if (earlier !== undefined) return earlier
    const { serial, profile, key_id, lfdi, device, csr_digest, decision_digest, state, issued_at, certificate } = entry
    insert.run(serial, profile, key_id, lfdi, device, csr_digest, decision_digest, state, issued_at, certificate)
    return entry
  }
  const record = (entries: readonly LedgerEntry[], reissue: boolean): readonly LedgerEntry[] => {
    database.exec('BEGIN IMMEDIATE')
    try {
      const standing = entries.map((entry) => add(entry, reissue))
      database.exec('COMMIT')
      return standing
    } catch (error) {
      // SQLite has rolled back by itself where the disk is full.
      if (database.isTransaction) database.exec('ROLLBACK')
      throw error
    }
  }
  return {
    issuedFor: (digest) => attempt(() => issuedFor(digest)),
    keysNamed: (device) => attempt(() => named.all(device).map(({ key_id }) => key_id as Hex)),
    record: (entries, reissue) => (entries.length === 0 ? [] : attempt(() => record(entries, reissue))),
    entries: () => attempt(() => list.all() as unknown as LedgerEntry[]),
    close: () => database.close(),
  }
}

/** Ledgers of before there were successors do not have the devices' names: they are read from the certificates, once. */
function nameDevices(database: DatabaseSync): void {
  const hasNames = database
    .prepare('PRAGMA table_info(certificates)')
    .all()
    .some(({ name }) => name === 'device')
  if (!hasNames) {
    database.exec('BEGIN IMMEDIATE; ALTER TABLE certificates ADD COLUMN device TEXT')
    const update = database.prepare('UPDATE certificates SET device = ? WHERE number = ?')
    for (const { number, certificate } of database.prepare('SELECT number, certificate FROM certificates').all()) {
      const module = moduleIn(certificate as Uint8Array)
      if (module !== undefined) update.run(deviceName(module), number as number)
    }
    database.exec('COMMIT')
  }
  database.exec('CREATE INDEX IF NOT EXISTS certificates_device ON certificates (device)')
}
