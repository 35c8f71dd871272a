import { followKey } from '../../chain/reads/history/follow-key.ts'
import type { RegistryEvent } from '../../chain/reads/events.ts'
import type { Hex } from '../../domain/fields.ts'
import type { KeptEvent } from './events.ts'
import type { Kind } from './kinds.ts'
import { toBytes } from './keys/bytes.ts'
import type { Tables } from './tables.ts'

/** Events that tell of a record up to a place, in the chain's order; of a key also those of its lot, process and offers while they were its own. */
export function createHistory(tables: Tables): (kind: Kind | 'key', id: string, until: number) => RegistryEvent[] {
  const { database, keys, records, events } = tables
  const offersOfLot = database.prepare(
    `SELECT id FROM listed JOIN records USING (record) WHERE listed.kind = 'offer' AND field = 'lot_id' AND value = ?`,
  )
  const batchesOfLot = database.prepare('SELECT seq FROM batches WHERE lot = ?')
  const place = database.prepare('SELECT place FROM keys WHERE key_id = ?')

  const read = (places: Iterable<number>, until: number): KeptEvent[] => {
    const wanted = [...new Set(places)].filter((seq) => seq <= until).sort((a, b) => a - b)
    return wanted.map((seq) => events.read(seq)).filter((event) => event !== undefined)
  }

  const ofKey = (keyId: Hex, until: number): RegistryEvent[] => {
    const row = place.get(toBytes(keyId)) as { place: number } | undefined
    if (row === undefined) return []
    const changes = keys.changesOf(keyId)
    const batches = [...new Set([Math.floor(row.place / 2), ...changes.map(({ batch }) => batch)])].map((number) => keys.batch(number))
    const places = [...batches.map(({ seq }) => seq), ...changes.map(({ seq }) => seq)]
    const offers = new Set(changes.map(({ offer }) => String(offer)))
    for (const lot of new Set(batches.map(({ lot }) => String(lot)))) {
      places.push(...records.eventsOf('lot', lot))
      for (const row of offersOfLot.all(lot)) offers.add((row as { id: string }).id)
    }
    for (const process of new Set(batches.map(({ process }) => String(process)))) places.push(...records.eventsOf('process', process))
    for (const offer of offers) places.push(...records.eventsOf('offer', offer))
    // what was found of it in a sample says nothing of what became of it
    const own = read(places, until).filter(({ contract }) => contract === 'KeyRegistry' || contract === 'ProcessRegistry')
    return followKey(
      keyId,
      own.map(({ event }) => event),
    )
  }

  return (kind, id, until) => {
    if (kind === 'key') return ofKey(id as Hex, until)
    const registrations = kind === 'lot' ? (batchesOfLot.all(Number(id)) as { seq: number }[]).map(({ seq }) => seq) : []
    return read([...registrations, ...records.eventsOf(kind, id)], until).map(({ event }) => event)
  }
}
