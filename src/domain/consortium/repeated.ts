import type { Fault } from '../parse-input.ts'

/** A fault for each value that stood before, empty ones aside; `say` gets the value and where it stood first. */
export function repeated(values: readonly { field: string; value: string }[], say: (value: string, first: string) => string): Fault[] {
  return values.flatMap(({ field, value }, index) => {
    const first = values.findIndex((other) => other.value === value)
    return value === '' || first === index ? [] : [{ field, detail: say(value, values[first]?.field ?? '') }]
  })
}
