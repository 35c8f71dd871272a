import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from '../../src/domain/problem.ts'
import { openStore } from '../../src/oracle/store/open-store.ts'
import { createToken } from '../../src/oracle/store/tokens.ts'
import { entityNames, staffNames } from './cast.ts'
import { startService, type Service } from './services.ts'
import type { Stage } from './stage.ts'

/** The REST service, with the signers of staff and entities, and a token for each. */
export type DemoOracle = Service & {
  readonly url: string
  readonly tokens: Readonly<Record<Caller, string>>
  /** A call in an actor's name; waits for the block. @throws Problem `demo_failed` where the answer is not the one expected */
  call(player: Caller, method: string, path: string, body: unknown, expected: number): Promise<Record<string, unknown>>
}

/** Who has a token: the board's seats act by motion, and not over REST. */
const callers = [...staffNames, ...entityNames] as const
type Caller = (typeof callers)[number]

const tokenSeconds = 7 * 86_400

/** Keys are taken without proof of possession too, so that every form of `POST /v1/keys` can be tried. */
export async function startOracle({ directory, chain, deploymentFile, people }: Stage): Promise<DemoOracle> {
  const data = join(directory, 'oracle')
  const store = openStore(data)
  const isEntity = (name: string) => entityNames.some((entity) => entity === name)
  const token = (name: Caller) => {
    const { account } = people.players[name]
    const kind = isEntity(name) ? ('entity' as const) : ('staff' as const)
    return createToken(store, { kind, subject: account, signer: name, lifetimeSeconds: tokenSeconds }).token
  }
  const tokens = Object.fromEntries(callers.map((name) => [name, token(name)])) as Record<Caller, string>
  store.close()

  const signers = callers.map((name) => {
    const { keystore, password_file } = people.players[name]
    return [name, { keystore, password_file }]
  })
  const configuration = {
    listen: { port: 0 },
    rpc: chain.url,
    deployment: deploymentFile,
    data,
    signers: Object.fromEntries(signers) as unknown,
    proof_of_possession: 'not_required',
    poll_interval_ms: 100,
  }
  const file = join(directory, 'oracle.json')
  await writeFile(file, `${JSON.stringify(configuration, null, 2)}\n`, { mode: 0o600 })
  const service = await startService('oracle', file, join(directory, 'oracle.log'))
  const url = service.said['url'] as string

  const call: DemoOracle['call'] = async (player, method, path, body, expected) => {
    const headers = { authorization: `Bearer ${tokens[player]}`, 'content-type': 'application/json', prefer: 'wait=30' }
    const response = await fetch(`${url}${path}`, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) })
    const answer = (await response.json()) as Record<string, unknown>
    if (response.status !== expected) {
      throw new Problem('demo_failed', {
        field: `${method} ${path}`,
        detail: `${response.status} instead of ${expected}: ${JSON.stringify(answer)}`,
      })
    }
    return answer
  }
  return { ...service, url, tokens, call }
}
