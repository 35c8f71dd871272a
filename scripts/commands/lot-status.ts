import { setLotState } from '../../src/chain/calls/lot-calls.ts'
import { keyVerbs } from '../keys/verbs.ts'
import { lotIdOf } from '../keys/lot-id-of.ts'
import { acting, outputOf, report, writer } from '../registry-command.ts'
import { reasonOption } from '../reason-option.ts'

/** `derkey lot suspend`, `reinstate`, `revoke`, … */
export const lotStatusCommands = keyVerbs.map(({ name, ofLots, status, as, done }) =>
  writer(name, ofLots)
    .argument('<lot-id>', 'the lot')
    .addOption(reasonOption())
    .action((id, options, command) =>
      acting(options, async (here) => {
        const authority = await as(here)
        const written = await here.act(setLotState(here.contracts, authority, lotIdOf(id), status, options.reason))
        report(outputOf(command), { ...written, lot_id: id, by: authority }, `lot ${id} ${done}, by ${authority}`)
      }),
    ),
)
