/** `ok: false` is something to mend. */
export type Examined = { readonly check: string; readonly found: string; readonly wanted: string; readonly ok: boolean }

/** Well where what was found is what was wanted. */
export function finding(check: string, found: string | null | undefined, wanted: string): Examined {
  return { check, found: found ?? 'nothing', wanted, ok: found === wanted }
}

/** A list of accounts, or of anything, that should be this one. */
export function listFinding(check: string, found: readonly string[], wanted: readonly string[]): Examined {
  const text = (list: readonly string[]) => (list.length === 0 ? 'nobody' : [...list].sort().join(', '))
  return finding(check, text(found), text(wanted))
}
