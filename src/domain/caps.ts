import type { MotionKind } from './motions/motion-record.ts'

/** Fewest votes for that a motion needs, of all seats: more than half, or two thirds (21). Thresholds can only raise it. */
export const leastNeeded: Readonly<Record<MotionKind, (seats: number) => number>> = {
  ordinary: (seats) => Math.floor(seats / 2) + 1,
  constitution: (seats) => Math.ceil((2 * seats) / 3),
}

/** Seats that may be foreign, or of one segment: too few to pass an ordinary motion, which needs `needed` (26, 27). */
export function mostSeats(needed: number): number {
  return needed - 1
}

/** Of `size` consensus nodes, those that may be foreign, of one segment, or of one group: 3 * x < size (23, 25). */
export function mostNodes(size: number): number {
  return Math.ceil(size / 3) - 1
}
