import { readDeployment } from '../src/chain/deployment.ts'
import { createChainSource } from '../src/chain/key-status-source.ts'
import { openRegistry } from '../src/chain/registry.ts'
import type { KeyStatusSource } from '../src/domain/key-status-source.ts'
import { Problem } from '../src/domain/problem.ts'
import { environment } from './environment.ts'

/** The registry of `--rpc` and `--deployment`, or of their environment variables. @throws Problem where the node cannot be reached or is of another chain */
export async function openKeyStatusSource({
  rpc = environment.rpc,
  deployment = environment.deployment,
}: {
  rpc?: string
  deployment?: string
}): Promise<KeyStatusSource> {
  if (rpc === undefined) throw new Problem('invalid_input', { field: 'rpc', detail: 'give --rpc, or DERKEY_RPC' })
  if (deployment === undefined) throw new Problem('deployment_missing', { field: 'deployment', detail: 'no file is named' })
  return createChainSource(await openRegistry({ rpc, deployment: readDeployment(deployment) }))
}
