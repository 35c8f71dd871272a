import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from '../../src/domain/problem.ts'
import { tool } from './openssl.ts'

/** What a device connects with: its key, its certificate, the CAs that it trusts, its OpenSSL configuration. */
export type Credentials = {
  readonly key: string
  readonly certificate: string
  readonly trust_anchors: string
  readonly openssl_conf: string
}

/** The mandatory cipher of IEEE 2030.5, 6.7. OpenSSL 3.2 and later offers it at security level 0 only; 3.0 at its default too. */
export const mandatoryCipher = 'ECDHE-ECDSA-AES128-CCM8:@SECLEVEL=0'

/**
 * Writes the OpenSSL configuration of the devices: security level 0, or they could not even load a certificate signed with SHA-1.
 * It weakens these clients alone; what the gateway lets in is its own affair.
 */
export async function writeDeviceConfiguration(directory: string): Promise<string> {
  const file = join(directory, 'device.openssl.cnf')
  const text = `openssl_conf = devices\n[devices]\nssl_conf = tls\n[tls]\nsystem_default = level\n[level]\nCipherString = ${mandatoryCipher}\n`
  await writeFile(file, text)
  return file
}

/** What a device was answered; `cause` and `reason` are the gateway's words on a refusal. */
export type CurlAnswer = { readonly status: number; readonly cause: string; readonly reason: string }

/**
 * One request of the real curl over mutual TLS 1.2 with CCM_8.
 * @throws Problem `tool_missing`, `tool_failed`
 */
export async function curl(url: string, { key, certificate, trust_anchors, openssl_conf }: Credentials): Promise<CurlAnswer> {
  const tls = ['--tlsv1.2', '--tls-max', '1.2', '--cacert', trust_anchors, '--cert', certificate, '--key', key]
  const text = await tool('env', [
    `OPENSSL_CONF=${openssl_conf}`,
    'curl',
    '--silent',
    '--show-error',
    '--include',
    '--max-time',
    '20',
    ...tls,
    url,
  ])
  const [head = ''] = text.split('\r\n\r\n', 1)
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1])
  if (Number.isNaN(status)) throw new Problem('tool_failed', { field: 'curl', detail: `no HTTP status in ${JSON.stringify(text)}` })
  const header = (name: string) => new RegExp(`^${name}: *(.*)$`, 'im').exec(head)?.[1]?.trim() ?? ''
  return { status, cause: header('Derkey-Cause'), reason: header('Derkey-Reason') }
}
