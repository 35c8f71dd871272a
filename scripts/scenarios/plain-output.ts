/** Columns of a list that differ from run to run. */
const volatile = ['block', 'time', 'since', 'until', 'transaction', 'created_at']

/**
 * What a scenario printed, without what differs from run to run: accounts become the names of their owners, key ids, transactions, certificates,
 * blocks and times are left out.
 */
export function plainOutput(text: string, names: ReadonlyMap<string, string>): string {
  const plain = withoutColumns(text)
    .replace(/0x[0-9a-fA-F]{40}(?![0-9a-fA-F])/g, (account) => names.get(account.toLowerCase()) ?? '0x…')
    .replace(/0x[0-9a-f]{64}/g, '0x…')
    .replace(/ \(block \d+, transaction 0x…\)/g, '')
    .replace(/\b(block|serial|LFDI) [0-9a-fA-F]+/g, '$1 …')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '…')
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '…')
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:…')
  return aligned(plain)
}

const cellsOf = (line: string) => line.trimEnd().split(/ {2,}/)

/** Lines of a table: the first names the columns, as words without spaces; no cell is empty. */
function tableAt(lines: readonly string[], start: number): string[][] | undefined {
  const head = cellsOf(lines[start] ?? '')
  if (head.length < 3 || !head.every((cell) => /^[a-z_]+$/.test(cell))) return undefined
  const rows = [head]
  for (let at = start + 1; cellsOf(lines[at] ?? '').length === head.length; at++) rows.push(cellsOf(lines[at] ?? ''))
  return rows
}

const onTables = (text: string, change: (rows: string[][]) => string[][]) => {
  const lines = text.split('\n')
  const out: string[] = []
  for (let at = 0; at < lines.length; at++) {
    const rows = tableAt(lines, at)
    if (rows === undefined) out.push(lines[at] ?? '')
    else {
      out.push(...change(rows).map((cells) => cells.join('  ')))
      at += rows.length - 1
    }
  }
  return out.join('\n')
}

const withoutColumns = (text: string) =>
  onTables(text, (rows) => rows.map((cells) => cells.filter((_, column) => !volatile.includes(rows[0]?.[column] ?? ''))))

const aligned = (text: string) =>
  onTables(text, (rows) => {
    const widths = rows[0]?.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0))) ?? []
    return rows.map((cells) => [
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    ])
  })
