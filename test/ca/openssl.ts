import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** A device's factory: a folder in which the real openssl makes keys and requests. */
export type Factory = {
  readonly path: string
  file(name: string): string
  /** Runs openssl there; what it prints. @throws Error with its last words */
  openssl(...args: readonly string[]): string
  /** A P-256 key, or one of another `algorithm` (arguments of genpkey). */
  key(name: string, ...algorithm: readonly string[]): string
  /** A CSR; `args` go to `openssl req`. */
  csr(name: string, key: string, config: string, ...args: readonly string[]): Buffer
  remove(): void
}

export const p256 = ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'] as const

/** docs/certificate-authority.md, as a device's factory would have it. */
export function csrConfig(hwType: string, serial: string, more = ''): string {
  return `[req]
distinguished_name = nothing
req_extensions = device
[nothing]
[device]
subjectAltName = critical,otherName:1.3.6.1.5.5.7.8.4;SEQUENCE:hardware_module_name
${more}
[hardware_module_name]
hwType = OID:${hwType}
hwSerialNum = FORMAT:ASCII,OCTETSTRING:${serial}
`
}

/** A configuration that asks for no hardwareModuleName, but for `extensions`. */
export function plainConfig(extensions = ''): string {
  return `[req]\ndistinguished_name = nothing\n${extensions === '' ? '' : 'req_extensions = wanted\n'}[nothing]\n[wanted]\n${extensions}\n`
}

export function openFactory(): Factory {
  const folder = temporaryFolder()
  const openssl = (...args: readonly string[]) =>
    execFileSync('openssl', args, { cwd: folder.path, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  return {
    ...folder,
    openssl,
    key: (name, ...algorithm) => {
      openssl('genpkey', ...(algorithm.length === 0 ? p256 : algorithm), '-out', `${name}.key`)
      return `${name}.key`
    },
    csr: (name, key, config, ...args) => {
      writeFileSync(folder.file(`${name}.cnf`), config)
      openssl('req', '-new', '-key', key, '-config', `${name}.cnf`, '-subj', '/', '-out', `${name}.csr`, ...args)
      return readFileSync(folder.file(`${name}.csr`))
    },
  }
}
