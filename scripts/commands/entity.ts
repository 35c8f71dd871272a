import { Command } from '@commander-js/extra-typings'
import { registerEntity, setEntityState, setRole, setRoleCertification, updateEntity } from '../../src/chain/calls/entity-calls.ts'
import { verifyApplication } from '../../src/chain/application.ts'
import { readBlock } from '../../src/chain/reads/block.ts'
import { readEntity } from '../../src/chain/reads/entity.ts'
import { readEntities } from '../../src/chain/reads/lists.ts'
import type { ChainRegistry } from '../../src/chain/registry.ts'
import { entityIdField } from '../../src/domain/fields.ts'
import { signedApplicationInput, type SignedApplication } from '../../src/domain/inputs/application.ts'
import { registerEntityInput, setRoleCertificationInput, setRolesInput, updateEntityInput } from '../../src/domain/inputs/entity.ts'
import { parseInput } from '../../src/domain/parse-input.ts'
import { Problem } from '../../src/domain/problem.ts'
import { proposeDraft, proposer, readJsonFile } from '../motions/propose-draft.ts'
import { accreditDraft, strikeOffDraft } from '../motions/record-drafts.ts'
import { parseArgument } from '../parse-argument.ts'
import { acting, found, linesOf, openRegistryOf, outputOf, reader, report, writer } from '../registry-command.ts'
import { apply } from './entity-apply.ts'
import { entityController } from './entity-controller.ts'
import { setDefaultQuotaCommand, setQuotaCommand, showQuota } from './entity-quota.ts'

const commaList = (text: string) => (text === '' ? [] : text.split(',').map((part) => part.trim()))
const idArgument = ['<entity-id>', 'the entity: its first account'] as const
const idOf = (text: string) => parseArgument('entity_id', entityIdField, text)

const create = writer('create', 'registers an entity (table 9), by its application or by its fields; by the registrar')
  .option('--application <file>', 'what `derkey entity apply` wrote; checked: signature, registry, date')
  .option('--entity-id <account>', 'its first account, which names it for ever')
  .option('--type <type>', 'company, individual, government_body, association or academic')
  .option('--name <name>', 'name; of an individual, an accreditation number')
  .option('--rlid <rlid>', 'identifier with its scheme, such as lei:…')
  .option('--country <code>', 'ISO 3166-1 alpha-2')
  .option('--role <roles>', 'roles, separated by commas', commaList)
  .option('--role-certification <reference>', 'reference to the certification of the roles')
  .option('--group <rlid>', 'rlid of the ultimate parent; without it the entity is its own group')
  .option('--pen <number>', 'IANA private enterprise number', Number)
  .action((options, command) =>
    acting(options, async ({ registry, contracts, act }) => {
      const {
        application,
        entityId: entity_id,
        type,
        name,
        rlid,
        country,
        role,
        roleCertification: role_certification,
        group,
        pen,
      } = options
      const fields = definedOf({ entity_id, type, name, rlid, country, role, role_certification, group, pen })
      const applied = application === undefined ? undefined : await applicationOf(registry, application, Object.keys(fields))
      const input = applied?.entity ?? parseInput(registerEntityInput, fields)
      const written = await act(registerEntity(contracts, input))
      const evidence = applied === undefined ? {} : { evidence: applied.evidence }
      const text = applied === undefined ? '' : `, whose evidence has the SHA-256 ${applied.evidence}`
      const document = { ...written, ...evidence }
      report(outputOf(command), document, `entity ${input.entity_id} registered${text}`)
    }),
  )

const definedOf = (fields: object) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

/** @param given fields of the command line, of which there must be none: the application is registered as it was signed */
async function applicationOf(registry: ChainRegistry, file: string, given: readonly string[]): Promise<SignedApplication> {
  if (given.length > 0) {
    throw new Problem('invalid_input', { field: given[0] ?? '', detail: 'goes without --application: that is registered as it was signed' })
  }
  const application = parseInput(signedApplicationInput, readJsonFile(file))
  await verifyApplication(application, registry.deployment, new Date())
  return application
}

const update = writer('update', 'corrects what an entity is registered with; by the registrar')
  .argument(...idArgument)
  .option('--type <type>', 'its type')
  .option('--name <name>', 'its name')
  .option('--rlid <rlid>', 'its identifier')
  .option('--country <code>', 'its country')
  .option('--group <rlid>', 'its ultimate parent')
  .option('--pen <number>', 'its private enterprise number', Number)
  .action((id, options, command) =>
    acting(options, async ({ registry, contracts, act }) => {
      const { type, name, rlid, country, group, pen } = options
      const changes = parseInput(updateEntityInput, definedOf({ type, name, rlid, country, group, pen }))
      const known = found(await readEntity(registry, idOf(id)), 'entity_unknown', id)
      const updated = { ...known, ...definedOf(changes) }
      report(outputOf(command), await act(updateEntity(contracts, known.entity_id, updated)), `entity ${id} updated`)
    }),
  )

const roleCommand = writer('set-role', 'sets all roles of an entity; by the registrar')
  .argument(...idArgument)
  .argument('<roles>', 'roles, separated by commas')
  .action((id, roles, options, command) =>
    acting(options, async ({ contracts, act }) => {
      const { role } = parseInput(setRolesInput, { role: commaList(roles) })
      report(outputOf(command), await act(setRole(contracts, idOf(id), role)), `roles of ${id}: ${role.join(', ') || 'none'}`)
    }),
  )

const certificationCommand = writer('set-role-certification', 'sets the reference to the certification of the roles; by the registrar')
  .argument(...idArgument)
  .argument('<reference>', 'the reference')
  .action((id, reference, options, command) =>
    acting(options, async ({ contracts, act }) => {
      const { role_certification } = parseInput(setRoleCertificationInput, { role_certification: reference })
      report(outputOf(command), await act(setRoleCertification(contracts, idOf(id), role_certification)), `entity ${id} updated`)
    }),
  )

const suspend = writer('suspend', 'stops the writes of an entity; keys in the field stay as they are; by the registrar')
  .argument(...idArgument)
  .action((id, options, command) =>
    acting(options, async ({ contracts, act }) =>
      report(outputOf(command), await act(setEntityState(contracts, idOf(id), 'suspended')), `entity ${id} suspended`),
    ),
  )

const reinstate = writer('reinstate', 'takes a suspension back; by the registrar')
  .argument(...idArgument)
  .action((id, options, command) =>
    acting(options, async ({ contracts, act }) =>
      report(outputOf(command), await act(setEntityState(contracts, idOf(id), 'active')), `entity ${id} reinstated`),
    ),
  )

const accreditCommand = proposer('accredit', 'lets an assessor record assessments until a time')
  .argument(...idArgument)
  .requiredOption('--until <time>', 'RFC 3339 in UTC')
  .action((id, options, command) =>
    proposeDraft(options, command, ({ deployment }) => accreditDraft(deployment.contracts, id, options.until)),
  )

const strikeOffCommand = proposer('strike-off', 'strikes an assessor off: what it completed since does not count; final')
  .argument(...idArgument)
  .requiredOption('--since <time>', 'RFC 3339 in UTC')
  .action((id, options, command) =>
    proposeDraft(options, command, ({ deployment }) => strikeOffDraft(deployment.contracts, id, options.since)),
  )

const show = reader('show', 'shows an entity')
  .argument(...idArgument)
  .action(async (id, options, command) => {
    const record = found(await readEntity(await openRegistryOf(options), idOf(id)), 'entity_unknown', id)
    outputOf(command).answer(record, linesOf(record))
  })

const list = reader('list', 'lists the entities').action(async (options, command) => {
  const registry = await openRegistryOf(options)
  const { block } = await readBlock(registry.client)
  const columns = ['entity_id', 'name', 'type', 'country', 'role', 'state', 'accredited_until', 'struck_off_since']
  outputOf(command).list(await readEntities(registry, block), columns)
})

const verbs = [apply, create, show, list, update, roleCommand, certificationCommand, suspend, reinstate, accreditCommand, strikeOffCommand]

export const entity = new Command('entity').description('entities (table 9): register, update, suspend, accredit, strike off')
for (const verb of verbs) entity.addCommand(verb)
for (const quota of [showQuota, setQuotaCommand, setDefaultQuotaCommand]) entity.addCommand(quota)
entity.addCommand(entityController)
