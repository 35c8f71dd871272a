import { address, valueOf } from '../../../chain/records/fields.ts'
import { sampleResults } from '../../../domain/enumerations.ts'
import { toTime } from '../../../domain/fields.ts'
import type { Folds } from './fold.ts'
import { standing } from './standing.ts'

/** Product samples (5.6.3). */
export const sampleFolds: Folds<'samples'> = {
  SampleRequested: ({ sampleId, processId, requestedBy, from, until, size, drawBlock: draw_block }, { time, write, about }) => {
    const [sample_id, process_id] = [String(sampleId), String(processId)]
    const period = { from: toTime(from), until: toTime(until) }
    const request = { requested_by: address(requestedBy), requested_at: toTime(time) }
    write('sample', sample_id, { sample_id, process_id, ...request, ...period, size, draw_block, seed: null })
    about('process', process_id)
  },

  SampleDrawn: ({ sampleId, seed }, context) => {
    const id = String(sampleId)
    context.write('sample', id, { ...standing(context, 'sample', id), seed })
  },

  FindingRecorded: ({ sampleId, processId, keyId: key_id, result, reportDigest: report, assessorId }, { time, write, about }) => {
    const [sample_id, process_id] = [String(sampleId), String(processId)]
    const found = { result: valueOf(sampleResults, result, 'result'), report, assessor_id: address(assessorId) }
    write('finding', `${sample_id}:${key_id}`, { sample_id, process_id, key_id, ...found, recorded_at: toTime(time) })
    about('sample', sample_id)
    about('process', process_id)
  },
}
