/** A table of Markdown, its columns wide enough for all. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n')
}

export const count = (value: number) => Math.round(value).toLocaleString('en-US')

/** Two or three digits that count. */
export function amount(value: number, unit = ''): string {
  const shown =
    value >= 1000 ? count(Number(value.toPrecision(3))) : value === 0 ? '0' : String(Number(value.toPrecision(value >= 100 ? 3 : 2)))
  return unit === '' ? shown : `${shown} ${unit}`
}
