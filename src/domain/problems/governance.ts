/** Motions of the board, its seats, and the caps of seats and consensus nodes. */
export const governanceProblems = {
  motion_unknown: { status: 404, title: 'There is no such motion', action: 'Check the id with `derkey motion list`.' },
  motion_known: {
    status: 409,
    title: 'The same motion was proposed already',
    action: 'Vote on that one; to put it to the vote again, propose it with other words.',
  },
  motion_needed: {
    status: 403,
    title: 'This takes a motion of the board',
    action: 'Have a seat propose it on the command line: the command of that name does, and `derkey motion` carries it on.',
  },
  motion_too_early: {
    status: 409,
    title: 'The step is not possible yet',
    action: 'Wait until the named time, or let the command wait for it (--wait).',
  },
  motion_too_late: {
    status: 409,
    title: 'The vote on the motion is over',
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
    title: 'Motions of this kind cannot do that',
    action: 'Propose a motion of the kind that the message names; templates pick it themselves.',
  },
  motion_target_unknown: {
    status: 422,
    title: 'A motion calls an address without code',
    action: 'Name a contract; the deployment file lists those of the registry.',
  },
  motion_not_proposer: {
    status: 403,
    title: 'Only who proposed a motion can cancel it, and only before the vote',
    action: 'Ask the proposer, or vote against it.',
  },
  governance_fixed: {
    status: 409,
    title: 'Governance is replaced, not changed',
    action: 'Deploy another governance, and hand over to it by motion.',
  },
  vote_cast: {
    status: 409,
    title: 'The seat has voted on the motion',
    action: 'A vote is final; look at the votes with `derkey motion show`.',
  },
  not_seated: {
    status: 403,
    title: 'The account holds no seat',
    action: 'Act with the account of a seat; `derkey board show` lists them.',
  },
  seat_too_new: {
    status: 403,
    title: 'The seat came after the vote began',
    action: 'Let the seats vote that there were when the vote began.',
  },
  seat_unknown: { status: 404, title: 'The entity holds no seat', action: '`derkey board show` lists the seats.' },
  seat_taken: {
    status: 409,
    title: 'The seat is taken',
    action: 'An entity, a group and an account have one seat at most: take the other one first.',
  },
  seat_account_not_proposed: {
    status: 409,
    title: 'The account was not proposed for the seat',
    action: 'Have the seat propose it with `derkey board propose-account`.',
  },
  seat_count: {
    status: 422,
    title: 'There would be too few seats, or too many',
    action: 'Take and give seats in one motion: 7 to 30 remain.',
  },
  threshold_invalid: {
    status: 422,
    title: 'The threshold is out of bounds',
    action: 'Choose one at which a motion needs no fewer seats than the kind’s least, and at most all but one.',
  },
  cap_broken: {
    status: 422,
    title: 'A cap would be broken',
    action: 'Change more at once, so that the result keeps the cap; `derkey motion show` computes it beforehand.',
  },
  application_elsewhere: {
    status: 422,
    title: 'The application is for another registry',
    action: 'Have the newcomer apply anew with the deployment file of this registry.',
  },
  application_date: {
    status: 422,
    title: 'The application is too old, or of the future',
    action: 'Have the newcomer apply anew, and check the clocks.',
  },
  application_signature: {
    status: 422,
    title: 'The application is not signed by the account that it names',
    action: 'Refuse it: somebody changed it, or applied for an account of others.',
  },
} as const
