import { createHash } from 'node:crypto'
import { encodeAbiParameters, encodeEventTopics, numberToHex, pad, type AbiEvent, type Hex } from 'viem'
import { keyRegistryAbi } from '../../src/chain/abi/key-registry.generated.ts'
import { contractNames, type Deployment } from '../../src/chain/deployment.ts'
import type { GenesisRecords } from '../../src/chain/follow/read-genesis-records.ts'
import type { FollowedBlock, FollowedLog, FollowedWindow } from '../../src/chain/follow/window.ts'
import type { EntityRecord } from '../../src/domain/records.ts'
import { entityOf, keyInfoOf } from './key-info.ts'

/** A registry that no chain has: logs as a chain would give them, made in memory. The first block is 1, one a second. */
export const syntheticDeployment: Deployment = {
  chain_id: 31_337,
  block: 1,
  contracts: Object.fromEntries(
    contractNames.map((name, index) => [
      name,
      { address: numberToHex(index + 1, { size: 20 }), implementation: null, code_hash: hashOf(name) },
    ]),
  ) as Deployment['contracts'],
  compiler: 'none',
  settings: {},
}

export const makerId = `0x${'01'.repeat(20)}` as const
export const oemId = `0x${'02'.repeat(20)}` as const

const started = Date.parse('2026-11-01T00:00:00Z') / 1000

/** What stands in block 0: `makerId` with process 1, assessed by another entity, and `oemId`. */
export function syntheticGenesis(): { readonly genesis: GenesisRecords; readonly block: FollowedBlock } {
  const { process, key_generation, key_protection, assessors } = keyInfoOf()
  const entities: EntityRecord[] = [entityOf({ entity_id: makerId }), entityOf({ entity_id: oemId, controller: oemId }), ...assessors]
  const records: GenesisRecords['records'][number][] = entities.map((record, index) => ({
    kind: 'entity',
    id: record.entity_id,
    record: { ...record, index: index + 1 },
  }))
  records.push({ kind: 'process', id: '1', record: process })
  for (const { assessment_result, valid_until: _, grace_until: __, ...entry } of [key_generation, key_protection]) {
    const id = entry.assessment_id
    records.push({ kind: 'assessment', id, record: { ...entry, results_id: id } }, { kind: 'result', id, record: assessment_result })
    const series = { series_id: id, kind: entry.kind, process_id: '1', head_id: id, owner_ids: [] }
    records.push({ kind: 'series', id, record: series })
  }
  return { genesis: { block: 0, records }, block: blockOf(0) }
}

function blockOf(number: number): FollowedBlock {
  return { number, hash: hashOf(`block ${number}`), parent_hash: hashOf(`block ${number - 1}`), time: started + number }
}

type EventName = Extract<(typeof keyRegistryAbi)[number], { type: 'event' }>['name']

/** What one event of KeyRegistry says. */
export type Said = { readonly name: EventName; readonly args: Readonly<Record<string, unknown>> }

/** `keyIds` as one string of octets: 32 each. */
export function keysCreated(lot: number, keyIds: Uint8Array, account: Hex = makerId, processId = 1): Pick<FollowedLog, 'topics' | 'data'> {
  const topics = encodeEventTopics({ abi: keyRegistryAbi, eventName: 'KeysCreated', args: { processId, lotId: lot, ownerId: makerId } })
  const words = `${pad(account).slice(2)}${number(64)}${number(keyIds.length / 32)}`
  return { topics: topics as [Hex, ...Hex[]], data: `0x${words}${Buffer.from(keyIds).toString('hex')}` }
}

/** An event of KeyRegistry, as its log has it. */
export function said({ name, args }: Said): Pick<FollowedLog, 'topics' | 'data'> {
  const event = keyRegistryAbi.find((item) => item.type === 'event' && item.name === name) as AbiEvent
  const topics = encodeEventTopics({ abi: [event], args } as never)
  const rest = event.inputs.filter(({ indexed }) => indexed !== true)
  const data = encodeAbiParameters(
    rest,
    rest.map(({ name }) => args[name ?? '']),
  )
  return { topics: topics as [Hex, ...Hex[]], data }
}

/** One window of consecutive blocks, each with these logs. */
export function windowOf(from: number, blocks: readonly (readonly Pick<FollowedLog, 'topics' | 'data'>[])[]): FollowedWindow {
  const to = from + blocks.length - 1
  const logs = blocks.flatMap((ofBlock, index) => ofBlock.map((log, logIndex) => ({ ...log, ...placeOf(from + index, logIndex) })))
  const kept = blocks.map((_, index) => blockOf(from + index)).filter(({ number }) => number === to || blocks[number - from]?.length !== 0)
  return { from, to, head: to, blocks: kept, logs }
}

function placeOf(block: number, logIndex: number): Omit<FollowedLog, 'topics' | 'data'> {
  const { hash: blockHash } = blockOf(block)
  const { address } = syntheticDeployment.contracts.KeyRegistry
  const transactionHash = hashOf(`transaction ${block} ${logIndex}`)
  return { address, blockHash, blockNumber: BigInt(block), logIndex, transactionHash, transactionIndex: logIndex, removed: false }
}

const number = (value: number) => value.toString(16).padStart(64, '0')

function hashOf(text: string): Hex {
  return `0x${createHash('sha256').update(text).digest('hex')}`
}
