import { Problem } from '../../domain/problem.ts'
import type { RegistryReads } from '../registry.ts'
import { isSupervisor, type Who } from '../who.ts'

type Named = { readonly owner_id?: string | undefined; readonly process_id?: string | undefined; readonly lot_id?: string | undefined }

/**
 * Of keys and lots an entity lists what it owns and what its processes made; the supervisors, everything. Without an owner, a lot or a process the filter
 * is narrowed to what it owns.
 * @throws Problem `right_missing`
 */
export async function ownOrMade<F extends Named>(reads: RegistryReads, who: Who, filter: F, what: string): Promise<F> {
  const { owner_id, process_id, lot_id } = filter
  if (isSupervisor(who) || owner_id === who.subject) return filter
  if (owner_id === undefined && process_id === undefined && lot_id === undefined) return { ...filter, owner_id: who.subject }
  const { block } = await reads.head()
  const lot = lot_id === undefined ? undefined : await reads.lot(lot_id, block)
  if (lot?.owner_id === who.subject) return filter
  const made = lot_id === undefined ? process_id : lot?.process_id
  const process = made === undefined ? undefined : await reads.process(made, block)
  if (process?.owner_id === who.subject) return filter
  throw new Problem('right_missing', {
    detail: `${what} are listed for their owner, the owner of their process and the supervisors; ${who.subject} is none of them`,
  })
}

/** Records of one's own: those whose `field` is the caller, who is put there where it is not given; the supervisors, everything. @throws Problem `right_missing` */
export function ownAlone<N extends string, F extends { readonly [K in N]?: string | undefined }>(
  who: Who,
  filter: F,
  field: N,
  what: string,
): F {
  if (isSupervisor(who) || filter[field] === who.subject) return filter
  if (filter[field] === undefined) return { ...filter, [field]: who.subject }
  throw new Problem('right_missing', { detail: `${what} of others are listed for the supervisors; ${who.subject} is none of them` })
}
