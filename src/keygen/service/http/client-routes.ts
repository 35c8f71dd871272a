import { z } from 'zod'
import { recordIdField } from '../../../domain/fields.ts'
import { textField } from '../../../domain/inputs/text-field.ts'
import { Problem } from '../../../domain/problem.ts'
import { clientRights, type Client } from '../client.ts'
import { headText } from '../../log/issue-entry.ts'
import { cancel } from '../operations/cancel.ts'
import { enrol } from '../operations/enrol.ts'
import type { Parts } from '../operations/parts.ts'
import { enrolmentStates, type Enrolment } from '../store/enrolments.ts'
import { enrolmentIdField, receiptField } from './device-routes.ts'
import { enrolmentRecord, maySee, shownOf } from './enrolment-record.ts'
import { enrolmentUrl, qrOf } from './enrolment-url.ts'
import { clientOf, nothing, route, type Route } from './route.ts'

const enrolled = enrolmentRecord.extend({
  code: z.string().describe('One-time code: told here, and never again'),
  url: z.string().describe('What the QR code holds: address, enrolment, code and pin of the service; nothing behind # is sent to a server'),
  qr: z.string().optional().describe('The QR code as SVG, where the query asks for it'),
})
const byId = z.strictObject({ enrolment_id: enrolmentIdField })

export type ClientRouteParts = Parts & {
  /** `https://HOST:PORT` as devices reach it. */
  readonly publicUrl: () => string
  /** `sha256//BASE64` of the server's SubjectPublicKeyInfo, as curl's --pinnedpubkey has it. */
  readonly pin: string
}

/** The calls of lines, installers' apps and offices. */
export function clientRoutes(parts: ClientRouteParts): Route[] {
  const { enrolments, ledger, publicUrl, pin } = parts
  const own = (id: string, client: Client): Enrolment => {
    const row = enrolments.byId(id)
    if (row === undefined || !maySee(row, client)) throw new Problem('enrolment_unknown', { field: 'enrolment_id', detail: id })
    return row
  }
  return [
    route({
      method: 'post',
      path: '/v1/enrolments',
      name: 'enrol',
      summary: 'Enrols devices, each with a one-time code; a device without a confirmed key keeps its enrolment, with a new code',
      right: 'enrol',
      params: nothing,
      query: z.strictObject({ qr: z.enum(['svg']).optional() }),
      body: z.strictObject({
        process_id: recordIdField,
        devices: z
          .array(textField(1, 128))
          .min(1)
          .max(500)
          .refine((names) => new Set(names).size === names.length, 'names a device twice')
          .describe('What the manufacturer calls each device: its serial number'),
      }),
      status: 201,
      answer: z.object({ enrolments: z.array(enrolled), receipt: receiptField }),
      handle: async (call) => {
        const { process_id, devices } = call.body
        if (call.query.qr !== undefined && devices.length > 1)
          throw new Problem('invalid_input', { field: 'qr', detail: 'is drawn for one device a call' })
        const { enrolled: made, receipt } = enrol(parts, clientOf(call), process_id, devices)
        const shown = made.map(async ({ enrolment, code }) => {
          const url = enrolmentUrl({ service: publicUrl(), enrolmentId: enrolment.enrolment_id, code, pin })
          return { ...shownOf(enrolment), code, url, ...(call.query.qr === 'svg' && { qr: await qrOf(url) }) }
        })
        return { enrolments: await Promise.all(shown), receipt }
      },
    }),
    route({
      method: 'get',
      path: '/v1/enrolments',
      name: 'list_enrolments',
      summary: 'Enrolments of the client, or of its processes with the right `supervise`, by their identifiers',
      right: 'any',
      params: nothing,
      query: z.strictObject({
        state: z.enum(enrolmentStates).optional(),
        after: enrolmentIdField.optional(),
        limit: z.coerce.number().int().min(1).max(500).default(100),
      }),
      status: 200,
      answer: z.object({ enrolments: z.array(enrolmentRecord), next: enrolmentIdField.nullable().describe('Give it as `after`') }),
      handle: (call) => {
        const client = clientOf(call)
        const { state, after = '', limit } = call.query
        const mine = client.rights.includes('supervise') ? undefined : client.name
        const found = enrolments.list({ processes: client.processIds, enrolled_by: mine, state, after, limit })
        return { enrolments: found.map(shownOf), next: found.length < limit ? null : (found.at(-1)?.enrolment_id ?? null) }
      },
    }),
    route({
      method: 'get',
      path: '/v1/enrolments/{enrolment_id}',
      name: 'show_enrolment',
      summary: 'How far a device is',
      right: 'any',
      params: byId,
      query: nothing,
      status: 200,
      answer: enrolmentRecord,
      handle: (call) => shownOf(own(call.params.enrolment_id, clientOf(call))),
    }),
    route({
      method: 'delete',
      path: '/v1/enrolments/{enrolment_id}',
      name: 'cancel_enrolment',
      summary: 'Makes code and unconfirmed key void, so that the device can be enrolled anew; a registered key stays registered',
      right: 'any',
      params: byId,
      query: nothing,
      status: 200,
      answer: enrolmentRecord,
      handle: (call) => shownOf(cancel(parts, own(call.params.enrolment_id, clientOf(call)))),
    }),
    route({
      method: 'get',
      path: '/v1/client',
      name: 'show_client',
      summary: 'Who the service takes the caller for',
      right: 'any',
      params: nothing,
      query: nothing,
      status: 200,
      answer: z.object({
        name: z.string(),
        process_ids: z.array(recordIdField),
        rights: z.array(z.enum(clientRights)),
        log_head: receiptField,
      }),
      handle: (call) => {
        const { name, processIds, rights } = clientOf(call)
        return { name, process_ids: processIds, rights, log_head: headText(ledger.head()) }
      },
    }),
  ]
}
