import type { ValidatorSet } from '../../../types/index.ts'
import { ethers, type Signer } from '../support/network.ts'
import { accountOf, country, entryOf, segment, signEntry, type NodeWords } from './nodes.ts'

export const day = 86_400
export const homeCountries = ['US', 'CA']
export const segments = ['utility', 'maker', 'chips', 'academia', 'government', 'service'] as const

/** Seven nodes at the edge of every cap: two foreign, two of the utilities, two of one group. */
export const founders = {
  northUtility: { segment: 'utility', group: 'grid' },
  southUtility: { segment: 'utility', hosting: 'CA' },
  maker: { segment: 'maker', control: 'DE' },
  chips: { segment: 'chips', hosting: 'NL' },
  university: { segment: 'academia' },
  ministry: { segment: 'government', group: 'grid' },
  service: { segment: 'service' },
} as const satisfies Record<string, NodeWords>
export type Founder = keyof typeof founders
export const founderNames = Object.keys(founders) as Founder[]

export type ValidatorWorld = {
  readonly validators: ValidatorSet
  readonly constitution: Signer
  readonly ordinary: Signer
  readonly board: Signer
  /** Operates every founder's node. */
  readonly operator: Signer
  readonly stranger: Signer
}

export const emptyHash = `0x${'0'.repeat(64)}`
export const nobody = `0x${'0'.repeat(40)}`

/** What the constructor takes; `nodes` and `standby` by name. */
export async function genesisArguments(
  nodes: Readonly<Record<string, NodeWords>> = founders,
  standby: Readonly<Record<string, NodeWords>> = {},
) {
  const [constitution, ordinary, board, operator] = await ethers.getSigners()
  const entries = (words: Readonly<Record<string, NodeWords>>) =>
    Object.entries(words).map(([name, each]) => entryOf(name, { operatorAccount: operator!.address, ...each }))
  return [
    entries(nodes),
    entries(standby),
    homeCountries.map(country),
    segments.map(segment),
    90 * day,
    constitution!.address,
    ordinary!.address,
    board!.address,
  ] as const
}

/** Seven founders, and nobody on standby; governed by three plain accounts. */
export async function foundedWorld(): Promise<ValidatorWorld> {
  return worldOf(founders)
}

/** `size` nodes of as many operators, all at home, spread over the segments. */
export const largeWorlds = {
  9: () => worldOf(plainNodes(9)),
  10: () => worldOf(plainNodes(10)),
  29: () => worldOf(plainNodes(29)),
  30: () => worldOf(plainNodes(30)),
}

export function plainNodes(size: number): Record<string, NodeWords> {
  return Object.fromEntries(Array.from({ length: size }, (_, index) => [`plain${index}`, { segment: segments[index % segments.length]! }]))
}

/** A contract of its own. */
export async function deployValidators(
  nodes: Readonly<Record<string, NodeWords>> = founders,
  standby: Readonly<Record<string, NodeWords>> = {},
): Promise<ValidatorSet> {
  return (await ethers.deployContract('ValidatorSet', [...(await genesisArguments(nodes, standby))])) as unknown as ValidatorSet
}

async function worldOf(nodes: Readonly<Record<string, NodeWords>>): Promise<ValidatorWorld> {
  const [constitution, ordinary, board, operator, stranger] = await ethers.getSigners()
  const validators = await deployValidators(nodes)
  return { validators, constitution, ordinary, board, operator, stranger } as unknown as ValidatorWorld
}

/** Enters a node as standby, with its key's signature. */
export async function vet({ validators, constitution, operator }: ValidatorWorld, name: string, words: NodeWords = {}): Promise<void> {
  const entry = entryOf(name, { operatorAccount: operator.address, ...words })
  await validators.connect(constitution).vet(entry, await signEntry(validators, entry, name))
}

/** Vets the nodes and has them join. */
export async function join(world: ValidatorWorld, nodes: Readonly<Record<string, NodeWords>>): Promise<void> {
  for (const [name, words] of Object.entries(nodes)) await vet(world, name, words)
  await world.validators.connect(world.constitution).change([], Object.keys(nodes).map(accountOf))
}

/** Accounts of the validators, in lower case. */
export async function validatorsOf({ validators }: ValidatorWorld): Promise<string[]> {
  return (await validators.getValidators()).map((account) => account.toLowerCase())
}
