import { z } from 'zod'
import { entityIdField, recordIdField } from '../../domain/fields.ts'
import { createAssessmentInput, updateAssessmentInput } from '../../domain/inputs/assessment.ts'
import { commentInput } from '../../domain/inputs/comment.ts'
import { createKeysInput, updateKeysInput } from '../../domain/inputs/keys.ts'
import { createOfferInput, updateInstallerInput, updateLotInput, updateOfferInput, updateSenderInput } from '../../domain/inputs/offer.ts'
import { createProcessInput, updateProcessInput } from '../../domain/inputs/process.ts'
import { updateKeyInput } from '../../domain/inputs/update-key.ts'
import { Problem } from '../../domain/problem.ts'
import { noQuery } from '../http/read-query.ts'
import { route, type Call, type Route } from '../http/route.ts'
import { commentAssessment } from '../operations/comment-assessment.ts'
import { createAssessment } from '../operations/create-assessment.ts'
import { createKeys } from '../operations/create-keys.ts'
import { createProcess } from '../operations/create-process.ts'
import type { Operation } from '../operations/operation.ts'
import { createOffer, updateOffer } from '../operations/offers.ts'
import { updateInstaller, updateSender } from '../operations/relations.ts'
import { updateKey } from '../operations/update-key.ts'
import { updateKeys } from '../operations/update-keys.ts'
import { updateLot } from '../operations/update-lot.ts'
import { updateAssessment, updateProcess } from '../operations/update-records.ts'
import type { Registry } from '../registry.ts'
import type { WriteEngine } from '../write-engine.ts'
import { answerWrite } from './answer-write.ts'
import { keyParams } from './read-keys.ts'
import { registerLines } from './register-lines.ts'
import { writtenSchemas } from '../written.ts'

export type WriteParts = { readonly registry: Registry; readonly engine: WriteEngine; readonly proofRequired: boolean }

const nothing = z.strictObject({})

/** The calls that write with a signer of the oracle. */
export function writeRoutes(parts: WriteParts): Route[] {
  const write = (method: 'post' | 'patch', path: string, summary: string, params: z.ZodType, body: z.ZodType, operation: Operation) =>
    route({
      method,
      path,
      name: operation.name,
      summary,
      write: true,
      params,
      query: noQuery,
      body,
      readBody: objectOf,
      answer: writtenSchemas[operation.name as keyof typeof writtenSchemas],
      handle: (call) => perform(parts, operation, call as Call<Fields, unknown, Fields>),
    })
  const one = (name: string) => z.strictObject({ [name]: recordIdField })
  return [
    write(
      'post',
      '/v1/processes',
      'Create a process for oneself, or as an assessor for its owner',
      nothing,
      createProcessInput,
      createProcess,
    ),
    write(
      'patch',
      '/v1/processes/{process_id}',
      'Suspend, reinstate or revoke a process',
      one('process_id'),
      updateProcessInput,
      updateProcess,
    ),
    write(
      'post',
      '/v1/assessments',
      'Record an assessment: an original, a renewal or a correction',
      nothing,
      createAssessmentInput,
      createAssessment,
    ),
    write(
      'patch',
      '/v1/assessments/{assessment_id}',
      'Approve, reject, suspend, reinstate (approved) or withdraw an assessment',
      one('assessment_id'),
      updateAssessmentInput,
      updateAssessment,
    ),
    write(
      'post',
      '/v1/assessments/{assessment_id}/comments',
      'Bind a comment to a proposed assessment, as programme manager',
      one('assessment_id'),
      commentInput,
      commentAssessment,
    ),
    {
      ...write('post', '/v1/keys', 'Register keys under a process, any number of them as JSON lines', nothing, createKeysInput, createKeys),
      lines: registerLines(parts),
    },
    write(
      'patch',
      '/v1/keys',
      'Change the status of many keys: a list, or what an account registered',
      nothing,
      updateKeysInput,
      updateKeys,
    ),
    write(
      'patch',
      '/v1/keys/{key_id}',
      'Change the status of a key, rotate it, offer or accept it, record where it is',
      keyParams,
      updateKeyInput,
      updateKey,
    ),
    write(
      'patch',
      '/v1/lots/{lot_id}',
      'Suspend, reinstate, revoke or retire a lot, offer or accept it',
      one('lot_id'),
      updateLotInput,
      updateLot,
    ),
    write('post', '/v1/offers', 'Offer keys or a lot to another entity, as their owner', nothing, createOfferInput, createOffer),
    write('patch', '/v1/offers/{offer_id}', 'Accept an offer, or withdraw or decline it', one('offer_id'), updateOfferInput, updateOffer),
    write(
      'patch',
      '/v1/installers/{installer_id}',
      'Let an installer install one’s keys, or no longer',
      z.strictObject({ installer_id: entityIdField }),
      updateInstallerInput,
      updateInstaller,
    ),
    write(
      'patch',
      '/v1/senders/{sender_id}',
      'Take what an entity offers without being asked, or no longer',
      z.strictObject({ sender_id: entityIdField }),
      updateSenderInput,
      updateSender,
    ),
  ]
}

type Fields = Readonly<Record<string, unknown>>

function objectOf(body: unknown): unknown {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body
  throw new Problem('invalid_input', { field: 'body', detail: 'must be a JSON object' })
}

async function perform(parts: WriteParts, operation: Operation, call: Call<Fields, unknown, Fields>) {
  const { registry, engine, proofRequired } = parts
  const { params, body, who, idempotencyKey } = call
  const twice = Object.keys(params).find((name) => name in body)
  if (twice !== undefined) throw new Problem('invalid_input', { field: twice, detail: 'stands in the path and not in the body' })
  const input = operation.read({ ...params, ...body })
  const { signer } = who
  if (signer === null) throw new Problem('signer_missing', { detail: `token ${who.token_id} names no signer` })
  const wanted = { subject: who.subject, idempotencyKey, operation: operation.name, input }
  const write = await engine.begin(wanted, async () => {
    const { calls, about, registration } = await operation.plan(input, { who, registry, proofRequired })
    const parts = calls.map((each) => ({ signer, call: each, raw: null }))
    return { about, parts, ...(registration !== undefined && { registration: { signer, ...registration } }) }
  })
  return answerWrite(registry, engine, write, call.wait)
}
