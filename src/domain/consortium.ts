import { z } from 'zod'
import { enodeField } from './enode.ts'
import { countryField, entityIdField, timeField } from './fields.ts'
import { documentInput } from './inputs/document.ts'
import { registerEntityInput } from './inputs/entity.ts'
import { textField } from './inputs/text-field.ts'

/** Fewest and most, of seats and of consensus nodes (requirements 21 and 22). */
export const memberLimits = { least: 7, most: 30 } as const

const counted =
  (least: number, most: number) =>
  ({ input }: { input?: unknown }) =>
    `has ${Array.isArray(input) ? input.length : 0} entries, must have ${least} to ${most}`

const members = <T extends z.ZodType>(entry: T) => {
  const { least, most } = memberLimits
  return z
    .array(entry)
    .min(least, { error: counted(least, most) })
    .max(most, { error: counted(least, most) })
}

/** What the board calls a branch of industry: ASCII, as it stands on chain in 32 bytes. */
export const segmentField = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,31}$/, 'must be 1 to 32 of a-z, 0-9 and "_", beginning with a letter')
  .meta({ id: 'Segment', examples: ['utility'] })

const account = entityIdField.describe('An account: 0x and 40 hex digits')
const seconds = (least: number) => z.number().int().min(least).max(31_536_000)

const seat = z
  .strictObject({
    entity_id: account.describe('Who holds the seat: one of `entities`; country and group are those of the entity'),
    account: account.describe("The seat's own account, which votes and is used for nothing else"),
    segment: segmentField,
  })
  .meta({ id: 'Seat' })

const validator = z
  .strictObject({
    operator_id: account.describe('Who operates the node: one of `entities`, with the role node_operator'),
    operator_account: account.describe("Acts for the operator: rotates the node's key, moves its endpoint"),
    enode: enodeField,
    hosting_country: countryField.describe('Where the machine stands'),
    segment: segmentField,
  })
  .meta({ id: 'ValidatorNode' })

const periods = z
  .strictObject({
    voting_delay_seconds: seconds(0).describe('From the proposal until the vote begins'),
    voting_period_seconds: seconds(1).describe('How long a vote is open; a motion that has its votes passes earlier'),
    timelock_seconds: seconds(1).describe('From queuing until it can be executed'),
    queue_period_seconds: seconds(1).describe('For how long a motion that passed can be queued'),
    execution_period_seconds: seconds(1).describe('For how long it can be executed once its timelock ran out'),
  })
  .meta({ id: 'MotionPeriods' })

const network = z
  .strictObject({
    block_period_seconds: z.number().int().min(1).max(60).default(2),
    request_timeout_seconds: z.number().int().min(2).max(240).default(4).describe('Of the first round of consensus; doubles each round'),
    gas_limit: z.number().int().min(30_000_000).max(1_000_000_000).default(100_000_000).describe('Gas of a block'),
  })
  .meta({ id: 'NetworkParameters' })

/** consortium.json: who governs a registry, and who runs its chain, on the first day. `parseConsortium` checks what is between its fields. */
export const consortium = z
  .strictObject({
    $schema: z.string().optional(),
    name: textField(1, 100),
    chain_id: z.number().int().min(1).max(4_294_967_295),
    genesis_time: timeField
      .refine((time) => Date.parse(time) > 0, 'must be after 1970-01-01T00:00:00Z, from where a chain counts')
      .describe('Time of block 0'),
    home_countries: z.array(countryField).min(1).max(249).describe('Who is controlled or hosted elsewhere is foreign'),
    segments: z.array(segmentField).min(4).max(64).describe('Branches of industry; nodes of one are fewer than a third'),
    breach_term_days: z.number().int().min(1).max(365).default(90).describe('Within which a cap broken by events is to be mended'),
    entities: z.array(registerEntityInput).min(memberLimits.least).max(200).describe('The founding entities'),
    seats: members(seat).describe('Seats of the board: one vote each'),
    validators: members(validator).describe('Consensus nodes of the first block'),
    standby: z.array(validator).max(30).default([]).describe('Nodes that are ready to take a place'),
    staff: z
      .strictObject({ registrar: account, programme_manager: account, regulator: account })
      .describe('Three accounts, used for nothing else'),
    documents: z.array(documentInput).max(50).default([]),
    motions: z.strictObject({ ordinary: periods, constitution: periods }),
    network: network.prefault({}),
  })
  .meta({ id: 'Consortium', title: 'Consortium of a registry' })

export type Consortium = z.output<typeof consortium>
export type ConsortiumEntity = Consortium['entities'][number]
export type MotionPeriods = Consortium['motions']['ordinary']
