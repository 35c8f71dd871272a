import { countryBytes } from '../support/inputs.ts'
import { segmentBytes, segments } from '../support/seats.ts'
import { factsOf } from '../validators/nodes.ts'
import type { AccessActor } from './actors.ts'
import type { Row } from './row.ts'

const day = 86_400

/** A function of one account: a timelock, the board's contract, or a node's operator. */
function ofOne(name: string, args: Row['args'], allowed: readonly AccessActor[]): Row {
  return { contract: 'validators', name, args, allowed, refusal: () => 'ValidatorSetNotAllowed' }
}

export const validatorRows: readonly Row[] = [
  ofOne('vet', ({ nodes }) => nodes.vetting, ['constitutionMotion']),
  ofOne('dismiss', ({ nodes }) => [nodes.standby], ['constitutionMotion']),
  ofOne('change', ({ nodes }) => [[nodes.validator], [nodes.standby]], ['constitutionMotion']),
  ofOne('setSegments', () => [[...segments, 'storage'].map(segmentBytes)], ['constitutionMotion']),
  ofOne('setBreachTerm', () => [day], ['constitutionMotion']),
  ofOne('setGovernance', ({ validators }) => [validators.target, validators.target, validators.target], ['constitutionMotion']),
  ofOne('swap', ({ nodes }) => [[nodes.validator], [nodes.standby]], ['ordinaryMotion']),
  ofOne('recordFacts', ({ nodes }) => [nodes.validator, nodes.facts], ['ordinaryMotion']),
  ofOne('correctFacts', ({ nodes }) => [nodes.validator, factsOf('utilityOne')], ['constitutionMotion']),
  ofOne('setOperatorAccount', ({ nodes, actors }) => [nodes.validator, actors.newcomer.address], ['constitutionMotion']),
  // the board's contract alone, which checks its own caps: board.setHomeCountries
  ofOne('setHomeCountries', () => [['US', 'DE'].map(countryBytes)], []),
  ofOne('rotate', ({ nodes }) => nodes.rotation, ['nodeOperator']),
  ofOne('setEndpoint', ({ nodes }) => [nodes.validator, '0x0a000063', 30_303], ['nodeOperator']),
]
