import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hexToBigInt, hexToString, type Hex } from 'viem'
import { signerOf } from '../../../src/chain/keystore.ts'

type Request = { from: Hex; to?: Hex; data: Hex; gas: Hex; nonce: Hex; value: Hex; maxFeePerGas: Hex; maxPriorityFeePerGas: Hex }

/** The part of web3signer's JSON-RPC that is used; `tamper` changes what it signs, `answers` stands in for a method's result. */
export async function startWeb3signer(privateKey: Hex, chainId: number) {
  const signer = signerOf(privateKey)
  const faults: { tamper?: (request: Request) => Request; chainId?: number; answers?: Record<string, unknown>; key?: Hex } = {}
  const methods: Record<string, (params: never[]) => unknown> = {
    eth_accounts: () => [signer.address],
    eth_sign: ([, text]: Hex[]) => signer.signMessage(hexToString(text as Hex)),
    eth_signTransaction: ([given]: Request[]) => {
      const { to, data, ...numbers } = (faults.tamper ?? ((request) => request))(given as Request)
      const of = (name: Exclude<keyof Request, 'from' | 'to' | 'data'>) => hexToBigInt(numbers[name])
      return signerOf(faults.key ?? privateKey).sign({
        type: 'eip1559',
        chainId: faults.chainId ?? chainId,
        to: to ?? null,
        data,
        nonce: Number(of('nonce')),
        gas: of('gas'),
        value: of('value'),
        maxFeePerGas: of('maxFeePerGas'),
        maxPriorityFeePerGas: of('maxPriorityFeePerGas'),
      })
    },
  }
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const parts: Buffer[] = []
      for await (const part of incoming) parts.push(part as Buffer)
      const { id, method, params } = JSON.parse(Buffer.concat(parts).toString()) as { id: number; method: string; params: never[] }
      const known = methods[method]
      const result = faults.answers?.[method] ?? (await known?.(params))
      const body = known === undefined ? { error: { code: -32601, message: 'Method not found' } } : { result }
      outgoing.setHeader('content-type', 'application/json').end(JSON.stringify({ jsonrpc: '2.0', id, ...body }))
    })().catch(() => outgoing.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = async () => {
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, address: signer.address, faults, close }
}
