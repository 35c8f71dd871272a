import { decideAmong } from '../domain/decide-among.ts'
import type { ClientType, Decision, Finding } from '../domain/decision.ts'
import { effectiveAt } from '../domain/effective-at.ts'
import { enforced } from '../domain/enforce.ts'
import { finalStatuses } from '../domain/enumerations.ts'
import type { Hex } from '../domain/fields.ts'
import type { DeviceLine, JudgedRegistry, KeyStatusAnswer } from '../domain/key-status-source.ts'
import { serialText } from './hardware-module-name.ts'
import type { HardwareModule } from './hardware-module-name.ts'

/** By what a CA judges: the registries that it asks, each with its policy, in their order, and for which kind of client it issues. */
export type Judge = {
  readonly registries: readonly JudgedRegistry[]
  readonly client_type: ClientType
  /** Seconds since 1970. */
  readonly now: number
}

/** `may_issue` is what the CA does; the decision says why. `answer` is that of the registry that decided. */
export type Judgement = { readonly decision: Decision; readonly answer: KeyStatusAnswer; readonly may_issue: boolean }

/**
 * Whether a certificate may be issued for a key: the policy's decision, and whether the device's hwType stands under the private enterprise
 * number of the key's owner or of its process's owner. A restricted key gets a certificate: it is the server that restricts it. A policy
 * that only observes enforces nothing, but a registry that does not answer is never read as consent, and a hwType of another maker is
 * refused always, since the certificate would vouch for it. So is a device that was named in a certificate of another key, as
 * long as that key is good: unless one followed on the other, by the successor's signature, and the two are one device.
 * @param namedBefore keys that have certificates of `module`
 */
export async function judgeKey(
  keyId: Hex,
  module: HardwareModule | undefined,
  judge: Judge,
  namedBefore: readonly Hex[] = [],
): Promise<Judgement> {
  const { registries, client_type, now } = judge
  const consulted = await Promise.all(registries.map(async ({ source, policy }) => ({ answer: await source.get(keyId), policy })))
  const decided = decideAmong({ key_id: keyId, consulted, client_type, now })
  const answer = answerOf(decided, consulted)
  const others = namedBefore.filter((each) => each !== keyId)
  const found = module && [
    makerFinding(module, answer),
    await otherKeyFinding(
      module,
      others,
      consulted.map(({ answer }) => lineOf(answer)),
      judge,
    ),
  ]
  const against = found?.filter((finding) => finding !== undefined) ?? []
  if (against.length === 0) {
    const answered = !decided.findings.some(({ rule }) => rule === 'registry_unreachable')
    return { decision: decided, answer, may_issue: answered && enforced(decided) !== 'refuse' }
  }
  return { decision: { ...decided, outcome: 'refuse', findings: [...decided.findings, ...against] }, answer, may_issue: false }
}

function answerOf({ registry }: Decision, consulted: readonly { readonly answer: KeyStatusAnswer }[]): KeyStatusAnswer {
  const decisive = consulted.find(({ answer }) => answer.registry === registry)
  return decisive?.answer ?? { kind: 'unreachable', registry, cause: 'it was not asked' }
}

function makerFinding({ hw_type }: HardwareModule, answer: KeyStatusAnswer): Finding | undefined {
  // Nobody is registered to compare with: the policy has said what it thinks of that.
  if (answer.kind !== 'known') return undefined
  const { owner, process_owner } = answer.info
  const arcs = [...new Set([owner.pen, process_owner.pen])].filter((pen) => pen !== null).map((pen) => `1.3.6.1.4.1.${pen}`)
  if (arcs.some((arc) => hw_type === arc || hw_type.startsWith(`${arc}.`))) return undefined
  const wanted = arcs.length === 0 ? 'an enterprise number of the owner or process owner in the registry' : `under ${arcs.join(' or ')}`
  return { rule: 'hw_type', found: hw_type, wanted, severity: 'refuse', registry: answer.registry }
}

/**
 * The first of `others` that is good, or of which it cannot be told that it is not. Whether it is a key of the same device, the first registry
 * says that knows it: a key id is no secret, and anybody can register another's in a second registry.
 * @param lines what each registry says of the keys of the device
 */
async function otherKeyFinding(
  module: HardwareModule,
  others: readonly Hex[],
  lines: readonly DeviceLine[],
  { registries, now }: Judge,
): Promise<Finding | undefined> {
  for (const other of others) {
    const answers = await Promise.all(registries.map(({ source }) => source.get(other)))
    const first = answers.findIndex(({ kind }) => kind !== 'unknown')
    if (lines[first]?.includes(other) === true) continue
    for (const answer of answers) {
      if (answer.kind === 'unknown') continue
      const status = answer.kind === 'known' ? effectiveAt(answer.info, now).effective_status : answer.kind
      if (finalStatuses.some((each) => each === status)) continue
      const found = `${serialText(module)} in a certificate of ${other}, which is ${status}`
      const wanted = 'a device without another key, or the key that follows on its last one by a signed rotation'
      return { rule: 'hw_serial', found, wanted, severity: 'refuse', registry: answer.registry }
    }
  }
  return undefined
}

function lineOf(answer: KeyStatusAnswer): DeviceLine {
  return answer.kind === 'known' ? (answer.line ?? []) : []
}
