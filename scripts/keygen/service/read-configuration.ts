import { createPrivateKey, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { readSecretFile } from '../../../src/chain/secret-file.ts'
import type { Hex } from '../../../src/domain/fields.ts'
import { parseInput, parseJson } from '../../../src/domain/parse-input.ts'
import { Problem } from '../../../src/domain/problem.ts'
import { keygenServiceConfiguration, type KeygenServiceConfiguration } from '../../../src/keygen/service/configuration.ts'
import type { AuthorityFile } from '../../../src/keygen/service/http/certificate-authorities.ts'
import type { KeygenServiceSettings } from '../../../src/keygen/service/start-service.ts'

/** What the configuration says of the chain, the noise source and the log, and what it names in files, read. Paths are absolute. */
export type ReadConfiguration = {
  readonly settings: KeygenServiceSettings
  readonly registry: { readonly rpc: string; readonly deployment: string } | undefined
  /** Undefined where the manufacturer registers. */
  readonly signer: { readonly keystore: string; readonly passwordFile: string } | undefined
  /** Who signs the lists, by process. */
  readonly listKeys: ReadonlyMap<string, KeyObject>
  readonly noise: { readonly file: string; readonly minEntropy: number } | undefined
  readonly log_level: KeygenServiceConfiguration['log_level']
}

/**
 * Reads the configuration whole, and every file that it names but those of the chain.
 * @throws Problem invalid_configuration with every fault and its path; file_unreadable, secret_exposed with the path that named the file
 */
export function readKeygenServiceConfiguration(file: string): ReadConfiguration {
  const text = read(file, 'config')
  const configuration = parseInput(keygenServiceConfiguration, parseJson(text, 'invalid_configuration'), 'invalid_configuration')
  const at = (path: string) => resolve(dirname(file), path)
  const authorities = (paths: readonly string[], field: string): AuthorityFile[] =>
    paths.map((path, index) => ({ field: `${field}[${index}]`, content: read(at(path), `${field}[${index}]`) }))
  const { listen, public_url, registry, signer, noise, log_level } = configuration
  const clients = Object.entries(configuration.clients).map(([name, each]) => {
    const { key_ids, process_ids: processIds, rights, requests_per_minute: requestsPerMinute } = each
    return { name, keyIds: key_ids as Hex[], processIds, rights, requestsPerMinute }
  })
  const bootstrap = Object.entries(configuration.bootstrap).map(([name, each]) => {
    return { name, processId: each.process_id, authorities: authorities(each.authorities, `bootstrap.${name}.authorities`) }
  })
  return {
    settings: {
      listen,
      publicUrl: public_url,
      certificate: read(at(configuration.certificate), 'certificate'),
      key: readSecretFile(at(configuration.key), 'key'),
      data: at(configuration.data),
      clientAuthorities: authorities(configuration.client_authorities, 'client_authorities'),
      clients,
      bootstrap,
      codeLifetime: configuration.code_lifetime_seconds * 1000,
      deviceRequestsPerMinute: configuration.device_requests_per_minute,
    },
    registry: registry && { rpc: registry.rpc, deployment: at(registry.deployment) },
    signer: signer && { keystore: at(signer.keystore), passwordFile: at(signer.password_file) },
    listKeys: new Map(Object.entries(configuration.lists ?? {}).map(([id, path]) => [id, listKey(at(path), `lists.${id}`)])),
    noise: noise && { file: at(noise.file), minEntropy: noise.min_entropy_bits },
    log_level,
  }
}

function read(path: string, field: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new Problem('file_unreadable', { field, detail: (cause as Error).message, cause })
  }
}

function listKey(path: string, field: string): KeyObject {
  const text = readSecretFile(path, field)
  try {
    const key = createPrivateKey(text)
    if (key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return key
  } catch (cause) {
    throw new Problem('invalid_configuration', { field, detail: `is no private key in PEM: ${(cause as Error).message}`, cause })
  }
  throw new Problem('invalid_configuration', { field, detail: 'is no key on P-256 (secp256r1)' })
}
