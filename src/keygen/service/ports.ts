import type { Hex } from '../../domain/fields.ts'
import type { Recipient } from '../cms/recipient.ts'

/** Makes a P-256 key and wraps it; the clear key is gone when this returns. */
export type KeyMaker = (recipient: Recipient) => Promise<{
  /** DER ContentInfo. */
  readonly cms: Uint8Array
  /** DER SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array
}>

/** The registry, as far as the service needs it (5.5.7: key registration is part of the service). */
export type Registrar = {
  /** Registers keys under a process; those that stand there already are none of its concern. @throws Problem */
  register(processId: string, keyIds: readonly Hex[]): Promise<void>
  isRegistered(keyId: Hex): Promise<boolean>
}
