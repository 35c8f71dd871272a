import { z } from 'zod'
import { commentRecord } from '../../domain/comment-record.ts'
import { recordIdField } from '../../domain/fields.ts'
import { Problem } from '../../domain/problem.ts'
import { asOf } from '../../domain/records.ts'
import { readQuery } from '../http/read-query.ts'
import { ok, route, type Route } from '../http/route.ts'
import type { RegistryReads } from '../registry.ts'

const commentsAnswer = z
  .object({ assessment_id: recordIdField, comments: z.array(commentRecord), as_of: asOf })
  .meta({ id: 'AssessmentComments' })

export function commentsRoute(registry: RegistryReads): Route {
  return route({
    method: 'get',
    path: '/v1/assessments/{assessment_id}/comments',
    name: 'list_comments',
    summary: 'The programme manager’s comments on a draft, by their SHA-256, oldest first, for any active entity',
    write: false,
    params: z.strictObject({ assessment_id: recordIdField }),
    query: readQuery,
    answer: commentsAnswer,
    handle: async ({ params: { assessment_id }, query }) => {
      const head = await registry.head(query)
      if ((await registry.assessment(assessment_id, head.block)) === undefined) {
        throw new Problem('assessment_unknown', { field: 'assessment_id', detail: `there is no assessment ${assessment_id}` })
      }
      return ok({ assessment_id, comments: await registry.comments(assessment_id, head.block), as_of: head })
    },
  })
}
