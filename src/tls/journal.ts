import type { Logger } from 'pino'
import { causeOf } from '../domain/cause-of.ts'
import type { Decision } from '../domain/decision.ts'
import { enforced } from '../domain/enforce.ts'
import { parseClientHello } from './client-hello.ts'
import type { GatewayMetrics } from './metrics.ts'
import type { Peer } from './peer/identify-peer.ts'
import type { Refusals } from './refusals.ts'
import type { Session } from './sessions.ts'
import type { Connection } from './tls-server.ts'

/** Where handshakes end up: counted, logged, and kept for whoever asks why a device does not come in. */
export type Journal = {
  /** A peer whose certificate is refused, or a connection without a session. */
  refused(refusal: { cause: string; detail: string; connection: Connection; device?: Partial<Peer> | undefined }): void
  /** A handshake whose key was decided on. */
  decided(session: Session, decision: Decision): void
  /** A key that was refused while it was connected. */
  fell(session: Session, decision: Decision): void
}

export function createJournal(metrics: GatewayMetrics, refusals: Refusals, log: Logger): Journal {
  const note = (
    { address, hello }: Connection,
    cause: string,
    detail: string,
    rest: { device?: Partial<Peer>; findings?: Decision['findings'] },
  ) => {
    const offered = hello && parseClientHello(hello)
    const refusal = { at: new Date().toISOString(), cause, detail, peer: address, ...rest, ...(offered && { offered }) }
    refusals.note(refusal)
    const { lfdi, key_id, issuer, hardware } = rest.device ?? {}
    log.warn({ peer: address, cause, lfdi, key_id, issuer, hardware, offered, findings: rest.findings }, `refused: ${detail}`)
  }
  const noteDecision = ({ connection, identity: { peer } }: Session, decision: Decision) =>
    note(connection, causeOf(decision) ?? 'policy', reasonOf(decision), { ...(peer && { device: peer }), findings: decision.findings })

  return {
    refused: ({ cause, detail, connection, device }) => {
      metrics.handshakes.inc({ outcome: 'refuse', cause })
      note(connection, cause, detail, device === undefined ? {} : { device })
    },
    decided: (session, decision) => {
      const outcome = enforced(decision)
      metrics.handshakes.inc({ outcome, cause: causeOf(decision) ?? 'none' })
      if (outcome === 'refuse') noteDecision(session, decision)
      else if (log.isLevelEnabled('debug'))
        log.debug({ peer: session.connection.address, device: session.identity.peer, outcome, findings: decision.findings }, 'connected')
    },
    fell: (session, decision) => {
      metrics.falls.inc({ cause: causeOf(decision) ?? 'policy' })
      noteDecision(session, decision)
    },
  }
}

/** The findings that made the outcome, in words; where several registries were asked, with the one that each is about. */
export function reasonOf({ findings, outcome, consulted }: Decision): string {
  const worst = findings.filter(({ severity }) => severity === outcome)
  const where = (registry: string) => (consulted.length > 1 ? ` (in ${registry})` : '')
  return worst.map(({ rule, found, wanted, registry }) => `${rule}: found ${found}, wanted ${wanted}${where(registry)}`).join('; ')
}
