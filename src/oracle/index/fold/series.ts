import { valueOf } from '../../../chain/records/fields.ts'
import { assessmentKinds } from '../../../domain/enumerations.ts'
import type { FoldContext, Folds } from './fold.ts'
import { standing } from './standing.ts'

/** Which series a process has. */
export const seriesFolds: Folds<'assessments'> = {
  SeriesLinked: ({ processId, seriesId, kind }, context) => {
    link(context, processId, kind, String(seriesId))
    countOwner(context, String(seriesId), String(processId))
  },

  SeriesUnlinked: ({ processId, kind, seriesId }, context) => {
    link(context, processId, kind, null)
    context.about('series', String(seriesId))
  },
}

function link(context: FoldContext, processId: number, kind: number, seriesId: string | null): void {
  const process = standing(context, 'process', String(processId))
  const isGeneration = valueOf(assessmentKinds, kind, 'kind') === 'key_generation'
  context.write('process', process.process_id, { ...process, [isGeneration ? 'key_generation_id' : 'key_protection_id']: seriesId })
}

/** The process's owner is one of those that the series' assessors have to be independent of. */
function countOwner(context: FoldContext, seriesId: string, processId: string): void {
  const series = standing(context, 'series', seriesId)
  const owner = standing(context, 'process', processId).owner_id
  const isKnown = owner === standing(context, 'process', series.process_id).owner_id || series.owner_ids.includes(owner)
  if (isKnown) context.about('series', seriesId)
  else context.write('series', seriesId, { ...series, owner_ids: [...series.owner_ids, owner] })
}
