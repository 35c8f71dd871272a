/** «dkix»: says in the file's header whose it is. */
export const applicationId = 0x64_6b_69_78

/** Of the tables below and of `listedFields`. What an older one had is brought up in migrate.ts. */
export const schemaVersion = 2

/** Several key ids fit on a page, and a batch of 500 (16,000 octets) wastes little of its last one. */
export const pageSize = 4096

/**
 * A place in the chain's order is one number, `seq`: block * 2^20 + log index.
 * - `keys`: one row a key, from its first registration. `place` is its batch * 2, and 1 where `key_versions` may have more of it.
 * - `batches`: one KeysCreated each; its key ids stand here alone, one behind the other.
 * - `records`, `versions`: all other records by kind and id, in the order in which they came to be, and what each said from `seq` on.
 * - `listed`, `listed_keys`: which records and keys ever had a value of a field. What they have now, their versions say.
 * - `events`: as the chain gave them, but for key ids of a batch; `record_events`: of which records they tell.
 * - `position`: one row; `generation` counts the states that this file was in, `records_changed` and `lots_changed` say
 *   in which of them records, lots apart, and lots changed last; `keyed`: up to which batch keys have rows;
 *   `batches`, `keys` and behind: how many rows a whole file has.
 */
export const tables = `
  CREATE TABLE position(
    generation INTEGER NOT NULL, records_changed INTEGER NOT NULL, lots_changed INTEGER NOT NULL, rollbacks INTEGER NOT NULL,
    block INTEGER NOT NULL, time INTEGER NOT NULL, confirmed_at INTEGER NOT NULL, head INTEGER NOT NULL, hash BLOB NOT NULL,
    batches INTEGER NOT NULL, keyed INTEGER NOT NULL, keys INTEGER NOT NULL, events INTEGER NOT NULL, records INTEGER NOT NULL
  );
  CREATE TABLE identity(registry TEXT NOT NULL);
  CREATE TABLE blocks(number INTEGER PRIMARY KEY, hash BLOB NOT NULL, time INTEGER NOT NULL, events INTEGER NOT NULL);
  CREATE TABLE events(
    seq INTEGER PRIMARY KEY, contract TEXT NOT NULL, topics BLOB NOT NULL, transaction_hash BLOB NOT NULL, transaction_index INTEGER NOT NULL,
    batch INTEGER, data BLOB
  );
  CREATE TABLE batches(
    batch INTEGER PRIMARY KEY, lot INTEGER NOT NULL, process INTEGER NOT NULL, seq INTEGER NOT NULL, time INTEGER NOT NULL,
    account BLOB NOT NULL, key_ids BLOB NOT NULL
  );
  CREATE INDEX batches_by_lot ON batches(lot);
  CREATE INDEX batches_by_process ON batches(process);
  CREATE INDEX batches_by_account ON batches(account);
  CREATE TABLE keys(key_id BLOB PRIMARY KEY, place INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE key_versions(
    key_id BLOB, seq INTEGER, batch INTEGER NOT NULL, was_void INTEGER NOT NULL,
    status INTEGER NOT NULL, reason INTEGER NOT NULL, set_by INTEGER NOT NULL, since INTEGER NOT NULL,
    owner BLOB, offer INTEGER NOT NULL, installed_at INTEGER NOT NULL,
    rotated_at INTEGER NOT NULL, superseded_at INTEGER NOT NULL, successor BLOB, predecessor BLOB,
    PRIMARY KEY(key_id, seq)
  ) WITHOUT ROWID;
  CREATE TABLE records(record INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, seq INTEGER NOT NULL, UNIQUE(kind, id));
  CREATE INDEX records_by_kind ON records(kind);
  CREATE TABLE versions(record INTEGER, seq INTEGER, value TEXT NOT NULL, PRIMARY KEY(record, seq)) WITHOUT ROWID;
  CREATE TABLE record_events(record INTEGER, seq INTEGER, PRIMARY KEY(record, seq)) WITHOUT ROWID;
  CREATE TABLE listed(kind TEXT, field TEXT, value TEXT, record INTEGER, PRIMARY KEY(kind, field, value, record)) WITHOUT ROWID;
  CREATE TABLE listed_keys(field TEXT, value, key_id BLOB, PRIMARY KEY(field, value, key_id)) WITHOUT ROWID;
`
