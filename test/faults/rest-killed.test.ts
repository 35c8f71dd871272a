import { expect } from 'chai'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { openStore } from '../../src/oracle/store/open-store.ts'
import { createToken } from '../../src/oracle/store/tokens.ts'
import type { Hex } from '../../src/domain/fields.ts'
import { startFaultyNode, type FaultyNode } from '../support/faulty-node.ts'
import { derkeyProgram } from '../support/run-derkey.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { deployWorld, type World } from '../support/world.ts'
import { drawsOf } from './support/draws.ts'
import { requireEachOnce } from './support/key-events.ts'
import { arm, drawStrike, type Strike } from './support/strike.ts'

const kills = 4

describe('POST /v1/keys at a derkey oracle that is killed with kill -9', () => {
  const folder = temporaryFolder()
  let world: World
  let node: FaultyNode
  let token: string
  before(async () => {
    world = await deployWorld()
    node = await startFaultyNode(world.chain.url)
    const { keystore, password_file } = await world.keystoreOf('chip_maker')
    const configuration = {
      listen: { port: 0 },
      rpc: node.url,
      deployment: world.deploymentFile,
      data: folder.file('data'),
      signers: { line: { keystore, password_file } },
      proof_of_possession: 'not_required',
      log_level: 'silent',
    }
    writeFileSync(folder.file('oracle.json'), JSON.stringify(configuration))
    const store = openStore(configuration.data)
    const { account } = world.actors.chip_maker
    token = createToken(store, { kind: 'entity', subject: account, signer: 'line', lifetimeSeconds: 3600 }).token
    store.close()
  })
  after(async () => {
    await node.close()
    await world.close()
    folder.remove()
  })

  /** A real process, which `strike` ends. Nothing where that is before it listens. */
  async function start(strike: Strike | undefined): Promise<{ child: ChildProcess; url: string } | undefined> {
    const child = spawn(process.execPath, [derkeyProgram, '--json', 'oracle', '--config', folder.file('oracle.json')], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    arm(child, strike, node, world.chain.url)
    let answer = ''
    for await (const part of child.stdout as AsyncIterable<Buffer>) {
      answer += part.toString()
      if (answer.includes('}')) return { child, url: (JSON.parse(answer) as { url: string }).url }
    }
    return undefined
  }

  type Sent = { readonly status: number; readonly body: { transaction_id: string; registration: { registered: number } } }

  /** The same call again and again, at processes that are killed in the middle of it; what the last one, left alone, answers. */
  async function sendInSpite(name: string, send: (url: string) => Promise<Response>): Promise<Sent[]> {
    const draws = drawsOf(name)
    const answers: Sent[] = []
    for (let run = 0; run <= kills; run++) {
      const strike = run < kills ? drawStrike(draws, 90, 2500) : undefined
      const running = await start(strike)
      if (running === undefined) continue
      const { child, url } = running
      const exited = once(child, 'exit')
      const answer = await send(url).then(
        async (response) => ({ status: response.status, body: (await response.json()) as Sent['body'] }),
        // what was killed gives no answer
        () => undefined,
      )
      if (answer !== undefined) answers.push(answer)
      child.kill(strike === undefined ? 'SIGTERM' : 'SIGKILL')
      await exited
    }
    return answers
  }

  const call = (url: string, name: string, type: string, body: string) =>
    fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': type, 'idempotency-key': name, prefer: 'wait=60' },
      body,
    })

  const bodies: Record<string, (url: string, name: string, keyIds: readonly Hex[]) => Promise<Response>> = {
    '10,000 keys in one document': (url, name, key_ids) =>
      call(`${url}/v1/keys`, name, 'application/json', JSON.stringify({ process_id: world.processes.secure_element.process_id, key_ids })),
    '10,000 keys as lines': (url, name, keyIds) => {
      const body = keyIds.map((key_id) => JSON.stringify({ key_id })).join('\n')
      return call(`${url}/v1/keys?process_id=${world.processes.secure_element.process_id}`, name, 'application/x-ndjson', body)
    },
  }

  for (const [name, send] of Object.entries(bodies)) {
    it(`${name}: the repeat under the same Idempotency-Key is the same write, and every key is there exactly once`, async () => {
      const keyIds = drawsOf(`keys of ${name}`).keyIds(10_000)
      const key = name.replaceAll(/\W/g, '-')
      const answers = await sendInSpite(name, (url) => send(url, key, keyIds))
      const last = answers.at(-1)
      expect(last?.status, JSON.stringify(last?.body).slice(0, 300)).to.equal(201)
      expect(last?.body.registration.registered).to.equal(keyIds.length)
      expect(new Set(answers.map(({ body }) => body.transaction_id))).to.have.property('size', 1)
      await requireEachOnce(world, keyIds)
    })
  }
})
