import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RequestHandler } from 'express'
import type { Peer } from './identify-peer.ts'

/** Nothing but what this service serves: no inline script or style, no other origin, no frame around it. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  // the QR code: an image runs no script, whatever it holds
  'img-src blob:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ')

const folder = join(import.meta.dirname, '..', 'page')

/** The installer's page, for a phone, and where a device's QR code leads whoever opens it in a browser. They hold nothing secret. */
export function pages(): Record<string, (peer: Peer) => RequestHandler> {
  const page = asset('install.html', 'html')
  const files = { '/install/install.js': asset('install.js', 'js'), '/install/install.css': asset('install.css', 'css') }
  const open = Object.entries(files).map(([path, handler]) => [path, () => handler] as const)
  return {
    ...Object.fromEntries(open),
    '/install': (peer) => (peer.kind === 'client' ? page : notice(peer.kind === 'none' ? 401 : 403, 'Enrol a device', reasonOf(peer))),
    '/enrol': () =>
      notice(
        200,
        'A code for a device',
        'This QR code is for the device that it was made for: scan it with the device, not with the camera of a phone.',
      ),
  }
}

function reasonOf(peer: Peer): string {
  if (peer.kind === 'refused') return `${peer.problem.message}. ${peer.problem.action}`
  if (peer.kind === 'bootstrap') return 'This certificate is that of a device, not of an installer.'
  return "This page needs the installer's certificate: install it on this phone, and choose it when the browser asks."
}

function asset(name: string, type: string): RequestHandler {
  const content = readFileSync(join(folder, name))
  return (_request, response) => void withPolicy(response).type(type).send(content)
}

function notice(status: number, title: string, text: string): RequestHandler {
  const body = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><link rel="stylesheet" href="/install/install.css"></head><body><main><h1>${title}</h1><p>${escaped(text)}</p></main></body></html>\n`
  return (_request, response) => void withPolicy(response).status(status).type('html').send(body)
}

const withPolicy = (response: Parameters<RequestHandler>[1]) =>
  response.set({
    'Content-Security-Policy': policy,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cache-Control': 'no-store',
  })

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
