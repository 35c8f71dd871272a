import { readFileSync } from 'node:fs'
import pino from 'pino'
import type { Hex } from '../../../src/domain/fields.ts'
import { operatingSystem } from '../../../src/keygen/entropy/entropy-source.ts'
import type { Client } from '../../../src/keygen/service/client.ts'
import { makeKeyFrom } from '../../../src/keygen/service/make-key.ts'
import type { Registrar } from '../../../src/keygen/service/ports.ts'
import {
  startKeygenService,
  type KeygenService,
  type KeygenServiceParts,
  type KeygenServiceSettings,
} from '../../../src/keygen/service/start-service.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { createPki, type Device } from '../../tls/pki.ts'
import { openSession, type Session } from './connect.ts'
import type { Invitation } from './device.ts'

/** A registry in memory that registers a key once. */
export function memoryRegistrar() {
  const keys = new Map<Hex, string>()
  const registrar: Registrar = {
    register: (processId, keyIds) => {
      for (const keyId of keyIds) keys.set(keyId, processId)
      return Promise.resolve()
    },
    isRegistered: (keyId) => Promise.resolve(keys.has(keyId)),
  }
  return { ...registrar, keys }
}

type Changes = Partial<Omit<KeygenServiceParts, 'settings'>> & {
  readonly registrar?: Registrar
  readonly settings?: Partial<KeygenServiceSettings>
}

export type ServiceWorld = Awaited<ReturnType<typeof createServiceWorld>>

/** Certificates of a line, an office and a device that openssl made, and services to start with them. */
export async function createServiceWorld() {
  const pki = createPki()
  const folder = temporaryFolder()
  const clientCa = pki.authority('ClientCA')
  const bootstrapCa = pki.authority('BootstrapCA')
  const clientUse = ['extendedKeyUsage=clientAuth', 'authorityKeyIdentifier=keyid']
  const certify = (name: string, more: Parameters<typeof pki.issue>[1] = {}) =>
    pki.issue(name, { issuer: clientCa, subject: `/CN=${name}`, extensions: clientUse, ...more })
  const line = certify('line')
  const office = certify('office')
  const clientOf = (device: Device, more: Partial<Client> = {}): Client => {
    const rights = { processIds: ['1', '2'], rights: ['enrol'], requestsPerMinute: 10_000 } as const
    return { name: device.name, keyIds: [device.key_id], ...rights, ...more }
  }
  const text = (file: string) => readFileSync(file, 'utf8')
  let count = 0
  const settings = (more: Partial<KeygenServiceSettings> = {}): KeygenServiceSettings => ({
    listen: { host: '127.0.0.1', port: 0 },
    publicUrl: undefined,
    certificate: text(pki.server.chain),
    key: text(pki.server.key),
    data: folder.file(`data-${count++}`),
    clientAuthorities: [{ field: 'client_authorities[0]', content: text(clientCa.certificate) }],
    clients: [clientOf(line), clientOf(office, { rights: ['supervise', 'list'] })],
    bootstrap: [{ name: 'plant', processId: '2', authorities: [{ field: 'bootstrap', content: text(bootstrapCa.certificate) }] }],
    codeLifetime: 3_600_000,
    deviceRequestsPerMinute: 10_000,
    ...more,
  })
  const start = (more: Changes = {}): Promise<KeygenService> => {
    const { registrar = memoryRegistrar(), ...rest } = more
    const parts = {
      makeKey: makeKeyFrom(operatingSystem),
      entropy: 'operating_system',
      log: pino({ level: 'silent' }),
      version: '0',
    } as const
    const registration = { by: 'service', registrar } as const
    return startKeygenService({ ...parts, registration, ...rest, settings: settings(more.settings) })
  }
  const ca = text(pki.serca.certificate)
  const connect = (url: string, holder?: Device, options = {}): Promise<Session> =>
    openSession(url, { ca, ...(holder && { cert: text(holder.chain), key: text(holder.key) }), ...options })
  const enrol = async (url: string, device: string, processId = '1'): Promise<Invitation & { url: string }> => {
    const session = await connect(url, line)
    const { status, body } = await session.call('POST', '/v1/enrolments', { process_id: processId, devices: [device] })
    session.close()
    if (status !== 201) throw new Error(JSON.stringify(body))
    return (body['enrolments'] as (Invitation & { url: string })[])[0] as Invitation & { url: string }
  }
  const remove = () => {
    pki.remove()
    folder.remove()
  }
  return { pki, folder, clientCa, bootstrapCa, line, office, certify, clientOf, settings, start, connect, enrol, remove }
}

/** Asks until it is so. */
export async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + 20_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 10))) {
    const answer = await ask()
    if (answer !== undefined) return answer
  }
  throw new Error('it did not come to be')
}
