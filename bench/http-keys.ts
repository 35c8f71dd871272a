import { fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openStore } from '../src/oracle/store/open-store.ts'
import { createToken } from '../src/oracle/store/tokens.ts'
import { temporaryFolder } from '../test/support/temporary-folder.ts'
import { deployWorld } from '../test/support/world.ts'
import { randomKeyIds } from './gas.ts'
import type { LoadOrder } from './http/load-process.ts'
import { inTurn, type Bench } from './report.ts'
import { serverOf, type BenchServer } from './tls/servers.ts'

const bench = 'http-keys'
const keys = 2000
const rounds = 5
const seconds = 3

/** `GET /v1/keys/{key_id}` over HTTP, each request for another key: the oracle in a process of its own, beside one bare route of Express. */
export const httpKeys: Bench = async (report) => {
  const world = await deployWorld()
  const folder = temporaryFolder()
  const keyIds = randomKeyIds(keys)
  for (let first = 0; first < keys; first += 500) {
    await world.registerKeys('chip_maker', world.processes.secure_element.process_id, keyIds.slice(first, first + 500))
  }
  const data = folder.file('data')
  const store = openStore(data)
  const { token } = createToken(store, { kind: 'entity', subject: world.actors.utility.account, signer: null, lifetimeSeconds: 3600 })
  store.close()
  const config = folder.file('oracle.json')
  // every request is logged, as it is by default; the log goes nowhere
  writeFileSync(config, JSON.stringify({ listen: { port: 0 }, rpc: world.chain.url, deployment: world.deploymentFile, data }))
  const oracle = await startProcess('oracle', config)
  const example = folder.file('answer.json')
  const answered = await fetch(`${oracle.url}/v1/keys/${keyIds[0]}`, { headers: { authorization: `Bearer ${token}` } })
  writeFileSync(example, await answered.text())
  const bare = await startProcess('bare', example)
  const load = fork(join(import.meta.dirname, 'http', 'load-process.ts'), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  await once(load, 'message')
  try {
    const measure = (server: BenchServer) => async () => {
      const before = server.processorTime() ?? 0
      const order: LoadOrder = { url: server.url, token, paths: keyIds.map((keyId) => `/v1/keys/${keyId}`), seconds }
      load.send(order)
      const [{ answered }] = (await once(load, 'message')) as [{ answered: number }]
      const took = (server.processorTime() ?? Number.NaN) - before
      return answered / took
    }
    const measurements = { oracle: measure(oracle), bare: measure(bare) }
    // both have compiled what they run often before anything is counted
    for (const each of Object.values(measurements)) await each()
    const rates = await inTurn(measurements, rounds)
    report({
      bench,
      what: 'GET /v1/keys/{key_id} of the oracle',
      value: rates.oracle,
      unit: 'requests/s and core',
      baseline: { what: 'a bare Express route with the same answer', value: rates.bare },
      reach: '>= 5,000',
    })
  } finally {
    load.kill()
    await Promise.all([oracle.stop(), bare.stop()])
    await world.close()
    folder.remove()
  }
}

/** Starts `bench/http/NAME-process.ts`, which says where it listens. */
async function startProcess(name: 'oracle' | 'bare', argument: string): Promise<BenchServer> {
  const file = join(import.meta.dirname, 'http', `${name}-process.ts`)
  const child = fork(file, [argument], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const [{ url }] = (await once(child, 'message')) as [{ url: string }]
  return serverOf(url, child)
}
