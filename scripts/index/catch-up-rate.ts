/** How fast a catch-up is; milliseconds since 1970 everywhere. */
export type CatchUp = {
  readonly block: number
  readonly head: number
  /** Registered in the blocks that were read so far. */
  readonly keys: number
  readonly keys_per_second: number
  /** `null` before anything is known. */
  readonly seconds_left: number | null
}

/** Counts windows as they are appended. The blocks that are left are taken to be like those of the last seconds. */
export function catchUpRate(now: () => number = Date.now) {
  const recently = 30_000
  const began = now()
  const steps: { readonly at: number; readonly block: number }[] = []
  let keys = 0
  return (progress: { readonly block: number; readonly head: number; readonly keys: number }): CatchUp => {
    const at = now()
    keys += progress.keys
    steps.push({ at, block: progress.block })
    while (steps.length > 2 && (steps[0]?.at ?? at) < at - recently) steps.shift()
    const [first] = steps
    const blocks = progress.block - (first?.block ?? progress.block)
    const left = progress.head - progress.block
    const secondsLeft = left === 0 ? 0 : blocks === 0 ? null : Math.ceil((left * (at - (first?.at ?? at))) / blocks / 1000)
    const seconds = Math.max((at - began) / 1000, 0.001)
    return { block: progress.block, head: progress.head, keys, keys_per_second: Math.round(keys / seconds), seconds_left: secondsLeft }
  }
}
