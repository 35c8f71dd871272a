import { Command } from '@commander-js/extra-typings'
import { registerEntity, setEntityState, setRole, setRoleCertification, updateEntity } from '../../src/chain/calls/entity-calls.ts'
import { readBlock } from '../../src/chain/reads/block.ts'
import { readEntity } from '../../src/chain/reads/entity.ts'
import { readEntities } from '../../src/chain/reads/lists.ts'
import { entityIdField } from '../../src/domain/fields.ts'
import { registerEntityInput, setRoleCertificationInput, setRolesInput, updateEntityInput } from '../../src/domain/inputs/entity.ts'
import { parseInput } from '../../src/domain/parse-input.ts'
import { proposeDraft, proposer } from '../motions/propose-draft.ts'
import { accreditDraft, strikeOffDraft } from '../motions/record-drafts.ts'
import { parseArgument } from '../parse-argument.ts'
import { acting, found, linesOf, openRegistryOf, outputOf, reader, report, writer } from '../registry-command.ts'
import { entityController } from './entity-controller.ts'
import { setDefaultQuotaCommand, setQuotaCommand, showQuota } from './entity-quota.ts'

const commaList = (text: string) => (text === '' ? [] : text.split(',').map((part) => part.trim()))
const idArgument = ['<entity-id>', 'the entity: its first account'] as const
const idOf = (text: string) => parseArgument('entity_id', entityIdField, text)

const create = writer('create', 'registers an entity (table 9); by the registrar')
  .requiredOption('--entity-id <account>', 'its first account, which names it for ever')
  .requiredOption('--type <type>', 'company, individual, government_body, association or academic')
  .requiredOption('--name <name>', 'name; of an individual, an accreditation number')
  .requiredOption('--rlid <rlid>', 'identifier with its scheme, such as lei:…')
  .requiredOption('--country <code>', 'ISO 3166-1 alpha-2')
  .requiredOption('--role <roles>', 'roles, separated by commas', commaList)
  .option('--role-certification <reference>', 'reference to the certification of the roles', '')
  .option('--group <rlid>', 'rlid of the ultimate parent; without it the entity is its own group', '')
  .option('--pen <number>', 'IANA private enterprise number', Number)
  .action((options, command) =>
    acting(options, async ({ contracts, act }) => {
      const { entityId, type, name, rlid, country, role, roleCertification, group, pen = null } = options
      const fields = { entity_id: entityId, type, name, rlid, country, role, role_certification: roleCertification, group, pen }
      const input = parseInput(registerEntityInput, fields)
      report(outputOf(command), await act(registerEntity(contracts, input)), `entity ${input.entity_id} registered`)
    }),
  )

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
      const given = Object.entries({ type, name, rlid, country, group, pen }).filter(([, value]) => value !== undefined)
      const changes = parseInput(updateEntityInput, Object.fromEntries(given))
      const known = found(await readEntity(registry, idOf(id)), 'entity_unknown', id)
      const kept = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
      report(outputOf(command), await act(updateEntity(contracts, known.entity_id, { ...known, ...kept })), `entity ${id} updated`)
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

const verbs = [create, show, list, update, roleCommand, certificationCommand, suspend, reinstate, accreditCommand, strikeOffCommand]

export const entity = new Command('entity').description('entities (table 9): register, update, suspend, accredit, strike off')
for (const verb of verbs) entity.addCommand(verb)
for (const quota of [showQuota, setQuotaCommand, setDefaultQuotaCommand]) entity.addCommand(quota)
entity.addCommand(entityController)
