import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { seatNames, type SeatName } from '../../scripts/demo/cast.ts'
import { voteOnMotion } from '../../src/chain/motions/vote.ts'
import type { Hex } from '../../src/domain/fields.ts'
import { startWeb3signer } from '../chain/signers/web3signer.ts'
import { runDerkey } from '../support/run-derkey.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { deployWorld, type World } from '../support/world.ts'
import { commandLineOf } from './command-line.ts'

type Proposed = { motion_id: Hex; kind: string; refused_now: ({ code: string } | null)[]; caps: unknown }
const [first, second, third, fourth] = seatNames

// What each template proposes is shown in motion-drafts.test.ts, what the chain refuses in test/chain/motions.test.ts.
describe('derkey motion', () => {
  const folder = temporaryFolder()
  let world: World
  const { run, as, document, refusal } = commandLineOf(() => world)
  before(async () => {
    world = await deployWorld()
  })
  after(async () => {
    await world.close()
    folder.remove()
  })
  const later = (seconds: number) => world.client.request({ method: 'evm_increaseTime', params: [seconds] } as never)
  const propose = async (...args: string[]) => document<Proposed>(await as(first, 'motion', 'propose', ...args))
  const vote = (seat: SeatName, id: string, ...more: string[]) => as(seat, 'motion', 'vote', id, '--vote', 'for', ...more)
  const voteAtOnce = (seats: readonly SeatName[], id: Hex) =>
    Promise.all(
      seats.map((seat) =>
        world.actors[seat].sender.send({ id: randomUUID(), ...voteOnMotion(world.deployment.contracts, 'ordinary', id, 'for') }),
      ),
    )

  it('carries a motion from the proposal to its execution, waiting where it is told to', async () => {
    const assessor = world.actors.assessor.account
    const { motion_id: id, kind, refused_now } = await propose('accredit', assessor, '--until', '2038-01-01T00:00:00Z')
    expect([kind, refused_now]).to.deep.equal(['ordinary', [null]])

    expect(document(await vote(first, id, '--wait')).state).to.equal('active')
    expect(refusal(await vote(first, id)).detail).to.match(/ voted for at 20/)
    await voteAtOnce([second, third], id)
    const early = refusal(await as(first, 'motion', 'queue', id))
    expect(early).to.include({ code: 'motion_not_passed' })
    expect(early.detail).to.contain('needs 4 of 7 seats, has 3 for it')
    await voteAtOnce([fourth], id)
    document(await as('intruder', 'motion', 'queue', id))
    expect(document(await as('intruder', 'motion', 'execute', id, '--wait')).state).to.equal('executed')

    expect(refusal(await as(first, 'motion', 'execute', id))).to.deep.include({ code: 'motion_final' })
    const shown = document<{ by_segment: { name: string; for: number }[] }>(await run('motion', 'show', id))
    expect(shown.by_segment.find(({ name }) => name === 'utility')).to.deep.include({ for: 2, silent: 0 })
    const listed = document<{ motion_id: string; state: string }[]>(await run('motion', 'list', '--state', 'executed'))
    expect(listed.at(-1)).to.include({ motion_id: id, state: 'executed' })
  })

  it('is shown to people in lines and tables', async () => {
    const { motion_id: id, refused_now } = await propose('set-home-countries', 'DE,NL')
    expect(refused_now.map((problem) => problem?.code)).to.deep.equal(['cap_broken'])
    const env = { DERKEY_RPC: world.chain.url, DERKEY_DEPLOYMENT: world.deploymentFile, NO_COLOR: '1' }
    const { stdout } = await runDerkey(['motion', 'show', id], env)

    expect(stdout).to.match(/^call 1 {6}Board\.setHomeCountries\n {2}countries: DE, NL\n {2}made now: refused, .*too many/m)
    expect(stdout).to.match(/^foreign seats +2 +5 +3 +broken: 2 too many$/m)
    expect(stdout).to.match(/^North Utility +0x[0-9a-f]{40} +utility +US +- +- +-$/m)
  })

  it('takes any calls by their bytes, each target with its own', async () => {
    const { Board } = world.deployment.contracts
    const call = ['--target', Board.address, '--calldata', '0x12345678']
    expect(await propose(...call, '--kind', 'constitution')).to.include({ kind: 'constitution' })
    expect(refusal(await as(first, 'motion', 'propose', ...call, '--target', Board.address)).detail).to.contain('2 targets and 1 calldata')
  })

  it('is voted on with a remote signer, and cancelled by nobody but its proposer', async () => {
    const signer = await startWeb3signer(world.actors[second].privateKey, world.chain.chainId)
    const { motion_id: id } = await propose('set-breach-term', '60')
    expect(refusal(await as(third, 'motion', 'cancel', id)).code).to.equal('motion_not_proposer')
    await later(1)
    const remote = ['--signer-url', signer.url, '--account', signer.address, '--journal', folder.file('remote.journal')]
    document(await run('motion', 'vote', id, '--vote', 'abstain', ...remote))
    const { votes } = document<{ votes: { account: string; vote: string }[] }>(await run('motion', 'show', id))
    const two = refusal(await run('motion', 'vote', id, '--vote', 'for', ...remote, '--keystore', 'a.json'))
    await signer.close()

    expect(votes.find(({ account }) => account === signer.address)?.vote).to.equal('abstain')
    expect(two.detail).to.contain('two ways to sign')
  })
})
