import { privateKeyToAccount } from 'viem/accounts'
import { criteria } from '../demo/assess-process.ts'
import { entityOf, seatNames } from '../demo/cast.ts'
import { founders } from '../demo/stage.ts'
import type { Hex } from '../../src/domain/fields.ts'

/** A vote is over as soon as it has passed, and the timelock is a second: a motion takes some blocks. */
const periods = {
  voting_delay_seconds: 0,
  voting_period_seconds: 3600,
  timelock_seconds: 1,
  queue_period_seconds: 86_400,
  execution_period_seconds: 86_400,
}

const segments = ['utility', 'inverter_manufacturer', 'chip_vendor', 'service_provider', 'academia', 'government', 'auto_manufacturer']

export type DrillConsortium = {
  readonly nodes: number
  /** Vetted, and waiting. */
  readonly standby: number
  readonly blockPeriodSeconds: number
  /** Of block 0: RFC 3339. */
  readonly genesisTime: string
}

/**
 * A consortium for `derkey network init --generate-keys --loopback`, which puts other accounts, keys and places into it. As many nodes as may be are
 * foreign: one of two by its operator, the other by where it stands.
 */
export function drillConsortium({ nodes, standby, blockPeriodSeconds, genesisTime }: DrillConsortium): object {
  const foreign = Math.ceil(nodes / 3) - 1
  const members = Array.from({ length: nodes + standby }, (_, index) => ({
    index,
    entityId: accountOf(2 * index + 1),
    operatorAccount: accountOf(2 * index + 2),
    country: index < foreign && index % 2 === 0 ? 'DE' : 'US',
    // the last node on standby is foreign too, and could not join
    hosting: (index < foreign && index % 2 === 1) || (standby > 0 && index === nodes + standby - 1) ? 'CA' : 'US',
    segment: segments[index % segments.length] ?? '',
  }))
  const nodeOf = ({ index, entityId, operatorAccount, hosting, segment }: (typeof members)[number]) => ({
    operator_id: entityId,
    operator_account: operatorAccount,
    enode: `enode://${privateKeyToAccount(keyOf(9000 + index)).publicKey.slice(4)}@127.0.0.1:${1000 + index}`,
    hosting_country: hosting,
    segment,
  })
  return {
    name: 'Network drills',
    chain_id: 20_305,
    genesis_time: genesisTime,
    home_countries: ['US'],
    segments,
    entities: [
      ...members.map(({ index, entityId, country }) => ({
        entity_id: entityId,
        type: 'company',
        name: `Operator ${index + 1}`,
        rlid: `drill:operator-${index + 1}`,
        country,
        role: ['node_operator'],
      })),
      ...founders.map((name, index) => entityOf(name, accountOf(700 + index))),
    ],
    seats: members.slice(-seatNames.length).map(({ entityId, segment }, index) => ({
      entity_id: entityId,
      account: accountOf(500 + index),
      segment,
    })),
    validators: members.slice(0, nodes).map(nodeOf),
    standby: members.slice(nodes).map(nodeOf),
    staff: { registrar: accountOf(601), programme_manager: accountOf(602), regulator: accountOf(603) },
    documents: [criteria],
    motions: { ordinary: periods, constitution: periods },
    network: { block_period_seconds: blockPeriodSeconds, request_timeout_seconds: 2 * blockPeriodSeconds },
  }
}

const keyOf = (number: number): Hex => `0x${number.toString(16).padStart(64, '0')}`
const accountOf = (number: number): Hex => privateKeyToAccount(keyOf(number)).address.toLowerCase() as Hex
