import { checkDigit } from './lfdi.ts'
import { Problem } from './problem.ts'

/** IEEE 2030.5-2018, 6.3.5: registration PIN of five `digits` (0 to 99999) with its check digit, 11111 is 111115. */
export function pinOf(digits: number): number {
  return digits * 10 + checkDigit(String(digits))
}

/** Reads a PIN of six digits, check digit last; leading zeros may be missing. @throws Problem invalid_input */
export function parsePin(text: string, field = 'pin'): number {
  if (!/^\d{1,6}$/.test(text)) throw new Problem('invalid_input', { field, detail: `"${text.slice(0, 20)}" is not a PIN of six digits` })
  const pin = Number(text)
  if (!isPin(pin)) throw new Problem('invalid_input', { field, detail: `the check digit of PIN ${text} is wrong` })
  return pin
}

/** Whether `pin` is within six digits and its check digit fits. */
export function isPin(pin: number): boolean {
  return Number.isInteger(pin) && pin >= 0 && pin <= 999_999 && pinOf(Math.floor(pin / 10)) === pin
}
