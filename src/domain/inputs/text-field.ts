import { z } from 'zod'

/** Control characters have no place in a record; a lone surrogate has no UTF-8. */
const printable = /^[^\p{Cc}\p{Cs}\u2028\u2029]*$/u

/** Text of `min` to `max` bytes of UTF-8, without control characters and without blanks at its ends. */
export function textField(min: number, max: number) {
  return z
    .string()
    .min(min, min === 1 ? 'must not be empty' : `must have at least ${min} characters`)
    .max(max, `must have at most ${max} bytes`)
    .refine((value) => Buffer.byteLength(value) <= max, `must have at most ${max} bytes of UTF-8`)
    .refine((value) => printable.test(value), 'must not hold control characters')
    .refine((value) => value.trim() === value, 'must not begin or end with blanks')
}
