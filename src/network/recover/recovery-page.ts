import { quorumOf } from '../../domain/quorum.ts'

export type NamedValidator = {
  readonly account: string
  /** As the description has it; undefined where it does not know the account. */
  readonly node: string | undefined
}

type Page = {
  readonly kind: 'alone' | 'list' | 'contract'
  readonly block: number
  readonly contract: string
  /** Where the chain stood. */
  readonly height: number
  /** Whom the contract names now. */
  readonly validators: readonly NamedValidator[]
  /** SHA-256 of the new genesis.json, hex. */
  readonly digest: string
  readonly written: readonly string[]
}

/** recovery.md: what every operator does with the new files, in order, and what it should know before. */
export function recoveryPage(page: Page): string {
  const { kind, block, contract, validators, digest, written } = page
  const [size, quorum] = [validators.length, quorumOf(validators.length)]
  return `${{ alone: alone(page), list: list(page), contract: again(page) }[kind]}

## The validators from block ${block} on
| account | node |
|---|---|
${validators.map(({ account, node }) => `| \`${account}\` | ${node ?? 'not in the description: its key was rotated, or it joined later'} |`).join('\n')}

${quorum} of ${size} ${size === 1 ? 'has' : 'have'} to be at work. They are named by the contract \`${contract}\`. To see it on a node after block ${block}: \`qbft_getValidatorsByBlockNumber ["latest"]\`.

## The file
SHA-256 of genesis.json: \`${digest}\`. Read it to each other by telephone. The hash of block 0 is the same as before; so is everything but \`config.transitions\`.

Written: ${written.map((path) => `\`${path}\``).join(', ')}.
`
}

const decision = `- **This is a decision of people, outside of the chain.** Every operator that remains agrees, or there are two chains. Caps on foreign nodes, segments and operators do not
  bind until the ValidatorSet names the validators again: who agrees answers for it. Register the decision as a document afterwards.`

const late = (block: number) =>
  `A node that still has the old file refuses block ${block}, or waits for others at it: replace its file and restart it, it follows then. Nodes that only read need the new file too.`

const alone = ({ block, height, contract }: Page) => `# Lost quorum, first step: one validator goes on from block ${block}

## Before
${decision}
- First try the other way: start what is down, then stop **all** validators and start all of them.
- Every remaining node stands at block ${height}, none above (\`eth_blockNumber\`, by telephone). If one has block ${block} already, the lost nodes agreed to it: let the others fetch it from that node, and run this
  again with the next number.
- One validator can leave out transactions and halt, and could sign two blocks of one number. It can forge nothing: every node checks every block. Choose the node that most trust, and go on to the next step at once.
- A lost node that comes back later gets the new file **and an empty data folder**: it may hold a block that nobody else has.

## Steps, for every operator that remains
1. Stop your node (SIGTERM). Wait until all have said that theirs is down.
2. Make the same file on your own copy of the folder, by the same command, or compare the SHA-256 below; replace your node's genesis.json by it. \`derkey network check\` finds no fault.
3. Start your node. Block ${block} comes when the one validator is up. ${late(block)}

## Then
1. Anybody whose account is on the allow-lists creates the list of all that remain: \`derkey network create-list DIR --keep ACCOUNT --keep ACCOUNT …\`
2. \`derkey network recover DIR --keep ACCOUNT --keep ACCOUNT … --block M\`, M far enough ahead that every operator restarts before it.

Contract of this step: \`${contract}\`.`

const list = ({ block }: Page) => `# Lost quorum, second step: a list of validators goes on from block ${block}

## Before
${decision}

## Steps, for every operator that remains
1. Make the same file by the same command, or compare the SHA-256 below; replace your node's genesis.json by it. \`derkey network check\` finds no fault.
2. Restart your node **before block ${block}**, one at a time; wait until it has caught up. ${late(block)}

## Then
1. The board mends the ValidatorSet by motion: out with the lost, in with standby nodes (an ordinary motion swaps), at most (n-1)/3 newcomers a block. \`derkey motion show\` says what the caps will be.
2. When all nodes of the mended set run, at the chain's height: \`derkey network recover DIR --contract --block M\`.`

const again = ({ block }: Page) => `# The contract names the validators again, from block ${block} on

## Before
- Whom it names at block ${block - 1} makes block ${block}. Each of them has to run, at the chain's height: with less than two thirds at work the chain halts again.
- Every operator agrees to the block.

## Steps, for every operator
1. Make the same file by the same command, or compare the SHA-256 below; replace your node's genesis.json by it. \`derkey network check\` finds no fault.
2. Restart your node **before block ${block}**, one at a time; wait until it has caught up. ${late(block)}`
