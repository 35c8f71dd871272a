import { setDefaultQuota, setQuota } from '../../src/chain/calls/quota-calls.ts'
import { readBlock } from '../../src/chain/reads/block.ts'
import { readDefaultQuota, readOwnQuota, readQuota, type QuotaNumbers } from '../../src/chain/reads/quota.ts'
import { entityIdField } from '../../src/domain/fields.ts'
import { setDefaultQuotaInput, setQuotaInput, type QuotaChange } from '../../src/domain/inputs/quota.ts'
import { parseInput } from '../../src/domain/parse-input.ts'
import { parseArgument } from '../parse-argument.ts'
import { acting, found, openRegistryOf, outputOf, reader, report, writer } from '../registry-command.ts'

const idOf = (text: string) => parseArgument('entity_id', entityIdField, text)

/** Options that were given. */
const given = (options: QuotaChange) => Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))

/** `numbers`, with those that are to change. */
const changed = (numbers: QuotaNumbers, { keys, records }: QuotaChange): QuotaNumbers => ({
  keys: keys ?? numbers.keys,
  records: records ?? numbers.records,
})

const inWords = ({ keys, records }: QuotaNumbers) => `keys: ${keys || 'the default'}, records: ${records || 'the default'}`

/** `derkey entity quota` */
export const showQuota = reader('quota', 'shows how much an entity may write a day, and what it used today')
  .argument('<entity-id>', 'the entity: its first account')
  .action(async (id, options, command) => {
    const registry = await openRegistryOf(options)
    const { block } = await readBlock(registry.client)
    const record = found(await readQuota(registry, idOf(id), block), 'entity_unknown', id)
    const { free_at, ...counted } = record
    const lines = Object.entries(counted).map(
      ([what, { used, per_day, is_default }]) => `${what}: ${used} of ${per_day} used${is_default ? ' (default)' : ''}`,
    )
    outputOf(command).answer(record, [...lines, `free again at ${free_at}`])
  })

/** `derkey entity set-quota` */
export const setQuotaCommand = writer('set-quota', 'sets how much an entity may write a day; by the registrar')
  .argument('<entity-id>', 'the entity: its first account')
  .option('--keys <number>', 'new keys a day; 0: the default', Number)
  .option('--records <number>', 'new processes with line accounts, and new assessments, a day; 0: the default', Number)
  .action((id, { keys, records, ...options }, command) =>
    acting(options, async ({ registry, contracts, act }) => {
      const changes = parseInput(setQuotaInput, given({ keys, records }))
      const numbers = changed(await readOwnQuota(registry, idOf(id)), changes)
      report(outputOf(command), await act(setQuota(contracts, idOf(id), numbers)), `quota of ${id}: ${inWords(numbers)}`)
    }),
  )

/** `derkey entity set-default-quota` */
export const setDefaultQuotaCommand = writer(
  'set-default-quota',
  'sets the quota of all entities without one of their own; by the registrar',
)
  .option('--keys <number>', 'new keys a day', Number)
  .option('--records <number>', 'new processes with line accounts, and new assessments, a day', Number)
  .action(({ keys, records, ...options }, command) =>
    acting(options, async ({ registry, contracts, act }) => {
      const changes = parseInput(setDefaultQuotaInput, given({ keys, records }))
      const numbers = changed(await readDefaultQuota(registry), changes)
      report(outputOf(command), await act(setDefaultQuota(contracts, numbers)), `default quota: ${inWords(numbers)}`)
    }),
  )
