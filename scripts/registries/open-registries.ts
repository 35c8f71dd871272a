import { readDeployment } from '../../src/chain/deployment.ts'
import { createChainSource } from '../../src/chain/key-status-source.ts'
import { openRegistry } from '../../src/chain/registry.ts'
import type { JudgedRegistry } from '../../src/domain/key-status-source.ts'
import { Problem } from '../../src/domain/problem.ts'
import { inFieldLater } from './in-field.ts'
import type { NamedRegistry } from './registries-file.ts'

/**
 * Opens registries on their chains, in their order.
 * @throws Problem of the first that cannot be opened, which `field` names where there are several; `invalid_configuration` where one is named twice
 */
export async function openRegistries<R extends NamedRegistry & { readonly poll_interval_ms?: number }>(
  named: readonly R[],
): Promise<(R & JudgedRegistry)[]> {
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

async function open<R extends NamedRegistry & { readonly poll_interval_ms?: number }>(named: R): Promise<R & JudgedRegistry> {
  const { rpc, deployment, poll_interval_ms: pollMs } = named
  const registry = await openRegistry({ rpc, deployment: readDeployment(deployment) })
  return { ...named, source: createChainSource(registry, pollMs === undefined ? {} : { pollMs }) }
}
