import { groupOf } from '../../domain/consortium/group-of.ts'
import { groupHashOf } from '../../domain/group-hash.ts'
import { capStanding, type Counted } from '../../domain/motions/governed.ts'
import { readGoverned } from '../motions/read-governed.ts'
import type { SeatRecord } from '../motions/read-seats.ts'
import { readBlock } from '../reads/block.ts'
import { readEntity } from '../reads/entity.ts'
import { readNodeBreach, readNodes } from '../reads/validators.ts'
import type { ChainRegistry } from '../registry.ts'
import { finding, type Examined } from './finding.ts'

/** Requirements 21 to 27: numbers and caps of seats and nodes, a breach and its term, and whether what was recorded of them is still so. */
export async function examineCaps(registry: ChainRegistry, seats: readonly SeatRecord[]): Promise<Examined[]> {
  const { seats: board, nodes } = capStanding(await readGoverned(registry))
  const [breach, head, all] = [await readNodeBreach(registry), await readBlock(registry.client), await readNodes(registry)]
  const overdue = breach !== null && breach.until < head.time ? ', overdue' : ''
  return [
    counted('seats: foreign', board.foreign, board.size),
    counted('seats: of one segment', board.segment, board.size),
    counted('nodes: foreign', nodes.foreign, nodes.size),
    counted('nodes: of one segment', nodes.segment, nodes.size),
    counted('nodes: of one group of operators', nodes.group, nodes.size),
    finding(
      'nodes: breach of a cap',
      breach === null ? 'none' : `since ${breach.since}, to be mended until ${breach.until}${overdue}`,
      'none',
    ),
    ...(await Promise.all(
      seats.map(({ entity_id, country, group }) => compare(registry, `seat of ${entity_id}`, entity_id, country, group)),
    )),
    ...(await Promise.all(
      all.map(({ account, operator_id, control_country, group }) =>
        compare(registry, `node ${account}`, operator_id, control_country, group),
      ),
    )),
  ]
}

function counted(check: string, { count, most, name }: Counted, size: number): Examined {
  const what = name === null ? '' : ` (${name})`
  return { check, found: `${count} of ${size}${what}`, wanted: `at most ${most}`, ok: count <= most }
}

/** A motion says what a seat or node is counted as; the registrar keeps the entity. Where they part, one of them is out of date. */
async function compare(registry: ChainRegistry, what: string, entityId: string, country: string, group: string): Promise<Examined> {
  const entity = await readEntity(registry, entityId)
  const check = `${what}: country and group`
  const recorded = 'as the registrar has them'
  if (entity === undefined) return finding(check, `${entityId} is not registered`, recorded)
  const faults = [
    ...(entity.country === country ? [] : [`recorded ${country}, registered ${entity.country}`]),
    ...(groupHashOf(groupOf(entity)) === group ? [] : [`of another group than ${groupOf(entity)}`]),
  ]
  return finding(check, faults.join('; ') || recorded, recorded)
}
