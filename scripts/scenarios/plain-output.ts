/** Columns of a list that differ from run to run. */
const volatile = ['block', 'time', 'since', 'until', 'transaction', 'created_at']

/**
 * What a scenario printed, without what differs from run to run: accounts become the names of their owners, key ids, transactions, certificates,
 * blocks and times are left out.
 * @param folder of the run's files
 * @param names by account
 */
export function plainOutput(text: string, folder: string, names: ReadonlyMap<string, string>): string {
  const plain = text
    .replaceAll(`${folder}/`, '')
    .replace(/0x[0-9a-fA-F]{40}(?![0-9a-fA-F])/g, (account) => names.get(account.toLowerCase()) ?? '0x…')
    .replace(/0x[0-9a-f]{64}/g, '0x…')
    .replace(/ \(block \d+, transaction 0x…\)/g, '')
    .replace(/\b(block|serial|LFDI) [0-9a-fA-F]+/g, '$1 …')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '…')
    .replace(/\b[0-9a-f]{8}-(\d{6})\b/g, '…-$1')
  return onTables(plain, (rows) => aligned(withoutColumns(rows)))
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

function onTables(text: string, change: (rows: string[][]) => string[]): string {
  const lines = text.split('\n')
  const out: string[] = []
  for (let at = 0; at < lines.length; at++) {
    const rows = tableAt(lines, at)
    out.push(...(rows === undefined ? [lines[at] ?? ''] : change(rows)))
    at += (rows?.length ?? 1) - 1
  }
  return out.join('\n')
}

const withoutColumns = (rows: string[][]) => rows.map((cells) => cells.filter((_, column) => !volatile.includes(rows[0]?.[column] ?? '')))

function aligned(rows: string[][]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0))) ?? []
  return rows.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
