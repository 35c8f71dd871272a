import type { MotionKind } from '../support/governance.ts'
import { support, type Motion } from '../support/motion.ts'
import { everybody, nobodys, type ContractKey, type Row } from './row.ts'
import type { AccessWorld } from './world.ts'

const governors: readonly (readonly [contract: ContractKey, kind: MotionKind])[] = [
  ['ordinaryGovernor', 'ordinary'],
  ['constitutionGovernor', 'constitution'],
]

/** Arguments of `propose`, for a motion that nobody proposed yet. */
function proposal({ content: [targets, values, calldatas] }: Motion): readonly unknown[] {
  return [targets, values, calldatas, 'another']
}

export const governorRows: readonly Row[] = governors.flatMap(([contract, kind]): Row[] => {
  const of = (world: AccessWorld) => world.motions[kind]
  const seats = (name: string, args: Row['args'], refusal = 'BoardGovernorNotSeated'): Row => {
    return { contract, name, args, allowed: ['seat'], refusal: () => refusal }
  }
  const everybodys = (name: string, args: Row['args']): Row => ({ contract, name, args, allowed: everybody, refusal: () => '' })
  const vote = (world: AccessWorld) => [of(world).active.id, support.for]
  const signed = (world: AccessWorld) => [...vote(world), world.seats.ministry.address]

  return [
    seats('propose', (world) => proposal(of(world).active)),
    seats('cancel', (world) => of(world).pending.content, 'GovernorUnableToCancel'),
    seats('castVote', vote),
    seats('castVoteWithReason', (world) => [...vote(world), 'why']),
    seats('castVoteWithReasonAndParams', (world) => [...vote(world), 'why', '0x']),
    // whoever brings it, it is the vote of who signed
    everybodys('castVoteBySig', (world) => [...signed(world), of(world).ballot]),
    everybodys('castVoteWithReasonAndParamsBySig', (world) => [...signed(world), 'why', '0x', of(world).extendedBallot]),
    // what has passed is law: anybody may see it done
    everybodys('queue', (world) => of(world).succeeded.content),
    everybodys('execute', (world) => of(world).queued.content),
    nobodys(contract, 'relay', ({ board }) => [board.target, 0, '0x'], 'BoardGovernorFixed'),
    nobodys(contract, 'onERC721Received', ({ board }) => [board.target, board.target, 1, '0x'], 'GovernorDisabledDeposit'),
    nobodys(contract, 'onERC1155Received', ({ board }) => [board.target, board.target, 1, 1, '0x'], 'GovernorDisabledDeposit'),
    nobodys(contract, 'onERC1155BatchReceived', ({ board }) => [board.target, board.target, [1], [1], '0x'], 'GovernorDisabledDeposit'),
  ]
})
