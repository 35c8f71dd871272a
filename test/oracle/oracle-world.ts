import pino from 'pino'
import type { z } from 'zod'
import { readPolicies } from '../../scripts/policies.ts'
import { oracleConfiguration, type OracleConfiguration } from '../../src/oracle/configuration.ts'
import { startOracle, type Oracle } from '../../src/oracle/start-oracle.ts'
import { openStore } from '../../src/oracle/store/open-store.ts'
import { createToken } from '../../src/oracle/store/tokens.ts'
import { readConformance } from './conformance.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { deployWorld, type World } from '../support/world.ts'

export type ActorName = keyof World['actors']
export type Answer<T = Record<string, unknown>> = { readonly status: number; readonly body: T; readonly headers: Headers }
/** `raw`: a body as it is; `body`: one that is sent as JSON. */
export type Init = { readonly body?: unknown; readonly raw?: string | Uint8Array<ArrayBuffer>; readonly headers?: Record<string, string> }

/** A world and an oracle that answers for it; every actor has a token, those of `signers` one that signs. */
export type OracleWorld = {
  readonly world: World
  readonly configuration: OracleConfiguration
  readonly tokens: Readonly<Record<ActorName, string>>
  oracle(): Oracle
  /** Waits until whatever others wrote on the chain was read. */
  untilAtHead(): Promise<void>
  /** Calls as an actor, a read behind all that stands on the chain, and holds the answer to /openapi.json. */
  call<T = Record<string, unknown>>(actor: ActorName, method: string, path: string, init?: Init): Promise<Answer<T>>
  /** Calls as an actor and waits until it is done. */
  write<T = Record<string, unknown>>(
    actor: ActorName,
    method: string,
    path: string,
    body: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer<T>>
  /** A token of one's own. */
  token(actor: ActorName, signer: string | null): { token: string; token_id: string }
  /** Stops the oracle and starts it again on the same files. */
  restart(): Promise<void>
  close(): Promise<void>
}

const staff: readonly ActorName[] = ['registrar', 'programme_manager', 'regulator']
const actors: readonly ActorName[] = [...staff, 'assessor', 'chip_maker', 'oem', 'utility', 'ca', 'intruder']

export async function startOracleWorld(
  settings: Partial<z.input<typeof oracleConfiguration>> = {},
  signers: readonly ActorName[] = actors,
  prepare: (world: World) => Promise<Partial<z.input<typeof oracleConfiguration>>> = () => Promise.resolve({}),
): Promise<OracleWorld> {
  const world = await deployWorld()
  const folder = temporaryFolder()
  const keystores = await Promise.all(signers.map(async (name) => [name, await world.keystoreOf(name)] as const))
  const configuration = oracleConfiguration.parse({
    listen: { port: 0 },
    rpc: world.chain.url,
    deployment: world.deploymentFile,
    data: folder.file('data'),
    signers: Object.fromEntries(keystores),
    poll_interval_ms: 50,
    log_level: 'silent',
    ...settings,
    ...(await prepare(world)),
  })
  const token: OracleWorld['token'] = (actor, signer) => {
    const store = openStore(configuration.data)
    const kind = staff.includes(actor) ? ('staff' as const) : ('entity' as const)
    const made = createToken(store, { kind, subject: world.actors[actor].account, signer, lifetimeSeconds: 3600 })
    store.close()
    return { token: made.token, token_id: made.record.token_id }
  }
  const tokens = Object.fromEntries(actors.map((name) => [name, token(name, signers.includes(name) ? name : null).token])) as Record<
    ActorName,
    string
  >
  const start = () =>
    startOracle({
      configuration,
      policies: readPolicies(),
      log: pino({ level: configuration.log_level }, pino.destination(2)),
      version: '0',
    })
  let oracle = await start()
  const conforms = await readConformance(oracle.url)

  const untilAtHead = async () => {
    const head = Number(await world.client.getBlockNumber({ cacheTime: 0 }))
    for (;;) {
      const { as_of } = (await (await fetch(`${oracle.url}/readyz`)).json()) as { as_of?: { block: number } }
      if (as_of === undefined || as_of.block >= head) return
    }
  }
  const call = (async (actor: ActorName, method: string, path: string, { body, raw, headers }: Init = {}) => {
    if (method === 'GET' || path === '/v1/decisions') await untilAtHead()
    const answer = await fetch(`${oracle.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${tokens[actor]}`, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(raw !== undefined && { body: raw }),
    })
    const json: unknown = await answer.json()
    conforms(method, path, answer.status, answer.headers.get('content-type')?.split(';')[0] ?? '', json)
    return { status: answer.status, body: json, headers: answer.headers }
  }) as OracleWorld['call']
  return {
    world,
    configuration,
    tokens,
    oracle: () => oracle,
    untilAtHead,
    call,
    write: (actor, method, path, body, headers = {}) => call(actor, method, path, { body, headers: { prefer: 'wait=30', ...headers } }),
    token,
    restart: async () => {
      await oracle.stop()
      oracle = await start()
    },
    close: async () => {
      await oracle.stop()
      await world.close()
      folder.remove()
    },
  }
}
