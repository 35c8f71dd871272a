import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { readSecretFile } from '../../src/chain/secret-file.ts'
import { parseInput, parseJson } from '../../src/domain/parse-input.ts'
import { Problem } from '../../src/domain/problem.ts'
import { toRegistryPlace } from '../../src/domain/registry-place.ts'
import { gatewayConfiguration } from '../../src/tls/configuration.ts'
import type { GatewayConfiguration } from '../../src/tls/configuration.ts'
import type { GatewaySettings } from '../../src/tls/create-gateway.ts'
import { inField } from '../registries/in-field.ts'
import { readPolicyBeside } from '../registries/read-policy-beside.ts'
import type { NamedRegistry } from '../registries/registries-file.ts'

const minTokenLength = 16

type AskedRegistry = NamedRegistry & { readonly timeout_ms: number }

/** What the configuration says of the registries and the log, and what it names in files, read. */
export type ReadGatewayConfiguration = {
  readonly registries: readonly AskedRegistry[]
  readonly log_level: GatewayConfiguration['log_level']
  readonly settings: Omit<GatewaySettings, 'registries' | 'log'>
}

/**
 * Reads the configuration whole, and every file that it names.
 * @throws Problem invalid_configuration with every fault and its path; file_unreadable, secret_exposed with the path that named the file
 */
export function readGatewayConfiguration(file: string): ReadGatewayConfiguration {
  const configuration = parseInput(
    gatewayConfiguration,
    parseJson(read(file, 'config').toString(), 'invalid_configuration'),
    'invalid_configuration',
  )
  const at = (path: string) => resolve(dirname(file), path)
  const { admin, database, log_level } = configuration
  const token = readSecretFile(at(admin.token_file), 'admin.token_file').trim()
  if (token.length < minTokenLength) {
    throw new Problem('invalid_configuration', {
      field: 'admin.token_file',
      detail: `the token has fewer than ${minTokenLength} characters`,
    })
  }
  return {
    registries: registriesOf(configuration, file),
    log_level,
    settings: {
      listen: configuration.listen,
      admin: { host: admin.host, port: admin.port, token },
      certificate: read(at(configuration.certificate), 'certificate').toString(),
      key: readSecretFile(at(configuration.key), 'key'),
      trust_anchors: configuration.trust_anchors.map((path, index) => ({
        name: `trust_anchors[${index}]`,
        content: read(at(path), `trust_anchors[${index}]`),
      })),
      certificate_policies: configuration.certificate_policies,
      database: at(database),
      handshake_timeout_ms: configuration.handshake_timeout_ms,
      answer_refresh_seconds: configuration.answer_refresh_seconds,
    },
  }
}

function registriesOf({ registry, policy = '', registries }: GatewayConfiguration, file: string): AskedRegistry[] {
  const read = (each: NonNullable<GatewayConfiguration['registry']>, name: string): AskedRegistry => {
    const { poll_interval_ms, timeout_ms } = each
    const place = toRegistryPlace(each, (path) => resolve(dirname(file), path))
    return { place, poll_interval_ms, timeout_ms, policy: readPolicyBeside(file, name) }
  }
  if (registry !== undefined) return [read(registry, policy)]
  return (registries ?? []).map((each, index) => inField(`registries[${index}]`, () => read(each, each.policy)))
}

function read(path: string, field: string): Buffer {
  try {
    return readFileSync(path)
  } catch (cause) {
    throw new Problem('file_unreadable', { field, detail: (cause as Error).message, cause })
  }
}
