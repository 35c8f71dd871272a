import { quorumOf } from '../quorum.ts'
import type { Transition } from '../transitions.ts'

export type Survivor = {
  readonly account: string
  /** As the description has it; undefined where it does not know the account. */ readonly node: string | undefined
}

type Page = {
  readonly transition: Transition
  readonly survivors: readonly Survivor[]
  /** SHA-256 of the new genesis.json, hex. */
  readonly digest: string
  readonly written: readonly string[]
}

/** recovery.md: what every operator does with the new files, in order, and what it should know before. */
export function recoveryPage({ transition, survivors, digest, written }: Page): string {
  const steps =
    transition.validatorselectionmode === 'blockheader'
      ? listed(transition.block, survivors)
      : byContract(transition.block, transition.validatorcontractaddress)
  return `${steps}

## The file
SHA-256 of genesis.json: \`${digest}\`. Read it to each other by telephone. The hash of block 0 is the same as before.

The entry that was added to \`config.transitions.qbft\`:
\`\`\`json
${JSON.stringify(transition, null, 2)}
\`\`\`
Written: ${written.map((path) => `\`${path}\``).join(', ')}.
`
}

function listed(block: number, survivors: readonly Survivor[]): string {
  const size = survivors.length
  const spare = size - quorumOf(size)
  return `# Lost quorum: go on from block ${block} with ${size} ${size === 1 ? 'validator' : 'validators'}

| validator from block ${block} on | node |
|---|---|
${survivors.map(({ account, node }) => `| \`${account}\` | ${node ?? 'not in the description (its key was rotated, or it joined later)'} |`).join('\n')}

${quorumOf(size)} of them have to be at work, ${spare} may be down${spare === 0 ? ': **not one more**' : ''}.

## Before
- **This is a decision of people, outside of the chain.** Every remaining operator agrees to this list, or there are two chains. Caps on foreign nodes and segments do not
  bind from block ${block} until the contract chooses again: who agrees answers for it.
- First try the other way: start what is down, then stop **all** validators and start all of them.
- Block ${block} is the next one: every remaining node stands at ${block - 1}, none above (\`eth_blockNumber\`, by telephone). If one of them has block ${block} already, it was agreed by the old set: let the
  others fetch it from that node, and run this again with the next number.
- The lost nodes stay out. If one comes back later: with the new file **and an empty data folder**. It may hold a block that nobody else has.

## Steps, for every operator that remains
1. Stop your node (SIGTERM). Wait until all have said that theirs is down.
2. \`derkey network recover\` with the same arguments on your own copy of the folder, or take the file and compare its SHA-256. Replace your node's genesis.json by it.
3. \`derkey network check DIR\`: the transition is in all files and nothing else has changed.
4. Start your node. With ${quorumOf(size)} up, block ${block} comes within seconds.
5. \`qbft_getValidatorsByBlockNumber ["latest"]\` gives this list, on every node.

A node that still has the old file does not follow: it refuses block ${block}. Nodes that only read need the new file too.

## After
1. The board mends the ValidatorSet by motion: out with the lost, in with standby nodes, at most (n-1)/3 newcomers a block. \`derkey motion show\` says what the caps will be.
2. All nodes of the mended set run, with this file, at the chain's height.
3. The choice goes back to the contract: \`derkey network recover DIR --contract --block M\`, M far enough ahead that every operator restarts before it, one at a time.
4. Register the decision as a document.`
}

function byContract(block: number, contract: string): string {
  return `# The ValidatorSet chooses again, from block ${block} on

Contract: \`${contract}\`.

## Before
- The set that it names at block ${block - 1} is the one that makes block ${block}: \`getValidators()\` is 7 to 30 accounts, each of a node that runs at the chain's height. A list that is empty, or less than two thirds of it at work, halts
  the chain again.
- Nobody adds a vote (\`qbft_proposeValidatorVote\`) meanwhile: it would be lost.
- Every operator agrees to the block, as before.

## Steps, for every operator
1. Replace genesis.json, check, and restart your node **before block ${block}**, one node at a time: wait until it has caught up.
2. At block ${block}: \`qbft_getValidatorsByBlockNumber ["latest"]\` is what \`getValidators()\` says.
3. A node that was late refuses block ${block}: replace its file and restart it; it follows then.
4. Register the decision as a document.`
}
