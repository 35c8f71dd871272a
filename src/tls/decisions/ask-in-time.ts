import type { Hex } from '../../domain/fields.ts'
import type { KeyStatusAnswer, KeyStatusSource } from '../../domain/key-status-source.ts'

/** Asks `source`; one that does not answer within `timeout` ms, or throws against its port, is `unreachable`. */
export async function askInTime(source: KeyStatusSource, keyId: Hex, timeout: number): Promise<KeyStatusAnswer> {
  const unreachable = (cause: string): KeyStatusAnswer => ({ kind: 'unreachable', registry: source.registry, cause })
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<KeyStatusAnswer>((resolve) => {
    timer = setTimeout(() => resolve(unreachable(`no answer within ${timeout} ms`)), timeout)
  })
  try {
    return await Promise.race([source.get(keyId), late])
  } catch (error) {
    return unreachable(error instanceof Error ? error.message : String(error))
  } finally {
    clearTimeout(timer)
  }
}
