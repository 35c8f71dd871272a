/**
 * Seconds since an index was seen at the head of its chain. Counted in both directions: a clock that was set back makes an old index look young.
 * @param confirmedAt milliseconds since 1970
 */
export function indexAge(confirmedAt: number): number {
  return Math.abs(Date.now() - confirmedAt) / 1000
}
