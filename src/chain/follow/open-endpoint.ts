import { Problem } from '../../domain/problem.ts'
import { askedAgain } from '../asked-again.ts'
import { clientOf, type Client } from '../client.ts'
import { requireDeployment, type Deployment } from '../deployment.ts'
import { createRpc, type RpcObserver, type RpcRequest } from '../rpc-transport.ts'
import { createSocketRpc } from '../socket-rpc.ts'

/** One node of the chain. */
export type Endpoint = {
  /** Host and port; never what else stands in its URL, which may be a secret. */
  readonly name: string
  readonly request: RpcRequest
  readonly client: Client
  /** Asks once whether it is of the chain and has the contracts. @throws Problem `wrong_chain`, `contract_missing`, … */
  requireRegistry(): Promise<void>
  close(): void
}

export type EndpointOptions = {
  readonly deployment: Deployment
  /** How long a node may take for one answer, in milliseconds. */
  readonly timeoutMs: number
  /** Called by a websocket's node when it has a new block. */
  readonly onHead: () => void
  readonly observe?: RpcObserver | undefined
}

/** @throws Problem `invalid_input` for what is no http, https, ws or wss URL */
export function openEndpoint(rpc: string, { deployment, timeoutMs, onHead, observe }: EndpointOptions): Endpoint {
  const url = URL.canParse(rpc) ? new URL(rpc) : undefined
  if (url === undefined || !/^(http|ws)s?:$/.test(url.protocol)) {
    throw new Problem('invalid_input', { field: 'rpc', detail: `${JSON.stringify(rpc)} is no http, https, ws or wss URL` })
  }
  const { request: once, close } = url.protocol.startsWith('ws')
    ? createSocketRpc(url, timeoutMs, onHead, observe)
    : { request: createRpc(url, timeoutMs, observe), close: () => undefined }
  const request = askedAgain(once, { timeouts: true })
  const client = clientOf(request)
  let known = false
  const requireRegistry = async () => {
    if (known) return
    await requireDeployment(client, deployment)
    known = true
  }
  return { name: url.host, request, client, requireRegistry, close }
}
