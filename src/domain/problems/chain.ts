/** Between us and the chain. */
export const chainProblems = {
  chain_unreachable: { status: 503, title: 'The chain cannot be reached', action: 'Check the RPC URL and that the node runs, then try again.' },
} as const
