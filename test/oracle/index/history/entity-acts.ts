import { grantRole, revokeRole } from '../../../../src/chain/calls/authority-calls.ts'
import {
  acceptController,
  accredit,
  cancelControllerReplacement,
  proposeController,
  registerEntity,
  replaceController,
  setEntityState,
  setRole,
  setRoleCertification,
  strikeOff,
  updateEntity,
} from '../../../../src/chain/calls/entity-calls.ts'
import { setDefaultQuota, setQuota } from '../../../../src/chain/calls/quota-calls.ts'
import { roles } from '../../../../src/domain/bit-fields.ts'
import { toTime } from '../../../../src/domain/fields.ts'
import { controllerOf, type MakeAct, type Stage } from './act.ts'

const anyEntity = ({ known, pick }: Stage) => pick.of(known.controllers.keys()) as string
const detailsOf = ({ pick }: Stage, tag: string) => ({
  type: 'company' as const,
  name: `Company ${tag}`,
  rlid: `duns:${tag}`,
  country: pick.of(['US', 'DE', 'JP']) as string,
  group: pick.chance(0.3) ? 'duns:1000' : '',
  pen: pick.chance(0.5) ? 32_000 + pick.number(99) : null,
})

export const entityActs: MakeAct[] = [
  (stage) => {
    const entity_id = stage.pick.of(stage.accounts) as string
    const input = { entity_id, ...detailsOf(stage, String(2000 + stage.pick.number(900))), role_certification: '' }
    return { from: stage.staff.registrar, call: registerEntity(stage.contracts, { ...input, role: stage.pick.some(roles, 3) }) }
  },
  (stage) => {
    const call = updateEntity(stage.contracts, anyEntity(stage), detailsOf(stage, String(3000 + stage.pick.number(900))))
    return { from: stage.staff.registrar, call }
  },
  (stage) => ({
    from: stage.staff.registrar,
    call: setRoleCertification(stage.contracts, anyEntity(stage), `certificate ${stage.pick.number(9)}`),
  }),
  (stage) => {
    const suspended = stage.pick.of(stage.known.suspended)
    if (suspended !== undefined) return { from: stage.staff.registrar, call: setEntityState(stage.contracts, suspended, 'active') }
    return { from: stage.staff.registrar, call: setEntityState(stage.contracts, anyEntity(stage), 'suspended') }
  },
  (stage) => ({
    from: stage.staff.registrar,
    call: setRole(
      stage.contracts,
      anyEntity(stage),
      roles.filter(() => stage.pick.chance(0.85)),
    ),
  }),
  (stage) => ({ from: stage.staff.board, call: accredit(stage.contracts, anyEntity(stage), toTime(stage.time + 86_400 * 300)) }),
  (stage) => {
    const assessor = stage.pick.of(stage.known.accredited)
    if (assessor === undefined || !stage.pick.chance(0.2)) return undefined
    const since = stage.time - stage.pick.number(86_400 * 600)
    return { from: stage.staff.board, call: strikeOff(stage.contracts, assessor, toTime(since)) }
  },
  (stage) => {
    const call = proposeController(stage.contracts, stage.pick.of(stage.accounts) as string)
    return { from: controllerOf(stage, anyEntity(stage)), call }
  },
  (stage) => {
    const call = replaceController(stage.contracts, anyEntity(stage), stage.pick.of(stage.accounts) as string)
    return { from: stage.staff.registrar, call }
  },
  (stage) => ({ from: controllerOf(stage, anyEntity(stage)), call: cancelControllerReplacement(stage.contracts) }),
  (stage) => {
    const [account, entityId] = stage.pick.of(stage.known.proposed) ?? []
    return account === undefined ? undefined : { from: account, call: acceptController(stage.contracts, entityId as string) }
  },
  (stage) => {
    const quota = { keys: 1000 + stage.pick.number(3), records: stage.pick.chance(0.5) ? 0 : 500 }
    return { from: stage.staff.registrar, call: setQuota(stage.contracts, anyEntity(stage), quota) }
  },
  (stage) => ({
    from: stage.staff.registrar,
    call: setDefaultQuota(stage.contracts, { keys: 9000 + stage.pick.number(3), records: 900 }),
  }),
  (stage) => {
    const role = stage.pick.of(['REGISTRAR', 'PROGRAMME_MANAGER', 'REGULATOR'] as const)!
    const make = stage.pick.chance(0.6) ? grantRole : revokeRole
    return { from: stage.staff.board, call: make(stage.contracts, role, stage.pick.of(stage.accounts.slice(0, 3)) as string) }
  },
]
