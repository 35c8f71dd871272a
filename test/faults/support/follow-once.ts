/** A process that brings an index to the chain's head, to be killed while it does: index, deployment file, nodes. */
import { readDeployment } from '../../../src/chain/deployment.ts'
import { followIntoIndex } from '../../../src/oracle/follower/follow-into-index.ts'

const [file, deployment, ...endpoints] = process.argv.slice(2) as [string, string, ...string[]]
const settings = { file, endpoints, deployment: readDeployment(deployment), pollMs: 50, once: { patienceMs: 20_000 } }
await followIntoIndex(settings, new AbortController().signal, (event) => {
  if (event.kind === 'set_aside') process.stdout.write(`${event.kind} ${event.why}\n`)
})
