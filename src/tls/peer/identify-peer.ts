import type { TLSSocket } from 'node:tls'
import { LRUCache } from 'lru-cache'
import type { Hex } from '../../domain/fields.ts'
import { keyIdOf } from '../../domain/key-id.ts'
import { lfdiOfFingerprint, sfdiOf } from '../../domain/lfdi.ts'
import { Problem } from '../../domain/problem.ts'
import { causeOfVerdict } from '../causes.ts'
import { certificateFields } from './certificate-fields.ts'
import { checkLeaf } from './check-leaf.ts'
import type { LeafFinding } from './check-leaf.ts'
import { hardwareModule } from './extensions.ts'
import type { HardwareModule } from './extensions.ts'
import { objectionOf } from './registry-extension.ts'
import { oneLine } from './trust-store.ts'
import type { TrustStore } from './trust-store.ts'

/** Who is at the other end, as its certificate says. */
export type Peer = {
  readonly lfdi: string
  readonly sfdi: string
  readonly key_id: Hex
  readonly issuer: string
  readonly hardware?: HardwareModule
}

/** A peer whose certificate holds, or why it does not, with what could be read of it. */
export type Identity =
  { readonly peer: Peer; readonly refusal?: undefined } | { readonly peer?: Partial<Peer>; readonly refusal: LeafFinding }

type Remembered = Identity & { readonly notBefore: number; readonly notAfter: number }

/** Certificates that are remembered, so that a device that comes back costs one look-up. About 1 kB each. */
const remembered = 50_000

/**
 * Makes the function that tells, right after a handshake, who the peer is. OpenSSL has validated the chain and the proof of possession
 * (`authorized`); what it does not check, or checks too little under SECLEVEL=0, is checked here.
 * @param policies see `checkLeaf`
 */
export function createPeerIdentifier(trustStore: TrustStore, policies: readonly string[]) {
  const memory = new LRUCache<string, Remembered>({ max: remembered })

  return (socket: TLSSocket, now: number): Identity => {
    const certificate = socket.getPeerX509Certificate()
    if (certificate === undefined) return { refusal: { cause: 'no_certificate', detail: 'the client showed no certificate' } }
    // the digest alone, since each copy of the certificate's bytes is memory to be collected
    const fingerprint = certificate.fingerprint256
    let known = memory.get(fingerprint)
    if (known === undefined) {
      known = examine(certificate.raw, fingerprint, oneLine(certificate.issuer), trustStore, policies)
      memory.set(fingerprint, known)
    }
    const { peer, refusal, notBefore, notAfter } = known
    const refuse = (finding: LeafFinding): Identity => ({ ...(peer && { peer }), refusal: finding })
    if (refusal !== undefined) return refuse(refusal)
    if (now < notBefore) return refuse({ cause: 'not_yet_valid', detail: `the chain is valid from ${timeText(notBefore)}` })
    if (now > notAfter) return refuse({ cause: 'expired', detail: `the chain was valid until ${timeText(notAfter)}` })
    const verdict = socket.authorizationError as unknown
    if (!socket.authorized || verdict) {
      return refuse({ cause: causeOfVerdict(String(verdict)), detail: `OpenSSL does not accept the chain: ${String(verdict)}` })
    }
    return known
  }
}

function examine(raw: Buffer, fingerprint: string, issuerName: string, trustStore: TrustStore, policies: readonly string[]): Remembered {
  const lfdi = lfdiOfFingerprint(fingerprint)
  const named = { lfdi, sfdi: sfdiOf(lfdi).toString(), issuer: issuerName }
  let peer: Partial<Peer> = named
  let notBefore = 0
  let notAfter = Number.POSITIVE_INFINITY
  try {
    const leaf = certificateFields(raw)
    const hardware = hardwareModule(leaf)
    const whole: Peer = { ...named, key_id: keyIdOf(leaf.spki), ...(hardware && { hardware }) }
    peer = whole
    const [issuer] = trustStore.issuersOf(leaf)
    const untrusted: LeafFinding = { cause: 'untrusted_issuer', detail: `no configured CA has issued it; it names ${issuerName}` }
    const objection = objectionOf(leaf, whole.key_id)
    const contradicted: LeafFinding | undefined =
      objection === undefined ? undefined : { cause: 'malformed_certificate', detail: objection }
    const refusal = issuer === undefined ? untrusted : (checkLeaf(leaf, policies) ?? contradicted)
    notBefore = Math.max(leaf.notBefore, issuer?.notBefore ?? 0)
    notAfter = Math.min(leaf.notAfter, issuer?.notAfter ?? notAfter)
    return refusal === undefined ? { peer: whole, notBefore, notAfter } : { peer, refusal, notBefore, notAfter }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { peer, refusal: { cause: 'malformed_certificate', detail: error.message }, notBefore, notAfter }
  }
}

function timeText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')
}
