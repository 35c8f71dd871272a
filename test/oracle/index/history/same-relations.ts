import { expect } from 'chai'
import { assessmentRegistryAbi } from '../../../../src/chain/abi/assessment-registry.generated.ts'
import { entityRegistryAbi } from '../../../../src/chain/abi/entity-registry.generated.ts'
import { keyRegistryAbi } from '../../../../src/chain/abi/key-registry.generated.ts'
import { processRegistryAbi } from '../../../../src/chain/abi/process-registry.generated.ts'
import { readDefaultQuota, readOwnQuota } from '../../../../src/chain/reads/quota.ts'
import { addressOrNull } from '../../../../src/chain/records/fields.ts'
import { viewOrUndefined, type ChainRegistry } from '../../../../src/chain/registry.ts'
import { toTime, type Hex } from '../../../../src/domain/fields.ts'
import type { Lookup } from '../../../../src/oracle/index/assemble.ts'
import type { Known } from './known.ts'

/** What records say of one another: heads, owners of a series, controllers, quotas, who may register, install, send. */
export async function sameRelations(lookup: Lookup, { client, deployment }: ChainRegistry, known: Known, block: number): Promise<void> {
  const { EntityRegistry, ProcessRegistry, AssessmentRegistry, KeyRegistry } = deployment.contracts
  const at = { blockNumber: BigInt(block) }
  const registry = { client, deployment, name: '' }
  const assessments = { address: AssessmentRegistry.address, abi: assessmentRegistryAbi, ...at } as const
  const entities = { address: EntityRegistry.address, abi: entityRegistryAbi, ...at } as const
  const processes = { address: ProcessRegistry.address, abi: processRegistryAbi, ...at } as const
  const keys = { address: KeyRegistry.address, abi: keyRegistryAbi, ...at } as const

  await each(known.originals, async (id) => {
    const series = lookup('series', id)
    const args = [Number(id)] as const
    const head = await viewOrUndefined(() => client.readContract({ ...assessments, functionName: 'headOf', args })).catch(() => undefined)
    expect(series?.head_id, `head of ${id} at block ${block}`).to.equal(head === undefined ? undefined : String(head))
    if (series === undefined) return
    const owners = await client.readContract({ ...assessments, functionName: 'linkedOwners', args })
    const process = lookup('process', series.process_id)
    const isLinked = [process?.key_generation_id, process?.key_protection_id].includes(id)
    expect(isLinked ? [process?.owner_id, ...series.owner_ids] : []).to.deep.equal(owners.map((owner) => owner.toLowerCase()))
  })

  await each(known.controllers.keys(), async (entityId) => {
    const args = [entityId as Hex] as const
    const waits = await viewOrUndefined(() => client.readContract({ ...entities, functionName: 'controllerReplacement', args }))
    if (waits === undefined) return
    const account = addressOrNull(waits.account)
    const acceptable_from = account === null ? null : toTime(waits.acceptableFrom)
    const kept = lookup('replacement', entityId) ?? { entity_id: entityId, account: null, acceptable_from: null, by_registrar: false }
    expect(kept).to.deep.equal({ entity_id: entityId, account, acceptable_from, by_registrar: waits.byRegistrar })
    const own = await readOwnQuota(registry, entityId, block)
    const quota = lookup('quota', entityId) ?? { keys_per_day: 0, records_per_day: 0 }
    expect(quota).to.deep.equal({ keys_per_day: own.keys, records_per_day: own.records })
  })
  const defaults = await readDefaultQuota(registry, block)
  const quota = lookup('quota', 'default') ?? { keys_per_day: 2_000_000, records_per_day: 1000 }
  expect(quota).to.deep.equal({ keys_per_day: defaults.keys, records_per_day: defaults.records })

  const accounts = new Set([...known.controllers.keys(), ...known.controllers.values(), ...known.proposed.keys()])
  await each(accounts, async (account) => {
    const index = await client.readContract({ ...entities, functionName: 'controlledBy', args: [account as Hex] })
    const id = index === 0 ? null : (await client.readContract({ ...entities, functionName: 'entityIdOf', args: [index] })).toLowerCase()
    expect(lookup('controller', account)?.entity_id ?? null, `entity of ${account} at block ${block}`).to.equal(id)
  })

  await each(known.grants, async (pair) => {
    const [process_id, entity_id] = pair.split(':') as [string, Hex]
    const args = [Number(process_id), entity_id] as const
    const may = await viewOrUndefined(() => client.readContract({ ...processes, functionName: 'mayRegister', args }))
    expect(lookup('grant', pair)?.granted ?? lookup('process', process_id)?.owner_id === entity_id).to.equal(may ?? false)
  })
  await each(known.lineAccounts, async (pair) => {
    const [process_id, account] = pair.split(':') as [string, Hex]
    const holder = await client.readContract({ ...processes, functionName: 'lineAccountOf', args: [Number(process_id), account] })
    expect(lookup('line_account', pair)?.entity_id ?? null).to.equal(addressOrNull(holder))
  })
  await each(known.installers, async (pair) => {
    const args = pair.split(':') as [Hex, Hex]
    const stands = await viewOrUndefined(() => client.readContract({ ...keys, functionName: 'isInstaller', args }))
    expect(lookup('installer', pair)?.stands ?? false).to.equal(stands ?? false)
  })
  await each(known.senders, async (pair) => {
    const args = pair.split(':') as [Hex, Hex]
    const stands = await viewOrUndefined(() => client.readContract({ ...keys, functionName: 'acceptsInAdvance', args }))
    expect(lookup('sender', pair)?.stands ?? false).to.equal(stands ?? false)
  })
}

/** What is asked of a node in turn takes several times as long. */
async function each<T>(of: Iterable<T>, check: (one: T) => Promise<void>): Promise<void> {
  await Promise.all([...of].map(check))
}
