import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import type { Registrar } from '../../../src/keygen/service/ports.ts'

/** A registry that outlives a kill: a file of lines that only ever grows, `PROCESS KEY_ID`. Like the real one it takes a key once. */
export function fileRegistrar(file: string): Registrar {
  const text = () => (existsSync(file) ? readFileSync(file, 'utf8') : '')
  return {
    register: (processId, keyIds) => {
      for (const keyId of keyIds) if (!text().includes(keyId)) appendFileSync(file, `${processId} ${keyId}\n`)
      return Promise.resolve()
    },
    isRegistered: (keyId) => Promise.resolve(text().includes(keyId)),
  }
}
