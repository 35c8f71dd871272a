/** What a child process measured: rows a second, and the most memory that it ever had. */
export type Finished = { readonly rows: number; readonly perSecond: number; readonly peakMebibytes: number }

/** Tells the parent. @param began as performance.now() gave it */
export function finish(rows: number, began: number): void {
  const finished: Finished = {
    rows,
    perSecond: (rows * 1000) / (performance.now() - began),
    peakMebibytes: process.resourceUsage().maxRSS / 1024,
  }
  process.stdout.write(JSON.stringify(finished))
}
