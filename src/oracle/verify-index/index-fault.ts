/** Where the index says something else than the chain. */
export type IndexFault = {
  readonly kind: string
  readonly id: string
  /** null: the whole record. */
  readonly field: string | null
  /** What the index says; null: it has nothing. */
  readonly index: unknown
  /** What is proven of the chain; null: that it has nothing. */
  readonly chain: unknown
}

/** Field by field, as far as the state of the contracts says something of it. */
export function differences(kind: string, id: string, index: object | undefined, chain: object | undefined): IndexFault[] {
  if (index === undefined || chain === undefined) {
    return index === chain ? [] : [{ kind, id, field: null, index: index ?? null, chain: chain ?? null }]
  }
  const indexed = index as Readonly<Record<string, unknown>>
  return Object.entries(chain).flatMap(([field, value]: [string, unknown]) =>
    JSON.stringify(indexed[field]) === JSON.stringify(value) ? [] : [{ kind, id, field, index: indexed[field] ?? null, chain: value }],
  )
}
