import {
  commentAssessment,
  createAssessment,
  linkSeries,
  setAssessmentState,
  setValidity,
} from '../../../../src/chain/calls/assessment-calls.ts'
import {
  createProcess,
  grantRegistration,
  nameLineAccount,
  setProcessState,
  withdrawGrant,
  withdrawLineAccount,
} from '../../../../src/chain/calls/process-calls.ts'
import { registerDocument, withdrawDocument } from '../../../../src/chain/calls/document-calls.ts'
import { drawSampleCall, recordFinding, requestSample } from '../../../../src/chain/calls/sample-calls.ts'
import { sampleResults } from '../../../../src/domain/enumerations.ts'
import { toTime, type Hex } from '../../../../src/domain/fields.ts'
import { details, secureElement, unprotectedMemory } from '../../../../scripts/demo/assess-process.ts'
import { controllerOf, reasons, type MakeAct, type Stage } from './act.ts'

const supervisors = ['programme_manager', 'regulator'] as const
const digest = ({ pick }: Stage): Hex => `0x${(pick.number(2 ** 30) + 1).toString(16).padStart(64, '0')}`
const anyEntity = ({ known, pick }: Stage) => pick.of(known.controllers.keys()) as string

/** One that has recorded something, mostly. */
function assessorOf(stage: Stage): string {
  const { known, pick } = stage
  const past = pick.of(known.assessments.values())?.assessor
  return controllerOf(stage, past === undefined || pick.chance(0.2) ? anyEntity(stage) : past)
}

const detailsOf = (stage: Stage) => ({
  ...details(toTime(stage.time - stage.pick.number(86_400 * 200))),
  reference: digest(stage),
  key_generator_id: stage.pick.chance(0.2) ? anyEntity(stage) : null,
})
const resultsOf = ({ pick }: Stage) => (pick.chance(0.5) ? secureElement : unprotectedMemory)

function recorded(stage: Stage, form: 'original' | 'correction', kind: string, about: { process_id: string } | { corrects_id: string }) {
  const isGeneration = kind === 'key_generation'
  const assessment_result = isGeneration ? resultsOf(stage).generation : resultsOf(stage).protection
  const input = { ...about, ...detailsOf(stage), kind, assessment_result }
  return { from: assessorOf(stage), call: createAssessment(stage.contracts, { form, input } as never) }
}

const original: MakeAct = (stage) => {
  const process_id = stage.pick.of(stage.known.processes.keys())
  const kind = stage.pick.of(['key_generation', 'key_protection'] as const)!
  return process_id === undefined ? undefined : recorded(stage, 'original', kind, { process_id })
}

const change: MakeAct = (stage) => {
  const { known, pick, staff, contracts } = stage
  const id = pick.of(known.assessments.keys())
  if (id === undefined) return undefined
  const as = pick.of(supervisors)!
  const reason = pick.of(reasons)!
  const state = pick.of(['suspended', 'reinstated', 'reinstated'] as const)!
  if (!pick.chance(0.06)) return { from: staff[as], call: setAssessmentState(contracts, as, id, state, reason) }
  const boards = Number(id) > 4 || pick.chance(0.2) ? 'withdrawn' : 'reinstated'
  return { from: staff.board, call: setAssessmentState(contracts, 'board', id, boards, reason) }
}

/** Of the newest, which are drafts most likely. */
const review: MakeAct = (stage) => {
  const { known, pick, staff, contracts } = stage
  const id = pick.of([...known.assessments.keys()].slice(-6))
  if (id === undefined) return undefined
  const choice = pick.number(10)
  if (choice < 7)
    return { from: staff.programme_manager, call: setAssessmentState(contracts, 'programme_manager', id, 'approved', 'unspecified') }
  if (choice === 7)
    return { from: staff.programme_manager, call: setAssessmentState(contracts, 'programme_manager', id, 'rejected', 'unspecified') }
  if (choice === 8) return { from: staff.programme_manager, call: commentAssessment(contracts, id, digest(stage)) }
  const assessor = known.assessments.get(id)!.assessor
  return { from: controllerOf(stage, assessor), call: setAssessmentState(contracts, 'assessor', id, 'rejected', 'unspecified') }
}

export const assessmentActs: MakeAct[] = [
  original,
  original,
  review,
  review,
  review,
  review,
  change,
  change,
  (stage) => {
    const past_assessment_id = stage.pick.of(stage.known.originals)
    if (past_assessment_id === undefined) return undefined
    const input = { past_assessment_id, ...detailsOf(stage), completion_date: toTime(stage.time - stage.pick.number(3)) }
    return { from: assessorOf(stage), call: createAssessment(stage.contracts, { form: 'renewal', input }) }
  },
  (stage) => {
    const [corrects_id, head] = stage.pick.of(stage.known.assessments) ?? []
    return corrects_id === undefined ? undefined : recorded(stage, 'correction', head!.kind, { corrects_id })
  },
  (stage) => {
    const { known, pick, contracts } = stage
    const [process, series] = [pick.of(known.processes.keys()), pick.of(known.originals)]
    if (process === undefined || series === undefined) return undefined
    return { from: assessorOf(stage), call: linkSeries(contracts, process, series) }
  },
  (stage) => {
    const [validity, grace] = stage.pick.of([
      [0, 0],
      [31_536_000, 86_400],
      [63_072_000, 0],
    ] as const)!
    return { from: stage.staff.board, call: setValidity(stage.contracts, validity, grace) }
  },
]

/** The board takes back what stops the registration of keys under the first two processes: else a history soon stands still. */
const heal: MakeAct = ({ pick, contracts, staff }) => {
  const series = pick.of(['1', '2', '3', '4'])!
  if (pick.chance(0.5)) return { from: staff.board, call: setAssessmentState(contracts, 'board', series, 'reinstated', 'unspecified') }
  return { from: staff.board, call: setProcessState(contracts, 'board', pick.of(['1', '2'])!, 'active', 'unspecified') }
}

export const processActs: MakeAct[] = [
  heal,
  heal,
  heal,
  (stage) => ({ from: controllerOf(stage, anyEntity(stage)), call: createProcess(stage.contracts, undefined) }),
  (stage) => ({ from: assessorOf(stage), call: createProcess(stage.contracts, anyEntity(stage)) }),
  (stage) => {
    const { known, pick, staff, contracts } = stage
    const id = pick.of(known.processes.keys())
    if (id === undefined) return undefined
    if (pick.chance(0.03)) return { from: staff.board, call: setProcessState(contracts, 'board', id, 'revoked', 'keyCompromise') }
    if (pick.chance(0.2)) return { from: staff.board, call: setProcessState(contracts, 'board', id, 'active', 'unspecified') }
    const as = pick.of(supervisors)!
    const state = pick.of(['active', 'active', 'suspended'] as const)!
    return { from: staff[as], call: setProcessState(contracts, as, id, state, pick.of(reasons)!) }
  },
  (stage) => {
    const [process, owner] = stage.pick.of(stage.known.processes) ?? []
    return process === undefined
      ? undefined
      : { from: controllerOf(stage, owner!), call: grantRegistration(stage.contracts, process, anyEntity(stage)) }
  },
  (stage) => {
    const [process, entity] = stage.pick.of(stage.known.grants)?.split(':') ?? []
    const owner = stage.known.processes.get(process ?? '')
    return owner === undefined ? undefined : { from: controllerOf(stage, owner), call: withdrawGrant(stage.contracts, process!, entity!) }
  },
  (stage) => {
    const [process, owner] = stage.pick.of(stage.known.processes) ?? []
    if (process === undefined) return undefined
    const make = stage.pick.chance(0.7) ? nameLineAccount : withdrawLineAccount
    return { from: controllerOf(stage, owner!), call: make(stage.contracts, process, stage.pick.of(stage.accounts.slice(0, 3)) as string) }
  },
]

export const documentActs: MakeAct[] = [
  (stage) => {
    const version = String(stage.pick.number(50))
    const input = { kind: 'security_rules', title: 'Rules', version, sha256: digest(stage) } as const
    return { from: stage.staff.board, call: registerDocument(stage.contracts, input) }
  },
  (stage) => {
    const sha256 = stage.pick.of(stage.known.documents)
    return sha256 === undefined || !stage.pick.chance(0.4)
      ? undefined
      : { from: stage.staff.board, call: withdrawDocument(stage.contracts, sha256) }
  },
]

export const sampleActs: MakeAct[] = [
  (stage) => {
    const { known, pick, staff, time } = stage
    const process_id = pick.of(known.processes.keys())
    if (process_id === undefined) return undefined
    const as = pick.of([...supervisors, 'assessor'] as const)!
    const request = { process_id, from: toTime(time - 86_400), until: toTime(time), size: 1 + pick.number(3) }
    return { from: as === 'assessor' ? assessorOf(stage) : staff[as], call: requestSample(stage.contracts, as, request) }
  },
  (stage) => {
    const id = stage.pick.of(stage.known.samples.keys())
    return id === undefined ? undefined : { from: stage.accounts[0]!, call: drawSampleCall(stage.contracts, id) }
  },
  (stage) => {
    const { known, pick, contracts } = stage
    const [id, process] = pick.of(known.samples) ?? []
    const [key_id] = pick.of([...known.keys].filter(([, key]) => key.process === process)) ?? []
    if (id === undefined || key_id === undefined) return undefined
    const finding = { key_id, result: pick.of(sampleResults)!, report: digest(stage) }
    return { from: assessorOf(stage), call: recordFinding(contracts, id, finding) }
  },
]
