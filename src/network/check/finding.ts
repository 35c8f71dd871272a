/** Something that was looked at. A `fault` has to be mended before the network is started; a `note` is for people to judge. */
export type NetworkFinding = {
  /** Where: a file of the folder and a path in it, or a rule. */
  readonly check: string
  readonly found: string
  readonly wanted: string
  readonly severity: 'ok' | 'note' | 'fault'
}

/** `fault` where the two differ. */
export function compared(check: string, found: string, wanted: string, otherwise: 'note' | 'fault' = 'fault'): NetworkFinding {
  return { check, found, wanted, severity: found === wanted ? 'ok' : otherwise }
}

export const fault = (check: string, found: string, wanted: string): NetworkFinding => ({ check, found, wanted, severity: 'fault' })
export const note = (check: string, found: string, wanted: string): NetworkFinding => ({ check, found, wanted, severity: 'note' })
export const fine = (check: string, found: string): NetworkFinding => ({ check, found, wanted: found, severity: 'ok' })
