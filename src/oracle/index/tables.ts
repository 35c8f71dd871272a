import type { DatabaseSync } from 'node:sqlite'
import type { Deployment } from '../../chain/deployment.ts'
import { readBlocks, type Blocks } from './blocks.ts'
import { readEvents, type EventReads } from './events.ts'
import { readKeys, type KeyReads } from './keys/key-reads.ts'
import { readPosition, type PositionRow } from './position.ts'
import { readRecords, type RecordReads } from './records/record-reads.ts'

/** What stands in an open file. */
export type Tables = {
  readonly database: DatabaseSync
  readonly file: string
  readonly deployment: Deployment
  readonly position: () => PositionRow | undefined
  readonly blocks: Blocks
  readonly keys: KeyReads
  readonly records: RecordReads
  readonly events: EventReads
}

export function readTables(database: DatabaseSync, file: string, deployment: Deployment): Tables {
  const [keys, blocks] = [readKeys(database), readBlocks(database)]
  const events = readEvents(database, keys, blocks, deployment)
  return { database, file, deployment, position: readPosition(database), blocks, keys, records: readRecords(database), events }
}
