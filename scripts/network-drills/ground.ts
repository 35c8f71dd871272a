import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { ContractCall } from '../../src/chain/calls/contract-call.ts'
import { createClient } from '../../src/chain/client.ts'
import { openJournal } from '../../src/chain/journal.ts'
import { signerOf } from '../../src/chain/keystore.ts'
import { carryMotion } from '../../src/chain/motions/carry.ts'
import { readOutcome, type Outcome } from '../../src/chain/read-outcome.ts'
import { registryOf, type ChainRegistry } from '../../src/chain/registry.ts'
import { createSender, type Sender, type Sent } from '../../src/chain/sender.ts'
import type { Hex } from '../../src/domain/fields.ts'
import type { MotionKind } from '../../src/domain/motions/motion-record.ts'
import { readNodeLists } from '../../src/chain/permissions/node-lists.ts'
import { entityOf, type EntityName } from '../demo/cast.ts'
import type { BesuNode } from './besu-node.ts'
import type { Network } from './network.ts'
import { startDerkey } from './run-derkey.ts'
import { until } from './until.ts'

/** What the drills are done on: a running network, its registry, and everybody's keys. */
export type Ground = {
  readonly network: Network
  /** The node that everybody speaks to; the last to be stopped. */
  readonly home: BesuNode
  readonly registry: ChainRegistry
  /** Nodes that are in the set now, `home` first where it is. */
  validators(): Promise<BesuNode[]>
  /** Private key of one of the demonstration's entities. */
  keyOfEntity(name: EntityName): Hex
  senderOf(privateKey: Hex): Promise<Sender>
  act(privateKey: Hex, call: ContractCall): Promise<Outcome>
  /** Carries a motion through: proposed, voted for by as many seats as it needs, queued, executed. */
  carry(kind: MotionKind, description: string, calls: readonly ContractCall[]): Promise<Sent>
  /** Waits until `derkey network permissions` has put an account onto the list of `home`. */
  allowed(account: string): Promise<void>
  /** For the person who waits. */
  say(line: string): void
  close(): Promise<void>
}

const motionMs = 240_000

/** Starts the network, and `derkey network permissions` beside it. */
export async function openGround(network: Network, say: (line: string) => void): Promise<Ground> {
  const [home] = network.validators
  if (home === undefined) throw new TypeError('a network without nodes')
  say(`starting ${network.validators.length} nodes`)
  await network.up(network.validators)
  const { consortium, deployment } = network
  const client = createClient({ rpc: home.url, timeoutMs: 30_000 })
  const registry = registryOf(client, deployment)
  const journal = openJournal(join(network.directory, 'drills.sqlite'))
  // the same motion in the same words stands already
  let motions = 0
  const senders = new Map<Hex, Promise<Sender>>()
  const senderOf = (privateKey: Hex) => {
    const known = senders.get(privateKey) ?? createSender({ client, signer: signerOf(privateKey), journal, timeoutMs: motionMs })
    senders.set(privateKey, known)
    return known
  }
  const follower = startDerkey(join(network.directory, 'permissions.log'), 'network', 'permissions', network.directory)
  return {
    network,
    home,
    registry,
    senderOf,
    say,
    validators: async () => {
      const set = (await home.rpc({ method: 'qbft_getValidatorsByBlockNumber', params: ['latest'] })) as Hex[]
      return network.all().filter((node) => set.includes(node.account()))
    },
    keyOfEntity: (name) => {
      const { rlid } = entityOf(name, '')
      const entity = consortium.entities.find((each) => each.rlid === rlid)
      if (entity === undefined) throw new TypeError(`${name} is none of the first entities`)
      return network.keyOf(entity.entity_id)
    },
    act: async (privateKey, call) => {
      const { receipt } = await (await senderOf(privateKey)).send({ id: randomUUID(), ...call })
      return readOutcome(deployment, receipt)
    },
    carry: async (kind, description, calls) => {
      const seats = await Promise.all(consortium.seats.map(({ account }) => senderOf(network.keyOf(account))))
      const motion = { kind, calls, description: `${description} (motion ${++motions} of the drills)` }
      return carryMotion(registry, seats, motion, { timeoutMs: motionMs, onStep: (step) => say(`motion: ${step}`) })
    },
    allowed: async (account) => {
      await until(`${account} on the allow-list`, 60_000, async () => {
        const { accounts } = await readNodeLists(home.rpc)
        return accounts.includes(account.toLowerCase()) ? true : undefined
      })
    },
    close: async () => {
      await follower.stop()
      journal.close()
    },
  }
}
