/** What is read anew when it is older than `ms`; several who ask at once wait for one answer. */
export type Kept<T> = { get(): Promise<T>; forget(): void }

export function keptFor<T>(ms: number, read: () => Promise<T>): Kept<T> {
  let known: { readonly value: Promise<T>; readonly at: number } | undefined
  return {
    get: () => {
      if (known !== undefined && performance.now() - known.at < ms) return known.value
      const asked = { value: read(), at: performance.now() }
      known = asked
      asked.value.catch(() => {
        if (known === asked) known = undefined
      })
      return asked.value
    },
    forget: () => void (known = undefined),
  }
}
