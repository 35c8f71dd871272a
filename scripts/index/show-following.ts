import type { Logger } from 'pino'
import type { FollowerEvent } from '../../src/oracle/follower/follower-event.ts'
import { printable } from '../printable.ts'
import { catchUpRate, type CatchUp } from './catch-up-rate.ts'

/** Where a follower's events are shown: lines as they happen, and on a terminal one line that stays where it is. */
export type Shown = {
  readonly onEvent: (event: FollowerEvent) => void
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
  say(event: string, fields: object): void
  end(): void
}

const quietMs = 2000
const betweenLinesMs = 10_000
const betweenRedrawsMs = 200

/** With `json`, each event is a line of JSON on standard output; else everything is on standard error, in words. */
export function showFollowing(json: boolean): Shown {
  return json ? jsonLines() : lines()
}

/** Never confirmed is 0. */
const timeOf = (milliseconds: number | undefined) =>
  milliseconds === undefined || milliseconds === 0 ? null : new Date(milliseconds).toISOString()

/** What is worth a line: not each request to a node. */
const silent: ReadonlySet<FollowerEvent['kind']> = new Set(['request', 'disagreement'])

function jsonLines(): Shown {
  const write = (event: object) => void process.stdout.write(`${JSON.stringify(event)}\n`)
  const rate = catchUpRate()
  let isAtHead = false
  const onEvent = (event: FollowerEvent) => {
    if (event.kind === 'progress') write({ event: 'progress', ...rate(event) })
    else if (event.kind === 'confirmed') {
      if (!isAtHead) write({ event: 'at_head', block: event.head, at: new Date(event.at).toISOString() })
    } else if (!silent.has(event.kind)) {
      const { kind, ...rest } = event
      write({ event: kind, ...rest, ...('confirmed_at' in rest && { confirmed_at: timeOf(rest.confirmed_at) }) })
    }
    if (event.kind === 'confirmed' || event.kind === 'progress' || event.kind === 'trouble') isAtHead = event.kind === 'confirmed'
  }
  const none = () => undefined
  return { onEvent, log: { info: none, warn: none, error: none }, say: (event, fields) => write({ event, ...fields }), end: none }
}

function lines(): Shown {
  const { stderr } = process
  const began = Date.now()
  const rate = catchUpRate()
  let [drawn, isCatchingUp] = [0, true]
  let last: CatchUp | undefined
  const clear = () => {
    if (drawn > 0 && stderr.isTTY) stderr.write('\r\u001B[2K')
  }
  const say = (line: string) => {
    clear()
    stderr.write(`${line}\n`)
  }
  const draw = () => {
    const now = Date.now()
    if (last === undefined || now - began < quietMs || now - drawn < (stderr.isTTY ? betweenRedrawsMs : betweenLinesMs)) return
    clear()
    drawn = now
    stderr.write(stderr.isTTY ? inWords(last) : `${inWords(last)}\n`)
  }
  const onEvent = (event: FollowerEvent) => {
    if (event.kind === 'progress' && isCatchingUp) {
      last = rate(event)
      draw()
    }
    if (event.kind !== 'confirmed' || !isCatchingUp) return
    isCatchingUp = false
    say(last === undefined ? `at the head, block ${event.head}` : `at the head: ${inWords(last)}`)
    drawn = 0
  }
  const log = (fields: unknown, text?: string) => {
    if (typeof fields === 'string') say(fields)
    else say(printable([text, ...fieldsInWords(fields)].join(': ')))
  }
  return { onEvent, log: { info: log, warn: log, error: log } as Shown['log'], say: (event, fields) => log(fields, event), end: clear }
}

/** «block 7, why lagging»; what is not known is left out. */
function fieldsInWords(fields: unknown): string[] {
  if (fields instanceof Error) return [fields.message]
  const known = Object.entries(fields as object).filter(([, value]) => value !== null && value !== undefined)
  if (known.length === 0) return []
  return [known.map(([name, value]) => `${name} ${value instanceof Error ? value.message : value}`).join(', ')]
}

function inWords({ block, head, keys, keys_per_second, seconds_left }: CatchUp): string {
  const number = (value: number) => value.toLocaleString('en-US')
  const left = seconds_left === null ? '' : seconds_left === 0 ? '' : `, ${duration(seconds_left)} left`
  return `block ${number(block)} of ${number(head)}, ${number(keys)} keys, ${number(keys_per_second)} keys/s${left}`
}

function duration(seconds: number): string {
  if (seconds < 90) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
