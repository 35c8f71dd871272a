/** Between us and the chain. */
export const chainProblems = {
  chain_unreachable: {
    status: 503,
    title: 'The chain cannot be reached',
    action: 'Check the RPC URL and that the node runs, then try again.',
  },
  chain_timeout: {
    status: 504,
    title: 'The node does not answer in time',
    action: 'Check the load of the node and the way to it, then try again.',
  },
  chain_busy: {
    status: 503,
    title: 'The node turns requests away: too many of them',
    action: 'Ask it less often, or have its operator allow more; what can wait is tried again.',
  },
  chain_disagrees: {
    status: 503,
    title: 'The nodes tell different histories, and nothing says which is right',
    action: 'Find out which node is wrong and take it out of the configuration, or name a third one: the majority is believed.',
  },
  chain_forked: {
    status: 409,
    title: 'The chain is not the one that was followed',
    action: 'Check that the nodes are of the right chain; a chain that was started anew needs a new index.',
  },
  chain_nonsense: {
    status: 502,
    title: 'The node gives an answer that makes no sense',
    action: 'Check that the RPC URL is that of an Ethereum JSON-RPC node, and nothing between changes its answers.',
  },
  proof_invalid: {
    status: 502,
    title: 'A proof does not hold',
    action: 'Trust nothing that rests on it. Ask another node; if that one proves it, the first one lies or was changed on the way.',
  },
  state_missing: {
    status: 409,
    title: 'The node has the state of that block no more',
    action: 'Ask a node that keeps old states (Besu with FOREST), or for a block that is newer.',
  },
  chain_refused: {
    status: 502,
    title: 'The node refuses a request',
    action: 'Read what the node says; its RPC interface must offer the eth methods.',
  },
  chain_forgot: {
    status: 502,
    title: 'The chain has forgotten transactions that it had confirmed',
    action: 'Check that the node follows the right chain and is synchronised; a chain that was started anew needs a new journal.',
  },
  chain_behind: {
    status: 503,
    title: 'The node has not caught up with the chain, or the chain stands still',
    action: 'Wait until the node is synchronised; where no node has newer blocks, see docs/runbook.md, lost quorum.',
  },
  wrong_chain: {
    status: 409,
    title: 'The node belongs to another chain',
    action: 'Give the RPC URL of the chain that the deployment file names, or the deployment file of this chain.',
  },
  deployment_invalid: {
    status: 400,
    title: 'The deployment file is not valid',
    action: 'Give the file that `derkey deploy` wrote into deployments/.',
  },
  deployment_missing: {
    status: 400,
    title: 'There is no deployment file',
    action: 'Name one with --deployment or DERKEY_DEPLOYMENT; `derkey deploy` writes it.',
  },
  deployment_failed: {
    status: 502,
    title: 'The contracts could not be deployed',
    action: 'Run `derkey deploy` again: it goes on where it stopped.',
  },
  genesis_failed: {
    status: 500,
    title: 'The genesis cannot be built: a contract refuses what the description says',
    action: 'Read which step failed; `derkey network init` writes nothing in that case.',
  },
  genesis_invalid: {
    status: 400,
    title: 'The genesis file is not valid',
    action: 'Give the folder that `derkey network init` wrote; `derkey network check` says what was changed in it.',
  },
  bytecode_missing: {
    status: 500,
    title: 'The compiled contracts are missing',
    action: 'Run `npm run compile` in the checkout, or install the package again.',
  },
  contract_missing: {
    status: 409,
    title: 'There is no contract at the address of the deployment file',
    action: 'Check that the deployment file belongs to this chain, and that the chain was not started anew.',
  },
  transaction_rejected: {
    status: 502,
    title: 'The node rejects the transaction',
    action: 'Read what the node says; nothing was changed.',
  },
  insufficient_funds: {
    status: 409,
    title: 'The account cannot pay for the transaction',
    action: 'Fund the account, or use a chain with free gas.',
  },
  transaction_pending: {
    status: 504,
    title: 'The transaction is not mined yet',
    action: 'It stays in the journal and is sent again; ask for it later under the same id.',
  },
  transaction_reverted: {
    status: 409,
    title: 'The contract refuses the transaction',
    action: 'Check that contracts and deployment file are of the version of this derkey.',
  },
  transaction_invalid: {
    status: 400,
    title: 'The signed transaction is not valid',
    action: 'Sign the transaction as it was prepared, for this chain, and send it again.',
  },
  transaction_id_taken: {
    status: 409,
    title: 'The id already stands for another transaction',
    action: 'Use a new id for a different request.',
  },
  journal_unusable: {
    status: 500,
    title: 'The journal of transactions cannot be used',
    action: 'Check the file, its permissions and the space on the disk; nothing is sent without it.',
  },
  keystore_invalid: {
    status: 400,
    title: 'The keystore cannot be used',
    action: 'Give a V3 keystore file and the file of its password; `derkey keystore create` makes both.',
  },
  keystore_missing: {
    status: 400,
    title: 'There is no keystore to sign with',
    action: 'Name one with --keystore or DERKEY_KEYSTORE, and its password file with --password-file or DERKEY_PASSWORD_FILE.',
  },
  signer_unreachable: {
    status: 503,
    title: 'The remote signer cannot be reached',
    action: 'Check --signer-url, that the signer runs, and that it speaks JSON-RPC (web3signer: `eth1`).',
  },
  signer_refused: {
    status: 502,
    title: 'The remote signer does not sign',
    action: 'Read what it says; the account must be one of those that it holds keys of.',
  },
  signer_wrong: {
    status: 502,
    title: 'The signer signed something else than it was asked for',
    action: 'Nothing was sent. Check chain id and keys of the signer, and who can change its answers.',
  },
  secret_exposed: {
    status: 400,
    title: 'A secret file can be read by others',
    action: 'Give it the mode 0600 (chmod 600 FILE).',
  },
  index_empty: {
    status: 503,
    title: 'The index holds nothing yet',
    action:
      'Start `derkey index follow` where it does not run, and wait until it has caught up with the chain: `derkey index show` says how far it is.',
  },
  index_stale: {
    status: 503,
    title: 'The index is behind the chain for longer than it may be',
    action: 'See why it is not followed: whether `derkey index follow` or the oracle that keeps it runs, and whether its nodes answer.',
  },
  genesis_state_missing: {
    status: 502,
    title: 'What the genesis holds cannot be read from the node',
    action: 'Name a node that keeps the state of every block (Besu: FOREST), or give the genesis file with --genesis.',
  },
  genesis_not_empty: {
    status: 409,
    title: 'The registry holds records from before its first event',
    action: 'Name the deployment file that came with the contracts: its block is that of the first of them.',
  },
  index_taken: {
    status: 409,
    title: 'Another process keeps the index',
    action: 'One follower keeps an index, any number of others read it: stop the other one, or name another file.',
  },
  index_foreign: {
    status: 409,
    title: 'The index is of another registry',
    action: 'Name the index file of this deployment, or another file: it is made anew from the chain.',
  },
  index_too_new: {
    status: 409,
    title: 'The index was written by a newer version of derkey',
    action: 'Use that version or a newer one, or another file: it is made anew from the chain.',
  },
  index_damaged: {
    status: 500,
    title: 'The index file is damaged',
    action: 'Move it away or restore a snapshot, and check the disk; `derkey index follow` makes it anew from the chain.',
  },
  index_unusable: {
    status: 503,
    title: 'The index cannot be read or written',
    action: 'Check the file, its permissions and the space on the disk; nothing of the refused step was written.',
  },
  index_full: {
    status: 503,
    title: 'The index cannot grow: the disk is full, or fails',
    action: 'Make room on the disk, and look at its health: the follower goes on by itself. Nothing of the refused step was written.',
  },
  snapshot_invalid: {
    status: 400,
    title: 'The snapshot is not whole, or not one of an index',
    action: 'Take another one with `derkey index snapshot`; nothing was changed.',
  },
  cursor_invalid: {
    status: 400,
    title: 'The cursor is none of this list',
    action: 'Use the cursor that the page before came with, with the same filters; or begin again without one.',
  },
  filter_unknown: { status: 400, title: 'The list does not take this filter', action: 'Use one of those that are named.' },
} as const
