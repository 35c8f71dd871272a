import { changeLot } from '../keys/change-lot.ts'
import { lotIdOf } from '../keys/lot-id-of.ts'
import { keyVerbs } from '../keys/verbs.ts'
import { reasonOption } from '../reason-option.ts'
import { acting, outputOf, writer } from '../registry-command.ts'

/** `derkey lot suspend`, `reinstate`, `revoke`, … */
export const lotStatusCommands = keyVerbs.map((verb) =>
  writer(verb.name, verb.ofLots)
    .argument('<lot-id>', 'the lot')
    .addOption(reasonOption())
    .action((id, options, command) => acting(options, (here) => changeLot(here, outputOf(command), verb, options.reason, lotIdOf(id)))),
)
