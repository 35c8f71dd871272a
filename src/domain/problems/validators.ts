/** What the consensus nodes' contract refuses. */
export const validatorProblems = {
  node_unknown: { status: 404, title: 'No such node is vetted', action: 'Check the account with `derkey node list`.' },
  node_known: {
    status: 409,
    title: 'The node’s key is in use already',
    action: 'Make a new node key; one that a vetted node has or had is taken.',
  },
  node_repeated: { status: 422, title: 'A node is named twice', action: 'Name each node once, by one of its accounts.' },
  node_state_wrong: {
    status: 409,
    title: 'The node is not in the state that this takes',
    action: 'Look at its state with `derkey node list`: those on standby join or are dismissed, validators leave.',
  },
  node_count_wrong: {
    status: 409,
    title: 'The set of consensus nodes would be too small or too large',
    action: 'Let as many join as leave, or name fewer.',
  },
  too_many_newcomers: {
    status: 409,
    title: 'Too many nodes would be new in one block',
    action: 'Wait for the next block; let fewer nodes join at once.',
  },
  rotation_too_early: {
    status: 409,
    title: 'The node’s key was rotated less than a day ago',
    action: 'Wait until the named time; if the key is stolen, have the node swapped by motion.',
  },
  node_signature_wrong: {
    status: 422,
    title: 'The node’s key did not sign for this',
    action: 'Sign again with the node’s own key, for this chain and contract, after reading the newest nonce.',
  },
  segment_in_use: {
    status: 409,
    title: 'A node is of the segment that would go',
    action: 'Record the node’s new segment first, then take the old one off the list.',
  },
} as const
