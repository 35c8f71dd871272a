import { cpus, loadavg, release, totalmem } from 'node:os'

/** What the drills run on, all nodes and everybody who speaks to them. */
export function machine(): Record<string, string | number> {
  const cores = cpus()
  return {
    cpu: cores[0]?.model ?? 'unknown',
    cores: cores.length,
    memory_gb: Math.round(totalmem() / 1024 ** 3),
    kernel: release(),
    node: process.version,
    load_before: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  }
}
