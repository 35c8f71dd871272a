/**
 * To be loaded before a program, with `node --import`: its wall clock jumps back and forth by hours. What Node measures durations with
 * (`performance.now`, timers) goes on as it does on a real machine whose clock is set. The number of the jumps' order is DERKEY_TEST_CLOCK.
 */
import { createHash } from 'node:crypto'

const order = process.env['DERKEY_TEST_CLOCK'] ?? '0'
const largestJumpMs = 6 * 3_600_000
const RealDate = Date
let [shift, count] = [0, 0]

function jump(): void {
  const drawn = createHash('sha256').update(`${order} ${count++}`).digest()
  shift = (drawn.readUInt32BE() / 2 ** 32 - 0.5) * 2 * largestJumpMs
  setTimeout(jump, drawn.readUInt8(4)).unref()
}
jump()

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args: unknown[], newTarget) =>
    Reflect.construct(target, args.length === 0 ? [RealDate.now() + shift] : args, newTarget) as object,
  get: (target, name) => (name === 'now' ? () => RealDate.now() + Math.round(shift) : (Reflect.get(target, name) as unknown)),
})
