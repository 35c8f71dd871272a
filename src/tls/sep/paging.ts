/** What of a list is asked for (IEEE 2030.5-2018, 5.4 list resources). `after` counts only in lists that are ordered by time. */
export type Page = { readonly start: number; readonly after: number; readonly limit: number }

/** `results` is a UInt8 in sep.xsd. */
const maxLimit = 255

/** `?s=start&a=after&l=limit`; the limit is 1 where it is not given. Undefined when one of them is no whole number from 0. */
export function readPage(query: URLSearchParams): Page | undefined {
  const start = wholeNumber(query.get('s') ?? '0')
  const after = wholeNumber(query.get('a') ?? '0')
  const limit = wholeNumber(query.get('l') ?? '1')
  if (start === undefined || after === undefined || limit === undefined) return undefined
  return { start, after, limit: Math.min(limit, maxLimit) }
}

/** The asked part of `items`; past the end it is empty. */
export function pageOf<T>(items: readonly T[], { start, limit }: Page): T[] {
  return items.slice(start, start + limit)
}

function wholeNumber(text: string): number | undefined {
  return /^\d{1,10}$/.test(text) ? Number(text) : undefined
}
