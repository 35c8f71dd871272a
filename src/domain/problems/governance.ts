/** Motions of the board, its seats, and the consensus nodes. */
export const governanceProblems = {
  motion_unknown: { status: 404, title: 'There is no such motion', action: 'Check the id with `derkey motion list`.' },
  motion_known: {
    status: 409,
    title: 'The same motion was proposed already',
    action: 'Vote on that one; to put it to the vote again, propose it with other words.',
  },
  motion_too_early: {
    status: 409,
    title: 'The step is not possible yet',
    action: 'Wait until the named time, or let the command wait for it (--wait).',
  },
  motion_too_late: {
    status: 409,
    title: 'The vote is over',
    action: 'Look at the outcome with `derkey motion show`; propose anew if need be.',
  },
  motion_not_passed: {
    status: 409,
    title: 'The motion has not passed',
    action: 'Have the missing seats vote for it before the vote ends.',
  },
  motion_not_queued: { status: 409, title: 'The motion is not queued', action: 'Queue it first with `derkey motion queue`.' },
  motion_final: {
    status: 409,
    title: 'The motion has come to its end',
    action: 'Nothing can be done with it any more; propose anew if need be.',
  },
  motion_kind_wrong: {
    status: 400,
    title: 'The motion is of the wrong kind',
    action: 'Leave --kind out, or give the one that the message names.',
  },
  motion_target_unknown: {
    status: 422,
    title: 'A motion calls an address without code',
    action: 'Name a contract; `derkey doctor` lists those of the registry.',
  },
  motion_not_proposer: {
    status: 403,
    title: 'Another account proposed the motion',
    action: 'Only who proposed it can call it off, before the vote.',
  },
  vote_cast: {
    status: 409,
    title: 'The seat has voted on the motion',
    action: 'A vote is final; look at the votes with `derkey motion show`.',
  },
  not_seated: {
    status: 403,
    title: 'The account holds no seat',
    action: 'Act with the account of a seat; `derkey board seats` lists them.',
  },
  seat_too_new: {
    status: 403,
    title: 'The seat came after the vote began',
    action: 'Let the seats vote that there were when the vote began.',
  },
} as const
