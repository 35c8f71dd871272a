import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect, createServer } from 'node:tls'
import type { TlsOptions } from 'node:tls'
import { Problem } from '../domain/problem.ts'
import { mandatoryCipher } from './server-options.ts'

/**
 * Shows by a handshake with oneself that the mandatory cipher is really offered: Node drops it silently, `tls.getCiphers()` never lists it.
 * @param options those of the gateway itself
 * @throws Problem cipher_unavailable
 */
export async function proveCipher(options: TlsOptions): Promise<void> {
  const server = createServer(options, (socket) => {
    // the client below leaves without a farewell; that is no fault
    socket.on('error', () => socket.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    const name = await handshake((server.address() as AddressInfo).port)
    if (name !== mandatoryCipher)
      throw new Problem('cipher_unavailable', { detail: `a handshake with ${mandatoryCipher} alone gave ${name}` })
  } finally {
    server.close()
  }
}

function handshake(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (cause: Error) =>
      reject(new Problem('cipher_unavailable', { detail: `a handshake with ${mandatoryCipher} alone fails: ${cause.message}`, cause }))
    try {
      // whether the server's certificate is trusted is for the devices to say; here it is about the cipher alone
      const socket = connect({
        port,
        host: '127.0.0.1',
        ciphers: `${mandatoryCipher}:@SECLEVEL=0`,
        maxVersion: 'TLSv1.2',
        rejectUnauthorized: false,
      })
      socket.setTimeout(10_000, () => socket.destroy(new Error('no answer within 10 s')))
      socket.once('error', fail)
      socket.once('secureConnect', () => {
        resolve(socket.getCipher().name)
        socket.destroy()
      })
    } catch (cause) {
      fail(cause as Error)
    }
  })
}
