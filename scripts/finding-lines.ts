import type { Decision } from '../src/domain/decision.ts'
import { printable } from './printable.ts'

/** The findings of a decision, a line each; where several registries were asked, with the one that each is about, and what each said. */
export function findingLines({ findings, consulted }: Decision): string[] {
  const several = consulted.length > 1
  const lines = findings.map(({ rule, found, wanted, severity, registry }) =>
    printable(`${severity.padEnd(8)} ${rule}: found ${found}, wanted ${wanted}${several ? ` (in ${registry})` : ''}`),
  )
  const said = consulted.map(({ registry, status, process_id, as_of }) => {
    const process = process_id === null ? '' : `, process ${process_id}`
    return `${registry}: ${status}${process}${as_of === null ? '' : `, block ${as_of.block}`}`
  })
  return [...lines, ...(several ? said : [])].map((line) => `  ${line}`)
}
