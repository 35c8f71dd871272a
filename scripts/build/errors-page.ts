import { problems, type ProblemRow } from '../../src/domain/problem.ts'

/** docs/errors.md: one row a code of the errors' table. */
export function errorsPage(): string {
  const rows = Object.entries<ProblemRow>(problems)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([code, { status, title, action }]) => `| \`${code}\` | ${status} | ${title} | ${action} |`)
  return [
    '# Errors',
    '',
    'Every error has a stable code. Over HTTP it is an `application/problem+json` body (RFC 9457) with `code`, `title`, `status`, `detail`, `action`',
    'and, where a part of the input is at fault, `field`; on the command line it is one line, and the exit code is 2 where the call or its input is wrong',
    '(400, 413, 422), 1 otherwise. Generated from `src/domain/problems/` by `npm run generate`.',
    '',
    '| code | HTTP | what it means | what to do |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}
