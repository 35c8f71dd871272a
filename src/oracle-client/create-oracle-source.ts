import { z } from 'zod'
import { keyIdField, type Hex } from '../domain/fields.ts'
import type { KeyStatusAnswer, KeyStatusSource } from '../domain/key-status-source.ts'
import { asOf, keyInfo } from '../domain/records.ts'
import { oracleChanges } from './oracle-changes.ts'
import { createOracleRequests, type OracleAddress, type OracleAnswer } from './oracle-requests.ts'

export type OracleSourceOptions = OracleAddress & {
  readonly token: string
  /** CAIP-10 name of the registry that the oracle must answer for. */
  readonly registry: string
  /** How long one answer may take, milliseconds. */
  readonly timeoutMs?: number
}

const line = z.array(keyIdField.transform((keyId) => keyId as Hex))
const known = keyInfo.extend({ registry: z.string(), line: line.optional() })
const unknown = z.object({ code: z.literal('key_unknown'), registry: z.string(), as_of: asOf })
const refused = z.object({ code: z.string(), detail: z.string() })

/**
 * The port of CA and gateway, filled by an oracle. It is trusted like a node: whoever controls it, or can speak in its place, says what a key
 * is worth. The token reads what any active entity may read.
 * @throws Problem `invalid_input` for a URL that is none
 */
export function createOracleSource({ registry, timeoutMs = 10_000, ...address }: OracleSourceOptions): KeyStatusSource {
  const requests = createOracleRequests(address)
  return {
    registry,
    get: async (keyId) => {
      try {
        return answerOf(registry, keyId, await requests.getJson(`v1/keys/${keyId}`, timeoutMs))
      } catch (error) {
        return unreachable(registry, error instanceof Error ? describe(error) : String(error))
      }
    },
    changes: (signal) => oracleChanges(requests, registry, signal),
  }
}

const unreachable = (registry: string, cause: string): KeyStatusAnswer => ({ kind: 'unreachable', registry, cause: `oracle: ${cause}` })

function answerOf(registry: string, keyId: Hex, { status, body }: OracleAnswer): KeyStatusAnswer {
  if (status !== 200 && status !== 404) {
    const { data } = refused.safeParse(body)
    return unreachable(registry, data === undefined ? `answers ${status}` : `${data.code}: ${data.detail}`)
  }
  const { data, error } = status === 200 ? known.safeParse(body) : unknown.safeParse(body)
  if (data === undefined)
    return unreachable(registry, `answers ${status} with what is no answer about a key: ${error.issues[0]?.path.join('.')}`)
  if (data.registry !== registry) return unreachable(registry, `it answers for ${data.registry}`)
  if ('code' in data) return { kind: 'unknown', registry, as_of: data.as_of }
  const { registry: _, line, ...info } = data
  if (info.key.key_id !== keyId) return unreachable(registry, `answers about ${info.key.key_id}`)
  return { kind: 'known', registry, as_of: info.as_of, info, ...(line && { line }) }
}

function describe(error: Error): string {
  const { code } = error as NodeJS.ErrnoException
  // a failure of several addresses has no message of its own
  return error.message === '' ? (code ?? error.name) : error.message
}
