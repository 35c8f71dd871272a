import { createHash } from 'node:crypto'
import { signApplication } from '../../src/chain/application.ts'
import { readDeployment } from '../../src/chain/deployment.ts'
import { registryNameOf } from '../../src/chain/registry.ts'
import { toTime } from '../../src/domain/fields.ts'
import { registerEntityInput } from '../../src/domain/inputs/entity.ts'
import { parseInput } from '../../src/domain/parse-input.ts'
import { Problem } from '../../src/domain/problem.ts'
import { environment } from '../environment.ts'
import { openSignerOf, signing } from '../open-signer.ts'
import { readInputFile } from '../read-input-file.ts'
import { deploymentOption, outputOf } from '../registry-command.ts'
import { writeNewFile } from '../write-new-file.ts'

const mostEvidence = 1 << 28

/** `derkey entity apply`: nothing is sent, since a newcomer cannot send on a permissioned chain. */
export const apply = signing('apply', 'writes an application to be registered, signed by the account that is to be the entity’s')
  .requiredOption('--type <type>', 'company, individual, government_body, association or academic')
  .requiredOption('--name <name>', 'name; of an individual, an accreditation number')
  .requiredOption('--rlid <rlid>', 'identifier with its scheme, such as lei:…')
  .requiredOption('--country <code>', 'ISO 3166-1 alpha-2')
  .requiredOption('--role <roles>', 'roles, separated by commas')
  .option('--role-certification <reference>', 'reference to the certification of the roles; without it, the SHA-256 of the evidence')
  .option('--group <rlid>', 'rlid of the ultimate parent; without it the entity is its own group')
  .option('--pen <number>', 'IANA private enterprise number', Number)
  .requiredOption('--evidence <file>', 'what shows who you are and what you can do; its SHA-256 goes into the application')
  .requiredOption('--out <file>', 'the application, JSON; hand it to the registrar together with the evidence')
  .addOption(deploymentOption)
  .action(async (options, command) => {
    const { deployment: file = environment.deployment } = options
    if (file === undefined) throw new Problem('deployment_missing', { field: 'deployment', detail: 'no file is named' })
    const deployment = readDeployment(file)
    const evidence = `0x${createHash('sha256').update(readInputFile(options.evidence, mostEvidence)).digest('hex')}`
    const { type, name, rlid, country, group = '', pen = null } = options
    const role = options.role.split(',').map((part) => part.trim())
    const role_certification = options.roleCertification ?? `sha256:${evidence.slice(2)}`
    const { signer } = await openSignerOf(options)
    try {
      const fields = { entity_id: signer.address, type, name, rlid, country, role, role_certification, group, pen }
      const entity = parseInput(registerEntityInput, fields)
      const date = toTime(Math.floor(Date.now() / 1000))
      const { chain_id } = deployment
      const signed = await signApplication(signer, { chain_id, registry: registryNameOf(deployment), date, evidence, entity })
      writeNewFile(options.out, signed, 'out')
      outputOf(command).answer(signed, `${options.out}: application of ${signer.address} as ${role.join(', ')}, evidence ${evidence}`)
    } finally {
      signer.close?.()
    }
  })
