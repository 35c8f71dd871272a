import { replaceGovernance, upgradeContract, type Governance, type RecordContractName } from '../../src/chain/calls/authority-calls.ts'
import {
  changeSeats,
  replaceSeatAccount,
  setHomeCountries,
  setThreshold,
  setValidatorSet,
  type SeatDetails,
} from '../../src/chain/calls/board-calls.ts'
import type { Contracts } from '../../src/chain/calls/contract-call.ts'
import { readEntity } from '../../src/chain/reads/entity.ts'
import type { ChainRegistry } from '../../src/chain/registry.ts'
import { groupOf } from '../../src/domain/consortium/group-of.ts'
import { countryField, entityIdField, type Hex } from '../../src/domain/fields.ts'
import { groupHashOf } from '../../src/domain/group-hash.ts'
import { changeSeatsInput, shareField } from '../../src/domain/inputs/board.ts'
import type { MotionKind } from '../../src/domain/motions/motion-record.ts'
import { parseInput } from '../../src/domain/parse-input.ts'
import { z } from 'zod'
import { parseArgument } from '../parse-argument.ts'
import { found } from '../registry-command.ts'
import { readJsonFile, type Draft } from './propose-draft.ts'

const accountOf = (text: string, field = 'account') => parseArgument(field, entityIdField, text)

/** Country and group of a new seat are those of its entity, where the file does not say otherwise. */
export async function changeSeatsDraft(registry: ChainRegistry, file: string): Promise<Draft> {
  const { taken, given } = parseInput(changeSeatsInput, readJsonFile(file))
  const details: SeatDetails[] = []
  for (const { entity_id, account, segment, country, group } of given) {
    const entity = found(await readEntity(registry, entity_id), 'entity_unknown', entity_id)
    const rlid = group ?? groupOf(entity)
    details.push({ entity_id, account, segment, country: country ?? entity.country, group: groupHashOf(rlid) })
  }
  const words = [
    taken.length > 0 ? `take from ${taken.join(', ')}` : '',
    given.length > 0 ? `give to ${given.map(({ entity_id }) => entity_id).join(', ')}` : '',
  ]
  const text = `Seats: ${words.filter((each) => each !== '').join('; ')}`
  return { calls: [changeSeats(registry.deployment.contracts, taken, details)], words: text }
}

export function replaceSeatAccountDraft(contracts: Contracts, entityId: string, account: string): Draft {
  const [entity, next] = [accountOf(entityId, 'entity_id'), accountOf(account)]
  return { calls: [replaceSeatAccount(contracts, entity, next)], words: `The seat of ${entity} goes to its account ${next}` }
}

export function setThresholdDraft(contracts: Contracts, kind: MotionKind, share: string): Draft {
  const { numerator, denominator } = parseArgument('share', shareField, share)
  const words = `A motion of the kind ${kind} needs ${numerator}/${denominator} of all seats`
  return { calls: [setThreshold(contracts, kind, numerator, denominator)], words }
}

export function setHomeCountriesDraft(contracts: Contracts, list: string): Draft {
  const given = list.split(',').map((part) => part.trim())
  const { countries } = parseInput(z.object({ countries: z.array(countryField).min(1) }), { countries: given })
  return { calls: [setHomeCountries(contracts, countries)], words: `Home countries: ${countries.join(', ')}` }
}

export function setValidatorSetDraft(contracts: Contracts, validatorSet: string): Draft {
  const address = accountOf(validatorSet, 'validator_set')
  return { calls: [setValidatorSet(contracts, address)], words: `Home countries and segments stand in the ValidatorSet ${address}` }
}

export function upgradeDraft(contracts: Contracts, name: RecordContractName, implementation: string, data: string): Draft {
  const address = accountOf(implementation, 'implementation')
  const bytes = parseArgument('data', z.string().regex(/^0x([0-9a-fA-F]{2})*$/, 'must be 0x and whole bytes in hex'), data) as Hex
  return { calls: [upgradeContract(contracts, name, address, bytes)], words: `Upgrade ${name} to ${address}` }
}

export function replaceGovernanceDraft(contracts: Contracts, given: Governance): Draft {
  const governance = parseInput(
    z.object({ board: entityIdField, ordinary_timelock: entityIdField, constitution_timelock: entityIdField }),
    given,
  )
  return { calls: replaceGovernance(contracts, governance), words: `Hand every power to the board ${governance.board} and its timelocks` }
}
