import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { Problem } from '../../src/domain/problem.ts'

/**
 * No crash of this process leaves its memory behind. A limit of 0 keeps core files from being written; an empty filter keeps the memory out of
 * what a kernel pipes into a program (systemd-coredump, apport), which heeds no limit (core(5)).
 * @throws Problem core_dumps_on where that cannot be done, or be seen to be done
 */
export function forbidCoreDumps(): void {
  try {
    if (coreLimit() !== '0') execFileSync('prlimit', ['--core=0:0', '--pid', String(process.pid)], { stdio: 'pipe' })
    if (coreFilter() !== 0) writeFileSync(filterFile, '0')
  } catch (cause) {
    throw new Problem('core_dumps_on', { detail: (cause as Error).message.trim(), cause })
  }
  const [limit, filter] = [coreLimit(), coreFilter()]
  if (limit !== '0') throw new Problem('core_dumps_on', { detail: `the limit of core files is ${limit}` })
  if (filter !== 0) throw new Problem('core_dumps_on', { detail: `${filterFile} is ${filter.toString(16)}` })
}

/** Whether memory can go to a disk otherwise: devices and files of active swap. */
export function activeSwap(): string[] {
  const lines = readFileSync('/proc/swaps', 'utf8').trim().split('\n')
  return lines.slice(1).map((line) => line.split(/\s/, 1)[0] ?? '')
}

const filterFile = '/proc/self/coredump_filter'

function coreFilter(): number {
  return Number.parseInt(readFileSync(filterFile, 'utf8'), 16)
}

/** The soft limit, as proc(5) shows it. */
function coreLimit(): string {
  return /^Max core file size\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? 'unknown'
}
