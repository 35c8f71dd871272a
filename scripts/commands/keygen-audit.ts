import { Command } from '@commander-js/extra-typings'
import { Problem } from '../../src/domain/problem.ts'
import { auditLog } from '../../src/keygen/log/audit-log.ts'
import { parseHead, type IssueEntry } from '../../src/keygen/log/issue-entry.ts'
import { createOutput, table } from '../output.ts'

const columns = ['seq', 'at', 'event', 'device', 'process_id', 'key_id', 'enrolled_by']
const findingColumns = ['line', 'fault', 'found', 'wanted']

/** `derkey keygen audit LOG`: exit code 1 where the log is not whole. */
export const keygenAudit = new Command('audit')
  .description('checks the log of issued keys: each line follows the one before it, none is missing, changed or cut off')
  .argument('<log>', 'issues.jsonl of the service')
  .option(
    '--head <seq:hash>',
    'where the log stood once, from an earlier audit or any receipt: shows whether its end was cut off or changed',
  )
  .option('--entries', 'list every entry', false)
  .action(async (file, { head, entries: listed }, command) => {
    const { json } = command.optsWithGlobals() as { json?: boolean }
    const known = head === undefined ? undefined : parseHead(head)
    if (head !== undefined && known === undefined)
      throw new Problem('invalid_input', { field: 'head', detail: 'must be SEQ:HASH, as an audit prints it' })
    const entries: IssueEntry[] = []
    const audit = await auditLog(file, known, listed ? (entry) => void entries.push(entry) : undefined)
    const verdict = audit.intact ? 'whole' : `not whole: ${audit.findings.length} findings`
    const lines = [
      ...(listed && entries.length > 0 ? [table(entries, columns)] : []),
      ...(audit.findings.length > 0 ? [table(audit.findings, findingColumns)] : []),
      `${audit.entries} entries, head ${audit.head}: ${verdict}`,
    ]
    createOutput(json === true).answer({ ...audit, ...(listed && { log: entries }) }, lines)
    if (!audit.intact) process.exitCode = 1
  })
