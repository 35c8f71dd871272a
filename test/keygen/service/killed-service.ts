/**
 * A key generation service in a process of its own, which kills itself (SIGKILL) at the port and the moment that it is told, once: `argv` holds a
 * file of JSON, `{settings, registry, kill: {port, moment, count}}`. Its registry is a file of lines that only ever grows.
 */
import { appendFileSync, readFileSync } from 'node:fs'
import pino from 'pino'
import { operatingSystem } from '../../../src/keygen/entropy/entropy-source.ts'
import { openIssueLog } from '../../../src/keygen/log/open-log.ts'
import { makeKeyFrom } from '../../../src/keygen/service/make-key.ts'
import { startKeygenService, type KeygenServiceSettings } from '../../../src/keygen/service/start-service.ts'
import { fileRegistrar } from './file-registrar.ts'

export type Kill = { readonly port: 'key' | 'log' | 'registrar'; readonly moment: 'before' | 'middle' | 'after'; readonly count: number }
export type KilledServiceFile = { readonly settings: KeygenServiceSettings; readonly registry: string; readonly kill: Kill }

const { settings, registry, kill } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as KilledServiceFile

const calls = { key: 0, log: 0, registrar: 0 }
const at = (port: Kill['port'], moment: Kill['moment']) => {
  if (kill.port === port && kill.moment === moment && calls[port] === kill.count) process.kill(process.pid, 'SIGKILL')
}

const registrar = fileRegistrar(registry)
const makeKey = makeKeyFrom(operatingSystem)
const service = await startKeygenService({
  settings,
  log: pino({ level: 'silent' }),
  version: '0',
  makeKey: async (recipient) => {
    calls.key += 1
    at('key', 'before')
    const made = await makeKey(recipient)
    at('key', 'after')
    return made
  },
  openLog: (file) => {
    const log = openIssueLog(file)
    return {
      ...log,
      append: (lines, head) => {
        calls.log += 1
        at('log', 'before')
        // as far as a power cut let it come
        if (kill.port === 'log' && kill.moment === 'middle' && calls.log === kill.count) appendFileSync(file, lines.join('\n').slice(0, 60))
        at('log', 'middle')
        log.append(lines, head)
        at('log', 'after')
      },
    }
  },
  entropy: 'operating_system',
  registration: {
    by: 'service',
    registrar: {
      register: async (processId, keyIds) => {
        calls.registrar += 1
        at('registrar', 'before')
        await registrar.register(processId, keyIds)
        at('registrar', 'after')
      },
      isRegistered: registrar.isRegistered,
    },
  },
})
process.stdout.write(`${service.url}\n`)
