import { z } from 'zod'
import { recordIdField } from '../../domain/fields.ts'
import { Problem } from '../../domain/problem.ts'
import { asOf } from '../../domain/records.ts'
import { drawnSample, sampleFindingRecord } from '../../domain/sample-records.ts'
import { readQuery } from '../http/read-query.ts'
import { ok, route, type Route } from '../http/route.ts'
import type { RegistryReads } from '../registry.ts'
import { isSupervisor, type Who } from '../who.ts'

const sampleAnswer = drawnSample.extend({ as_of: asOf }).meta({ id: 'SampleAnswer' })
const findingsAnswer = z
  .object({ process_id: recordIdField, findings: z.array(sampleFindingRecord), as_of: asOf })
  .meta({ id: 'FindingsAnswer' })

/** Product sampling (5.6.3). Which keys a process makes is between its owner and those who look after it. */
export function readSampleRoutes(registry: RegistryReads): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/samples/{sample_id}',
      name: 'get_sample',
      summary: 'A product sample, drawn again from the chain, for the owner of its process, assessors and the supervisors',
      write: false,
      params: z.strictObject({ sample_id: recordIdField }),
      query: readQuery,
      answer: sampleAnswer,
      handle: async ({ params: { sample_id }, query, who }) => {
        const head = await registry.head(query)
        const sample = await registry.sample(sample_id, head.block)
        if (sample === undefined) throw new Problem('sample_unknown', { field: 'sample_id', detail: `there is no sample ${sample_id}` })
        await requireReader(registry, who, sample.process_id, head.block)
        return ok({ ...sample, as_of: head })
      },
    }),
    route({
      method: 'get',
      path: '/v1/processes/{process_id}/findings',
      name: 'list_findings',
      summary: 'What was found of sampled keys of a process, oldest first, for its owner, assessors and the supervisors',
      write: false,
      params: z.strictObject({ process_id: recordIdField }),
      query: readQuery,
      answer: findingsAnswer,
      handle: async ({ params: { process_id }, query, who }) => {
        const head = await registry.head(query)
        await requireReader(registry, who, process_id, head.block)
        return ok({ process_id, findings: await registry.sampleFindings(process_id, head.block), as_of: head })
      },
    }),
  ]
}

async function requireReader(registry: RegistryReads, who: Who, processId: string, block: number): Promise<void> {
  const process = await registry.process(processId, block)
  if (process === undefined) throw new Problem('process_unknown', { field: 'process_id', detail: `there is no process ${processId}` })
  if (isSupervisor(who) || process.owner_id === who.subject || (who.kind === 'entity' && who.entity.role.includes('assessor'))) return
  const detail = `samples are read by the owner of the process, assessors and the supervisors; ${who.subject} is none of them`
  throw new Problem('right_missing', { detail })
}
