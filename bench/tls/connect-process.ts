import { connect, createSecureContext } from 'node:tls'
import type { SecureContext } from 'node:tls'
import { mandatoryCipher } from '../../src/tls/server-options.ts'
import type { FleetDevice } from './fleet.ts'

/** What the parent asks for: one full handshake and one GET by each device. It is told how many milliseconds all of them took. */
export type ConnectOrder = { readonly url: string; readonly ca: string; readonly devices: readonly FleetDevice[] }

const atOnce = 8

process.on('message', (order: ConnectOrder) => void carryOut(order).then((took) => process.send?.({ took })))
process.send?.({ ready: true })

async function carryOut({ url, ca, devices }: ConnectOrder): Promise<number> {
  const options = { ca, ciphers: `${mandatoryCipher}:@SECLEVEL=0`, maxVersion: 'TLSv1.2', ecdhCurve: 'P-256' } as const
  const contexts = devices.map(({ key, certificate }) => createSecureContext({ ...options, key, cert: certificate })).values()
  const began = performance.now()
  const worker = async () => {
    for (const context of contexts) await getOnce(new URL(url), context)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return performance.now() - began
}

function getOnce({ hostname: host, port }: URL, secureContext: SecureContext): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port: Number(port), secureContext })
    let text = ''
    socket.once('secureConnect', () => socket.write('GET /dcap HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n'))
    socket.setEncoding('latin1').on('data', (part: string) => (text += part))
    socket.once('error', reject)
    socket.once('close', () => (text.startsWith('HTTP/1.1 200') ? resolve() : reject(new Error(`answered ${text.slice(0, 300)}`))))
  })
}
