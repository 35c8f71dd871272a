const first = 250
const longest = 30_000

/** Milliseconds to wait after so many failures in a row: twice as long each time, up to half a minute, not all at the same instant. */
export function waitAfter(failures: number): number {
  const wait = Math.min(first * 2 ** Math.min(failures - 1, 20), longest)
  return Math.round(wait * (0.75 + Math.random() / 4))
}

/** Milliseconds for which an endpoint is left alone that answers and cannot serve: half a minute at most, 4 seconds at first. */
export function restAfter(failures: number): number {
  return waitAfter(failures + 4)
}
