import { Command, Option } from '@commander-js/extra-typings'
import { cancelMotion } from '../../src/chain/motions/cancel.ts'
import { executeMotion } from '../../src/chain/motions/execute.ts'
import { listMotions } from '../../src/chain/motions/list-motions.ts'
import { queueMotion } from '../../src/chain/motions/queue.ts'
import { readMotion } from '../../src/chain/motions/read-motion.ts'
import { tryCalls } from '../../src/chain/motions/try-calls.ts'
import { voteOnMotion } from '../../src/chain/motions/vote.ts'
import { readEntity } from '../../src/chain/reads/entity.ts'
import type { ChainRegistry } from '../../src/chain/registry.ts'
import { timeField } from '../../src/domain/fields.ts'
import { motionStates, votes as voteNames, type SeatVote } from '../../src/domain/motions/motion-record.ts'
import { tallyBy } from '../../src/domain/motions/tally-by.ts'
import { Problem } from '../../src/domain/problem.ts'
import { capsOf } from '../motions/caps.ts'
import { linesOfMotion } from '../motions/show-lines.ts'
import { motionIdOf, stepper, takeStep, timedStepper } from '../motions/take-step.ts'
import { parseArgument } from '../parse-argument.ts'
import { startProgress, type Progress } from '../progress.ts'
import { openRegistryOf, outputOf, reader } from '../registry-command.ts'
import { motionPropose } from './motion-propose.ts'

const show = reader('show', 'shows a motion: what it calls, votes by segment and country, what the caps will be after it')
  .argument('<motion-id>', 'the motion')
  .action(async (id, options, command) => {
    const registry = await openRegistryOf(options)
    const { motion, proposal, votes } = await readMotion(registry, motionIdOf(id))
    const open = ['pending', 'active', 'passed', 'queued'].includes(motion.state)
    const refused = open ? await tryCalls(registry, proposal) : null
    const caps = open ? await capsOf(registry, motion.calls) : null
    const named = await nameVoters(registry, votes)
    const parts = { by_segment: tallyBy(votes, 'segment'), by_country: tallyBy(votes, 'country') }
    const document = { ...motion, votes: named, ...parts, caps, refused_now: refused }
    outputOf(command).answer(document, linesOfMotion({ motion, votes: named, caps, refused }))
  })

function nameVoters(registry: ChainRegistry, votes: readonly SeatVote[]) {
  return Promise.all(
    votes.map(async (vote) => {
      const entity = vote.entity_id === null ? undefined : await readEntity(registry, vote.entity_id)
      return { name: entity?.name ?? null, ...vote }
    }),
  )
}

const list = reader('list', 'lists the motions')
  .addOption(new Option('--state <state>', 'only those in this state').choices(motionStates))
  .option('--since <time>', 'only those proposed since then, RFC 3339 in UTC; a long chain is searched faster')
  .action(async ({ state, since, ...options }, command) => {
    const from = since === undefined ? undefined : parseArgument('since', timeField, since)
    const registry = await openRegistryOf(options)
    let progress: Progress | undefined
    const onBlocks = (done: number, total: number) => (progress ??= startProgress(total, 'blocks')).update(done)
    const motions = await listMotions(registry, { since: from, onBlocks })
    progress?.stop()
    const wanted = motions.filter((motion) => state === undefined || motion.state === state)
    const rows = wanted.map((motion) => {
      const { tally } = motion
      return { ...motion, for: tally.for, needed: `${tally.needed} of ${tally.seats}` }
    })
    outputOf(command).list(rows, ['motion_id', 'kind', 'state', 'for', 'needed', 'vote_until', 'description'])
  })

const vote = timedStepper('vote', 'votes on a motion, by a seat, once')
  .addOption(new Option('--vote <vote>', 'how').choices(voteNames).makeOptionMandatory())
  .option('--reason <text>', 'why: a text, or the hash of a longer one')
  .action((id, options, command) => {
    const { vote: how, reason = '', ...rest } = options
    return takeStep('vote', id, rest, command, ({ motion, votes }, { contracts, sender }) => {
      const cast = votes.find(({ account, vote: given }) => account === sender.address && given !== null)
      if (cast !== undefined) throw new Problem('vote_cast', { detail: `${sender.address} voted ${cast.vote} at ${cast.time}` })
      const call = voteOnMotion(contracts, motion.kind, motionIdOf(id), how, reason)
      return { call, text: `${sender.address} voted ${how}` }
    })
  })

const queue = stepper('queue', 'queues a motion that has passed: its timelock begins; by anybody').action((id, options, command) =>
  takeStep('queue', id, options, command, ({ proposal }, { contracts }) => ({
    call: queueMotion(contracts, proposal),
    text: `motion ${id} queued`,
  })),
)

const execute = timedStepper('execute', 'executes a motion whose timelock ran out; by anybody').action((id, options, command) =>
  takeStep('execute', id, options, command, ({ proposal }, { contracts }) => ({
    call: executeMotion(contracts, proposal),
    text: `motion ${id} executed`,
  })),
)

const cancel = stepper('cancel', 'cancels a motion before the vote; by who proposed it').action((id, options, command) =>
  takeStep('cancel', id, options, command, ({ motion, proposal }, { contracts, sender }) => {
    if (motion.proposer !== sender.address) {
      throw new Problem('motion_not_proposer', { detail: `${motion.proposer} proposed the motion, not ${sender.address}` })
    }
    return { call: cancelMotion(contracts, proposal), text: `motion ${id} cancelled` }
  }),
)

/** `derkey motion` */
export const motion = new Command('motion').description('motions of the board: propose, show, list, vote, queue, execute, cancel')
for (const verb of [motionPropose, show, list, vote, queue, execute, cancel]) motion.addCommand(verb)
