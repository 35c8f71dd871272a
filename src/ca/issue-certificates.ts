import { digestOfJson } from '../domain/canonical-json.ts'
import type { Decision } from '../domain/decision.ts'
import type { Hex } from '../domain/fields.ts'
import { keyIdOf } from '../domain/key-id.ts'
import { lfdiOf } from '../domain/lfdi.ts'
import { Problem } from '../domain/problem.ts'
import { signDeviceCertificate } from './device-certificate.ts'
import type { DeviceRequest } from './device-request.ts'
import { deviceName } from './hardware-module-name.ts'
import { judgeKey } from './judge-key.ts'
import type { Judge } from './judge-key.ts'
import type { LedgerEntry } from './ledger.ts'
import type { IssuingCa } from './open-ca.ts'
import { isSignedWith, readCertificate } from './read-certificate.ts'
import { randomSerial } from './sign-certificate.ts'

/** What became of one request. `issued_before`: it was answered earlier, and this is that certificate. */
export type IssueResult =
  | {
      readonly state: 'issued'
      readonly issued_before: boolean
      readonly key_id: Hex
      readonly serial: string
      readonly lfdi: string
      /** DER. */
      readonly certificate: Uint8Array
      readonly decision: Decision
    }
  | { readonly state: 'refused'; readonly key_id: Hex; readonly decision: Decision }

type Prepared = { readonly decision: Decision; readonly key_id: Hex; readonly entry?: LedgerEntry; readonly fresh: boolean }

/**
 * Answers requests with device certificates (IEEE 2030.5-2018, 6.11), each decided anew. All that are issued stand in the ledger, in one durable
 * commit, before any of them is returned. The same request gets the same certificate again while the decision allows it, unless `reissue`.
 * @throws Problem ledger_unusable, ca_invalid, pkcs11_failed; then none has left
 */
export async function issueCertificates(
  ca: IssuingCa,
  requests: readonly DeviceRequest[],
  judge: Judge,
  { reissue = false } = {},
): Promise<IssueResult[]> {
  const prepared = await Promise.all(requests.map((request, index) => prepare(ca, request, requests.slice(0, index), judge, reissue)))
  const fresh = prepared.flatMap((each) => (each.fresh && each.entry !== undefined ? [each.entry] : []))
  const standing = ca.ledger.record(fresh, reissue)[Symbol.iterator]()
  return prepared.map(({ decision, key_id, entry, fresh }): IssueResult => {
    if (entry === undefined) return { state: 'refused', key_id, decision }
    // Somebody else may have answered the same request since: then that certificate stands, and ours never leaves.
    const recorded = fresh ? (standing.next().value as LedgerEntry) : entry
    const issued_before = !fresh || recorded !== entry
    const { serial, lfdi, certificate } = issued_before ? verified(ca, recorded, key_id) : recorded
    return { state: 'issued', issued_before, key_id, serial, lfdi, certificate, decision }
  })
}

/** One request alone. */
export async function issueCertificate(
  ca: IssuingCa,
  request: DeviceRequest,
  judge: Judge,
  options?: { reissue: boolean },
): Promise<IssueResult> {
  return (await issueCertificates(ca, [request], judge, options))[0] as IssueResult
}

async function prepare(
  ca: IssuingCa,
  request: DeviceRequest,
  before: readonly DeviceRequest[],
  judge: Judge,
  reissue: boolean,
): Promise<Prepared> {
  const { key_id, hardware_module } = request
  const device = deviceName(hardware_module)
  const waiting = before.filter((each) => deviceName(each.hardware_module) === device).map((each) => each.key_id)
  const namedBefore = [...ca.ledger.keysNamed(device), ...waiting]
  const { decision, answer, may_issue } = await judgeKey(key_id, hardware_module, judge, namedBefore)
  if (!may_issue || answer.kind === 'unreachable') return { decision, key_id, fresh: false }
  const earlier = reissue ? undefined : ca.ledger.issuedFor(request.digest)
  if (earlier !== undefined) return { decision, key_id, entry: earlier, fresh: false }

  const { now } = judge
  const serial = randomSerial()
  const certificate = await signDeviceCertificate(ca, { request, answer, serial, now })
  return { decision, key_id, entry: entryOf(request, serial, certificate, decision, now), fresh: true }
}

function entryOf(
  { key_id, digest, hardware_module }: DeviceRequest,
  serial: Buffer,
  certificate: Uint8Array,
  decision: Decision,
  now: number,
): LedgerEntry {
  return {
    serial: serial.toString('hex'),
    profile: 'device',
    key_id,
    lfdi: lfdiOf(certificate),
    device: deviceName(hardware_module),
    csr_digest: digest,
    decision_digest: digestOfJson(decision),
    state: 'issued',
    issued_at: Math.floor(now),
    certificate,
  }
}

/** What comes out of the ledger is looked at before it leaves: that it is of this key, and that this CA signed it. */
function verified(ca: IssuingCa, entry: LedgerEntry, keyId: Hex): LedgerEntry {
  const parts = readCertificate(entry.certificate)
  if (!isSignedWith(parts, ca.issuer.spki) || keyIdOf(parts.spki) !== keyId || lfdiOf(entry.certificate) !== entry.lfdi) {
    throw new Problem('ledger_unusable', {
      field: entry.serial,
      detail: 'the certificate in the ledger is not what this CA signed for the key',
    })
  }
  return entry
}
