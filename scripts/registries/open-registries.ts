import type { JudgedRegistry } from '../../src/domain/key-status-source.ts'
import { Problem } from '../../src/domain/problem.ts'
import { inFieldLater } from './in-field.ts'
import { openSource, type OpenSourceOptions } from './open-source.ts'
import type { NamedRegistry } from './registries-file.ts'

/**
 * Opens registries, in their order.
 * @throws Problem of the first that cannot be opened, which `field` names where there are several; `invalid_configuration` where one is named twice
 */
export async function openRegistries<R extends NamedRegistry>(
  named: readonly R[],
  { mayBeAway }: Pick<OpenSourceOptions, 'mayBeAway'>,
): Promise<(R & JudgedRegistry)[]> {
  const open = async (each: R): Promise<R & JudgedRegistry> => {
    return { ...each, source: await openSource(each.place, { pollMs: each.poll_interval_ms, mayBeAway }) }
  }
  const opened = await Promise.all(
    named.map((each, index) => (named.length === 1 ? open(each) : inFieldLater(`registries[${index}]`, () => open(each)))),
  )
  for (const [index, { source }] of opened.entries()) {
    const before = opened.findIndex((other) => other.source.registry === source.registry)
    if (before < index) {
      const detail = `${source.registry} is named already, by registries[${before}]`
      throw new Problem('invalid_configuration', { field: `registries[${index}]`, detail })
    }
  }
  return opened
}
