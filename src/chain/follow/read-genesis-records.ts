import type { KeptRecord } from '../../domain/kept-records.ts'
import { Problem } from '../../domain/problem.ts'
import { keyRegistryAbi } from '../abi/key-registry.generated.ts'
import { ask } from '../chain-problem.ts'
import type { Client } from '../client.ts'
import type { Deployment } from '../deployment.ts'
import { readAssessmentCount } from '../reads/assessment.ts'
import { readDocuments, readEntities } from '../reads/lists.ts'
import { readLotCount } from '../reads/lot.ts'
import { readProcessCount } from '../reads/process.ts'
import { readDefaultQuota } from '../reads/quota.ts'
import { readRoleEntries } from '../reads/roles.ts'
import { readSampleCount } from '../reads/sample.ts'
import { readValidity } from '../reads/validity.ts'
import { atBlock, registryOf, view, type ChainRegistry } from '../registry.ts'
import { recordsOfEntity } from './records-of-entity.ts'

/** Records that stood at `block` and that no event behind it tells of, in the order in which they came to be. */
export type GenesisRecords = { readonly block: number; readonly records: readonly KeptRecord[] }

/**
 * What the contracts hold at `block` without an event that says so: of a registry that a genesis file laid into block 0, what the consortium was
 * founded with. One that came by transactions has nothing there, and events of everything since.
 * @param client of a node that still has the state of `block`, or of the genesis file itself
 * @throws Problem `genesis_state_missing`, `genesis_not_empty`, `chain_unreachable`, …
 */
export async function readGenesisRecords(client: Client, deployment: Deployment, block: number): Promise<GenesisRecords> {
  if (block < deployment.block) return { block, records: [] }
  const registry = registryOf(client, deployment)
  await requireState(registry, block)
  await requireNoneOf(registry, block)

  const [entities, roles, documents, validity, quota] = await Promise.all([
    readEntities(registry, block),
    readRoleEntries(registry, block),
    readDocuments(registry, block),
    readValidity(registry, block),
    readDefaultQuota(registry, block),
  ])
  const records: KeptRecord[] = []
  for (const [place, entity] of entities.entries()) records.push(...(await recordsOfEntity(registry, entity, place + 1, block)))
  for (const role of roles) records.push({ kind: 'role', id: role.role_id, record: role })
  for (const [place, document] of documents.entries()) {
    records.push({ kind: 'document', id: document.sha256, record: { ...document, index: place + 1 } })
  }
  if (documents.length > 0) records.push({ kind: 'document_count', id: 'document_count', record: documents.length })
  records.push({ kind: 'validity', id: 'validity', record: validity })
  records.push({ kind: 'quota', id: 'default', record: { keys_per_day: quota.keys, records_per_day: quota.records } })
  return { block, records }
}

/** Nodes forget the state of old blocks unless they are told not to; what the node answers then, each says in its own way. */
async function requireState({ client, deployment }: ChainRegistry, block: number): Promise<void> {
  const { address } = deployment.contracts.EntityRegistry
  const missing = (cause?: unknown) => {
    const said = cause instanceof Problem ? `: ${cause.message}` : ''
    return new Problem('genesis_state_missing', {
      detail: `entities, roles and documents of block ${block} have no events, and the node does not have its state${said}`,
      cause,
    })
  }
  let code: unknown
  try {
    code = await ask(() => client.getCode({ address, ...atBlock(block) }))
  } catch (error) {
    if (error instanceof Problem && error.code === 'chain_refused') throw missing(error)
    throw error
  }
  if (typeof code !== 'string' || code === '0x') throw missing()
}

/** Of these not everything can be read from a state: whom processes were granted to, which keys there are, stands in events alone. */
async function requireNoneOf(registry: ChainRegistry, block: number): Promise<void> {
  const { client, deployment } = registry
  const offers = { address: deployment.contracts.KeyRegistry.address, abi: keyRegistryAbi, functionName: 'offerCount' } as const
  const counts = {
    processes: await readProcessCount(registry, block),
    assessments: await readAssessmentCount(registry, block),
    lots: await readLotCount(registry, block),
    offers: await view(() => client.readContract({ ...offers, ...atBlock(block) })),
    samples: await readSampleCount(registry, block),
  }
  const found = Object.entries(counts).filter(([, count]) => count > 0)
  if (found.length === 0) return
  const detail = `at block ${block} there are ${found.map(([what, count]) => `${count} ${what}`).join(', ')} without events`
  throw new Problem('genesis_not_empty', { detail })
}
