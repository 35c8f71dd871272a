import type { Narrator } from '../narrator.ts'
import type { DeviceName, Devices } from './devices.ts'
import type { CertificateAnswer } from './issue.ts'
import type { Nation } from './nation.ts'
import type { Visitor } from './visits.ts'

/** What the steps at the gateway work with. */
export type Scene = {
  readonly nations: { readonly first: Nation; readonly second: Nation }
  readonly devices: Devices
  /** Has the CA answer a device's request. */
  readonly certify: (name: DeviceName) => Promise<CertificateAnswer>
  readonly visitor: Visitor
  readonly narrator: Narrator
}

/** How long a change may take to be seen before something is wrong. */
export const longestMs = 15_000
