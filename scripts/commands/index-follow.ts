import { Command, Option } from '@commander-js/extra-typings'
import { Problem } from '../../src/domain/problem.ts'
import { startFollower } from '../../src/oracle/follower/start-follower.ts'
import { openIndexReader } from '../../src/oracle/index/open-index.ts'
import { environment } from '../environment.ts'
import { readGenesisOf } from '../index/read-genesis.ts'
import { serveIndexMetrics } from '../index/serve-metrics.ts'
import { showFollowing } from '../index/show-following.ts'
import { deploymentOption, outputOf } from '../registry-command.ts'
import { untilStopped } from '../until-stopped.ts'
import { deploymentOf, indexOption } from './index-options.ts'

const pollMs = 1000

/** How long a catch-up that is to end goes on while no node answers. */
const patienceMs = 60_000

/** `derkey index follow` */
export const indexFollow = new Command('follow')
  .description('keeps an index at the head of the chain, until Ctrl-C; one process keeps an index, any number of others read it')
  .addOption(indexOption)
  .addOption(
    new Option('--rpc <url>', 'node of the chain, http(s) or ws(s); several are compared with each other (DERKEY_RPC)')
      .argParser((url: string, urls: string[] | undefined) => [...(urls ?? []), url])
      .default(undefined as string[] | undefined),
  )
  .addOption(deploymentOption)
  .option('--genesis <file>', 'genesis file of the network, where no node keeps the state of block 0')
  .option('--metrics <host:port>', 'where to answer GET /metrics and /readyz, without TLS: 127.0.0.1:9464')
  .option('--once', 'ends when the index is at the head', false)
  .action(async ({ index: file, rpc, genesis, metrics, once, ...options }, command) => {
    const output = outputOf(command)
    const deployment = deploymentOf(options)
    const endpoints = rpc ?? (environment.rpc === undefined ? [] : [environment.rpc])
    if (endpoints.length === 0) throw new Problem('invalid_input', { field: 'rpc', detail: 'give --rpc, or DERKEY_RPC' })
    const known = genesis === undefined ? undefined : await readGenesisOf(genesis, deployment)
    const stopped = untilStopped()
    const shown = showFollowing(output.json)
    const served = metrics === undefined ? undefined : await serveIndexMetrics(metrics)
    if (served !== undefined) shown.say('metrics', { url: served.url })
    try {
      const follower = await startFollower({
        file,
        endpoints,
        deployment,
        genesis: known,
        pollMs,
        once: once ? { patienceMs } : undefined,
        log: shown.log,
        onEvent: (event) => {
          served?.onEvent(event)
          shown.onEvent(event)
        },
      })
      await Promise.race([stopped, follower.ended])
      await follower.stop()
      await follower.ended
    } finally {
      shown.end()
      await served?.close()
    }
    if (!output.json) return
    const reader = openIndexReader(file, deployment)
    try {
      const position = reader.position()
      process.stdout.write(`${JSON.stringify({ event: 'ended', block: position?.block ?? null, keys: position?.keys ?? 0 })}\n`)
    } finally {
      reader.close()
    }
  })
