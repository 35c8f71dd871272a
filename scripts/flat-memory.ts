import { setFlagsFromString } from 'node:v8'

/**
 * Has V8 collect more often: by itself it lets what it holds for new objects grow to more than 100 MB under millions of short-lived ones, and the
 * rest by far more than what is in use. That costs a tenth of the time at most.
 */
export function keepMemoryFlat(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
  setFlagsFromString('--heap-growing-percent=30')
}
