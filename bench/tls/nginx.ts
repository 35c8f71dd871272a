import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { mandatoryCipher } from '../../src/tls/server-options.ts'
import type { Fleet } from './fleet.ts'
import { serverOf } from './servers.ts'
import type { BenchServer } from './servers.ts'

/** nginx, one process, with the cipher and the client certificates of the gateway; undefined where it is not installed. */
export async function startNginx(folder: string, fleet: Fleet): Promise<BenchServer | undefined> {
  if (spawnSync('nginx', ['-v']).error !== undefined) return undefined
  const port = await freePort()
  const config = join(folder, 'nginx.conf')
  writeFileSync(config, configuration(folder, port, fleet))
  const log = join(folder, 'nginx.log')
  const child = spawn('nginx', ['-p', folder, '-c', config, '-e', log], { stdio: ['ignore', 'ignore', 'inherit'] })
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`nginx ended with ${child.exitCode}`)
    await pause(20)
  }
  return serverOf(`https://127.0.0.1:${port}`, child)
}

function configuration(folder: string, port: number, { server, trustAnchors }: Fleet): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${join(folder, name)};`)
  return `daemon off;
master_process off;
worker_processes 1;
pid ${join(folder, 'nginx.pid')};
events { worker_connections 1024; }
http {
  access_log off;
  ${temporary.join(' ')}
  server {
    listen 127.0.0.1:${port} ssl;
    ssl_certificate ${server.certificate};
    ssl_certificate_key ${server.key};
    ssl_client_certificate ${trustAnchors};
    ssl_verify_client on;
    ssl_verify_depth 4;
    ssl_protocols TLSv1.2;
    ssl_ciphers ${mandatoryCipher}:@SECLEVEL=0;
    ssl_ecdh_curve prime256v1;
    ssl_session_cache off;
    ssl_session_tickets off;
    keepalive_timeout 1200s;
    keepalive_requests 1000000000;
    default_type application/sep+xml;
    location / { return 200 '<DeviceCapability xmlns="urn:ieee:std:2030.5:ns" href="/dcap" pollRate="900"><TimeLink href="/tm"/></DeviceCapability>'; }
  }
}
`
}

/** nginx cannot be told to take any port. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const end = (open: boolean) => () => {
      socket.destroy()
      resolve(open)
    }
    socket.once('connect', end(true)).once('error', end(false))
  })
}
