import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parseInput, parseJson } from '../domain/parse-input.ts'
import { Problem } from '../domain/problem.ts'
import { oracleConfiguration, type OracleConfiguration } from './configuration.ts'

/**
 * The configuration, with every path made absolute.
 * @throws Problem `file_unreadable`; `invalid_configuration`, which lists every error with its path
 */
export function readConfiguration(path: string): OracleConfiguration {
  const configuration = parseInput(oracleConfiguration, parseJson(read(path), 'invalid_configuration'), 'invalid_configuration')
  return absolute(configuration, dirname(resolve(path)))
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new Problem('file_unreadable', { field: 'config', detail: (error as Error).message, cause: error })
  }
}

function absolute(configuration: OracleConfiguration, folder: string): OracleConfiguration {
  const at = (path: string) => resolve(folder, path)
  const { tls, policies, signers, deployment, data, ...rest } = configuration
  return {
    ...rest,
    deployment: at(deployment),
    data: at(data),
    signers: Object.fromEntries(
      Object.entries(signers).map(([name, signer]) => [name, { keystore: at(signer.keystore), password_file: at(signer.password_file) }]),
    ),
    ...(policies && { policies: Object.fromEntries(Object.entries(policies).map(([name, path]) => [name, at(path)])) }),
    ...(tls && {
      tls: { certificate: at(tls.certificate), key: at(tls.key), ...(tls.client_ca !== undefined && { client_ca: at(tls.client_ca) }) },
    }),
  }
}
