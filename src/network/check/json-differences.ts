export type Difference = {
  /** `config.qbft.epochlength`, `nodes[3].segment` */
  readonly path: string
  readonly found: string
  readonly wanted: string
}

/** Where two values of JSON differ, down to what is not an object or an array. */
export function jsonDifferences(found: unknown, wanted: unknown, path = ''): Difference[] {
  if (isObject(found) && isObject(wanted)) {
    const names = [...new Set([...Object.keys(wanted), ...Object.keys(found)])]
    return names.flatMap((name) => jsonDifferences(found[name], wanted[name], path === '' ? name : `${path}.${name}`))
  }
  if (Array.isArray(found) && Array.isArray(wanted)) {
    const places = Array.from({ length: Math.max(found.length, wanted.length) }, (_, index) => index)
    return places.flatMap((index) => jsonDifferences(found[index], wanted[index], `${path}[${index}]`))
  }
  return JSON.stringify(found) === JSON.stringify(wanted) ? [] : [{ path, found: shown(found), wanted: shown(wanted) }]
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 120 ? `${text.slice(0, 120)}… (${text.length} characters)` : text
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
