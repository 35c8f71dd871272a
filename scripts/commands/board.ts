import { Command } from '@commander-js/extra-typings'
import { acceptSeatAccount, proposeSeatAccount } from '../../src/chain/calls/board-calls.ts'
import { readGoverned } from '../../src/chain/motions/read-governed.ts'
import { readSeats } from '../../src/chain/motions/read-seats.ts'
import { readEntity } from '../../src/chain/reads/entity.ts'
import { readNodeBreach, readSegments } from '../../src/chain/reads/validators.ts'
import { entityIdField } from '../../src/domain/fields.ts'
import { capStanding } from '../../src/domain/motions/governed.ts'
import { linesOfCaps } from '../motions/caps.ts'
import { table } from '../output.ts'
import { parseArgument } from '../parse-argument.ts'
import { acting, openRegistryOf, outputOf, reader, report, writer } from '../registry-command.ts'

const show = reader('show', 'shows the seats, and how seats and consensus nodes stand against their caps').action(
  async (options, command) => {
    const registry = await openRegistryOf(options)
    const [seats, governed, breach, segments] = await Promise.all([
      readSeats(registry),
      readGoverned(registry),
      readNodeBreach(registry),
      readSegments(registry),
    ])
    const names = await Promise.all(seats.map(({ entity_id }) => readEntity(registry, entity_id)))
    const named = seats.map((seat, index) => ({ name: names[index]?.name ?? null, ...seat }))
    const { home_countries, thresholds } = governed
    const standing = capStanding(governed)
    outputOf(command).answer({ seats: named, home_countries, segments, thresholds, standing, breach }, [
      ...table(named, ['name', 'entity_id', 'account', 'country', 'segment', 'since']).split('\n'),
      '',
      `home countries  ${home_countries.join(', ')}`,
      `segments        ${segments.join(', ')}`,
      `breach          ${breach === null ? 'none' : `since ${breach.since}, to be mended until ${breach.until}`}`,
      '',
      ...linesOfCaps({ now: standing }),
    ])
  },
)

const accountOf = (text: string, field = 'account') => parseArgument(field, entityIdField, text)

const propose = writer('propose-account', 'names the next account of the seat; by its present one')
  .argument('<account>', 'the next account')
  .action((account, options, command) =>
    acting(options, async ({ contracts, act }) =>
      report(outputOf(command), await act(proposeSeatAccount(contracts, accountOf(account))), `${account} proposed`),
    ),
  )

const accept = writer('accept-account', 'takes over a seat; by the account that it proposed')
  .argument('<entity-id>', 'whose seat')
  .action((id, options, command) =>
    acting(options, async ({ contracts, act, sender }) => {
      const written = await act(acceptSeatAccount(contracts, accountOf(id, 'entity_id')))
      report(outputOf(command), written, `${sender.address} votes for ${id} now, on motions to come`)
    }),
  )

/** `derkey board` */
export const board = new Command('board').description('the board: its seats, and how they stand')
for (const verb of [show, propose, accept]) board.addCommand(verb)
