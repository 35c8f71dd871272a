import type { TLSSocket } from 'node:tls'
import { z } from 'zod'
import { keyIdField, recordIdField, type Hex } from '../../../domain/fields.ts'
import { fromBase64 } from '../../../domain/key-files/base64.ts'
import { derOfBlock, pemBlocks } from '../../../domain/key-files/pem.ts'
import { Problem } from '../../../domain/problem.ts'
import type { Proven } from '../enrolment-code.ts'
import { confirm, confirmText } from '../operations/confirm.ts'
import type { DeviceProof } from '../operations/device-enrolment.ts'
import { issueWrapped } from '../operations/issue-wrapped.ts'
import type { Parts } from '../operations/parts.ts'
import { takeOwnKey } from '../operations/take-own-key.ts'
import { enrolmentStates, type Enrolment } from '../store/enrolments.ts'
import type { Limits } from './limits.ts'
import { nothing, route, type Call, type Route } from './route.ts'
import { exporterOf } from './session-binding.ts'

const base64 = (what: string, most: number) => z.string().min(1).max(most).describe(`${what}, base64`)
export const enrolmentIdField = z
  .string()
  .regex(/^[0-9a-f]{32}$/, 'must be 32 lower-case hex digits')
  .meta({ id: 'EnrolmentId' })
export const receiptField = z.string().describe('SEQ:HASH: where the log of issued keys stood; `derkey keygen audit --head` takes it')

/** `enrolment_id` and `proof`: both with a code, neither with a bootstrap certificate. */
const proofFields = {
  enrolment_id: enrolmentIdField.optional(),
  proof: base64('32 octets that show the code is known, as docs/key-generation-service.md has it', 64).optional(),
}
const outcome = z.object({
  enrolment_id: enrolmentIdField,
  device: z.string(),
  process_id: recordIdField,
  state: z.enum(enrolmentStates),
  key_id: keyIdField,
  receipt: receiptField,
})

export type DeviceRouteParts = Parts & { readonly limits: Limits }

/** The calls of devices, and of lines that act for one. */
export function deviceRoutes(parts: DeviceRouteParts): Route[] {
  const proofOfCall = async (
    call: Call<unknown, unknown, unknown>,
    given: Given,
    proven: Pick<Proven, 'way' | 'subject'>,
  ): Promise<DeviceProof> => {
    const { enrolment_id: enrolmentId, proof } = given
    if (call.peer.kind === 'bootstrap' && enrolmentId === undefined && proof === undefined) return { bootstrap: call.peer.device }
    if (enrolmentId === undefined) throw missing('enrolment_id')
    if (proof === undefined) throw missing('proof')
    const guessed = await watched(parts.limits, call, enrolmentId)
    const exporter = proven.way === 'wrapped' ? exporterOf(call.request.socket as TLSSocket) : undefined
    return { proven: { ...proven, enrolmentId, exporter }, proof: octets(proof, 'proof'), guessed }
  }
  return [
    route({
      method: 'post',
      path: '/v1/device/keys',
      name: 'issue_key',
      summary: 'A key that the service makes, wrapped to an ephemeral key of the device',
      right: null,
      params: nothing,
      query: nothing,
      body: z.strictObject({ ...proofFields, public_key: base64('DER SubjectPublicKeyInfo of an ephemeral key on P-256', 512) }),
      status: 200,
      answer: outcome.extend({
        cms: base64('CMS AuthEnvelopedData with the PKCS#8 of the new key', 4096),
        confirm: z.string().describe('What the new key signs for POST /v1/device/confirmations'),
      }),
      handle: async (call) => {
        const recipient = octets(call.body.public_key, 'public_key')
        const proof = await proofOfCall(call, call.body, { way: 'wrapped', subject: recipient })
        const { enrolment, keyId, cms, receipt } = await issueWrapped(parts, proof, recipient)
        const answer = { cms: Buffer.from(cms).toString('base64'), confirm: confirmText(enrolment.enrolment_id, keyId) }
        return { ...outcomeOf(enrolment, receipt), ...answer }
      },
    }),
    route({
      method: 'post',
      path: '/v1/device/csrs',
      name: 'register_own_key',
      summary: 'The public key of a key that the device made, by its certificate signing request',
      right: null,
      params: nothing,
      query: nothing,
      body: z.strictObject({ ...proofFields, csr: z.string().min(1).max(8192).describe('PKCS#10, PEM or base64 of the DER') }),
      status: 200,
      answer: outcome,
      handle: async (call) => {
        const csr = derOfCsr(call.body.csr)
        const { enrolment, receipt } = takeOwnKey(parts, await proofOfCall(call, call.body, { way: 'own', subject: csr }), csr)
        return outcomeOf(enrolment, receipt)
      },
    }),
    route({
      method: 'post',
      path: '/v1/device/confirmations',
      name: 'confirm_key',
      summary: 'The device has stored the key, which signs that; repeated, it tells whether the key is registered',
      right: null,
      params: nothing,
      query: nothing,
      body: z.strictObject({ enrolment_id: enrolmentIdField, key_id: keyIdField, signature: base64('ECDSA with SHA-256, DER', 128) }),
      status: 200,
      answer: outcome,
      handle: async (call) => {
        const { enrolment_id: enrolmentId, key_id, signature } = call.body
        const guessed = await watched(parts.limits, call, enrolmentId)
        const given = { enrolmentId, keyId: key_id as Hex, signature: octets(signature, 'signature'), guessed }
        const { enrolment, receipt } = confirm(parts, given)
        return outcomeOf(enrolment, receipt)
      },
    }),
  ]
}

type Given = { readonly enrolment_id?: string | undefined; readonly proof?: string | undefined }

/** @throws Problem `rate_limited` where wrong proofs came too often; what is returned counts one more */
async function watched(limits: Limits, { request }: Call<unknown, unknown, unknown>, enrolmentId: string): Promise<() => void> {
  const address = request.socket.remoteAddress ?? ''
  await limits.guesses(enrolmentId, address)
  return () => limits.guessed(enrolmentId, address)
}

function outcomeOf({ enrolment_id, device, process_id, state, key_id }: Enrolment, receipt: string): Record<string, unknown> {
  return { enrolment_id, device, process_id, state, key_id, receipt }
}

function missing(field: string): Problem {
  return new Problem('invalid_input', { field, detail: 'is missing: the connection has no bootstrap certificate that takes its place' })
}

function octets(text: string, field: string): Buffer {
  try {
    return fromBase64(text)
  } catch (cause) {
    throw new Problem('invalid_input', { field, detail: (cause as Error).message, cause })
  }
}

function derOfCsr(text: string): Buffer {
  if (!text.includes('-----BEGIN ')) return octets(text, 'csr')
  const [block, ...others] = pemBlocks(text)
  if (block === undefined || others.length > 0 || !/^(NEW )?CERTIFICATE REQUEST$/.test(block.label))
    throw new Problem('csr_malformed', { field: 'csr', detail: 'holds no PEM block of one certificate request alone' })
  return derOfBlock(block)
}
