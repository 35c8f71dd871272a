import { expect } from 'chai'
import { createWalletClient, encodeDeployData, hexToBytes, http, keccak256, stringToHex, type Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import type { LocalChain } from '../../scripts/local-chain.ts'
import { readArtifact } from '../../src/chain/artifacts.ts'
import type { ContractCall } from '../../src/chain/calls/contract-call.ts'
import { entryDigest, rotationDigest, signDigest, toChainEntry, toChainSegment } from '../../src/chain/calls/node-entry.ts'
import {
  changeValidators,
  correctNodeFacts,
  dismissNode,
  recordNodeFacts,
  rotateNodeKey,
  setBreachTerm,
  setNodeEndpoint,
  setNodeGovernance,
  setNodeOperatorAccount,
  setSegments,
  swapValidators,
  vetNode,
} from '../../src/chain/calls/validator-calls.ts'
import { createClient } from '../../src/chain/client.ts'
import type { Deployment } from '../../src/chain/deployment.ts'
import {
  readBreachTermDays,
  readHomeCountries,
  readNode,
  readNodeBreach,
  readNodeNonce,
  readNodes,
  readNodeStanding,
  readNodeStandingAfter,
  readSegments,
  readValidators,
} from '../../src/chain/reads/validators.ts'
import { registryOf, type ChainRegistry } from '../../src/chain/registry.ts'
import { prepareTransaction } from '../../src/chain/sign-transaction.ts'
import { accountOfEnode, parseEnode } from '../../src/domain/enode.ts'
import { groupHashOf } from '../../src/domain/group-hash.ts'
import type { NodeEntry } from '../../src/domain/validators.ts'
import { problemOf } from '../support/problem-of.ts'
import { startChain } from '../support/chain.ts'

const segments = ['utility', 'maker', 'chips', 'academia']
const keyOf = (name: string): Hex => keccak256(stringToHex(`node ${name}`))
/** Governs everything, and operates every node. */
const everybody = privateKeyToAccount(keyOf('everybody'))
const stranger = `0x${'5a'.repeat(20)}`

function entryOf(name: string, index: number, over: Partial<NodeEntry> = {}): NodeEntry {
  return {
    enode: `enode://${privateKeyToAccount(keyOf(name)).publicKey.slice(4)}@10.0.0.${index + 1}:30303`,
    operator_account: everybody.address.toLowerCase(),
    operator_id: `0x${keyOf(`entity ${name}`).slice(-40)}`,
    group: groupHashOf(`lei:${name}`),
    control_country: index < 2 ? 'DE' : 'US',
    hosting_country: 'US',
    segment: segments[index % 4] ?? 'utility',
    ...over,
  }
}
const accountOf = (entry: NodeEntry): Hex => accountOfEnode(parseEnode(entry.enode))

describe('the consensus nodes on the chain', () => {
  const founders = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name, index) => entryOf(name, index))
  const spare = entryOf('spare', 2)
  let chain: LocalChain
  let registry: ChainRegistry
  let send: (call: { to: Hex | null; data: Hex }) => Promise<Hex | null | undefined>
  const contracts = () => registry.deployment.contracts
  const placeOf = async (entry: NodeEntry) => {
    const { address } = contracts().ValidatorSet
    return { chain_id: registry.deployment.chain_id, validator_set: address, nonce: await readNodeNonce(registry, accountOf(entry)) }
  }
  const vet = async (entry: NodeEntry, name: string): Promise<ContractCall> =>
    vetNode(contracts(), entry, await signDigest(entryDigest(entry, await placeOf(entry)), keyOf(name)))

  before(async () => {
    chain = await startChain()
    const client = createClient({ rpc: chain.url })
    const wallet = createWalletClient({ account: everybody, transport: http(chain.url) })
    send = async (call) => {
      const prepared = await prepareTransaction(client, chain.chainId, everybody.address, call)
      const nonce = await client.getTransactionCount({ address: everybody.address })
      const hash = await wallet.sendRawTransaction({ serializedTransaction: await everybody.signTransaction({ ...prepared, nonce }) })
      return (await client.waitForTransactionReceipt({ hash, pollingInterval: 20 })).contractAddress
    }
    const { abi, bytecode } = readArtifact('contracts/ValidatorSet.sol', 'ValidatorSet')
    const governance = [everybody.address, everybody.address, everybody.address]
    const args = [founders.map(toChainEntry), [], [stringToHex('US')], segments.map(toChainSegment), 90 * 86_400, ...governance]
    const address = await send({ to: null, data: encodeDeployData({ abi, bytecode, args }) })
    const deployment = { chain_id: chain.chainId, contracts: { ValidatorSet: { address }, KeyRegistry: { address } } }
    registry = registryOf(client, deployment as unknown as Deployment)
  })
  after(() => chain.close())

  it('are read as they were entered', async () => {
    const nodes = await readNodes(registry)
    expect(nodes.map(({ since, ...node }) => ({ ...node, since: typeof since }))).to.deep.equal(
      founders.map((entry) => ({ ...entry, account: accountOf(entry), state: 'active', rotated_at: null, since: 'string' })),
    )
    expect(await readValidators(registry)).to.deep.equal(founders.map(accountOf))
    expect(await readNode(registry, stranger)).to.equal(undefined)
    expect(await readNodeStanding(registry)).to.deep.include({
      size: 7,
      breaking: 3,
      foreign: 2,
      segment: 'utility',
      in_segment: 2,
      in_group: 1,
    })
    expect(await readNodeBreach(registry)).to.equal(null)
    expect(await readBreachTermDays(registry)).to.equal(90)
    expect(await readHomeCountries(registry)).to.deep.equal(['US'])
    expect(await readSegments(registry)).to.deep.equal(segments)
  })

  it('come by an entry that their own key signed, without asking the chain for the digest', async () => {
    await send(await vet(spare, 'spare'))
    expect(await readNode(registry, accountOf(spare))).to.deep.include({ ...spare, state: 'standby' })
    expect(await readNodeNonce(registry, accountOf(spare))).to.equal(1n)
    await send(dismissNode(contracts(), accountOf(spare)))
    expect(await readNode(registry, accountOf(spare))).to.equal(undefined)
    await send(await vet(spare, 'spare'))
    const thief = problemOf(vet(entryOf('other', 3), 'thief').then(send))
    expect(await thief).to.include({ code: 'node_signature_wrong', field: 'signature' })
  })

  it('are changed and swapped, with the caps foretold', async () => {
    const [first, second, third] = founders.map(accountOf)
    const after = await readNodeStandingAfter(registry, [third!], [accountOf(spare)])
    expect(after).to.deep.include({ size: 7, foreign: 2 })
    await send(swapValidators(contracts(), [third!], [accountOf(spare)]))
    expect(await readValidators(registry))
      .to.include(accountOf(spare))
      .and.not.include(third)

    const few = await problemOf(send(changeValidators(contracts(), [first!], [])))
    expect(few).to.include({ code: 'node_count_wrong' })
    expect(few.message).to.contain('6 nodes would be left, 7 are the least')
    await send(await vet(entryOf('c', 3, { control_country: 'FR' }), 'c'))
    const cap = await problemOf(send(swapValidators(contracts(), [accountOf(spare)], [third!])))
    expect(cap.code).to.equal('cap_broken')
    expect(cap.message).to.contain('3 of 7 nodes would be foreign, 1 too many')
    await send(changeValidators(contracts(), [second!], [third!]))
  })

  it('are recorded as they are: a breach begins, with its term, and ends', async () => {
    const { operator_account, enode, ...facts } = founders[6]!
    const account = accountOf(founders[6]!)
    await send(recordNodeFacts(contracts(), account, { ...facts, hosting_country: 'MX' }))
    const breach = await readNodeBreach(registry)
    expect(Date.parse(breach!.until) - Date.parse(breach!.since)).to.equal(90 * 86_400_000)
    expect(await readNode(registry, account)).to.deep.include({ hosting_country: 'MX', enode, operator_account })
    expect(await problemOf(send(recordNodeFacts(contracts(), account, facts)))).to.include({ code: 'motion_kind_wrong' })
    await send(correctNodeFacts(contracts(), account, facts))
    expect(await readNodeBreach(registry)).to.equal(null)
  })

  it('go on under a key that signs for itself, and by their former accounts', async () => {
    const next = entryOf('next', 40)
    const account = accountOf(founders[5]!)
    const signature = await signDigest(rotationDigest(account, next.enode, await placeOf(next)), keyOf('next'))
    expect(hexToBytes(signature)).to.have.lengthOf(65)
    await send(rotateNodeKey(contracts(), account, next.enode, signature))
    const node = await readNode(registry, account)
    expect(node).to.deep.include({ account: accountOf(next), state: 'active' })
    expect(node?.rotated_at).to.be.a('string')
    expect(node?.enode).to.match(/@10\.0\.0\.6:30303$/)
    const again = await problemOf(send(rotateNodeKey(contracts(), account, founders[4]!.enode, signature)))
    expect(again).to.include({ code: 'rotation_too_early' })

    await send(setNodeEndpoint(contracts(), account, next.enode.replace(/@.*/, '@[2001:db8::1]:30399')))
    expect((await readNode(registry, account))?.enode).to.match(/@\[2001:db8::1\]:30399$/)
  })

  it('are held to rules that governance sets', async () => {
    await send(setSegments(contracts(), [...segments, 'service']))
    expect(await readSegments(registry)).to.deep.equal([...segments, 'service'])
    const inUse = await problemOf(send(setSegments(contracts(), ['service'])))
    expect(inUse).to.include({ code: 'segment_in_use' })
    await send(setBreachTerm(contracts(), 30))
    expect(await readBreachTermDays(registry)).to.equal(30)
    const account = accountOf(founders[4]!)
    await send(setNodeOperatorAccount(contracts(), account, stranger))
    expect(await readNode(registry, account)).to.include({ operator_account: stranger })
    const foreign = await problemOf(send(setNodeEndpoint(contracts(), account, founders[4]!.enode)))
    expect(foreign).to.include({ code: 'role_missing' })
    const to = (governor: string) => setNodeGovernance(contracts(), { constitution: governor, ordinary: governor, board: governor })
    expect((await problemOf(send(to(stranger)))).message).to.contain(stranger)
    await send(to(contracts().ValidatorSet.address))
    expect(await problemOf(send(setBreachTerm(contracts(), 31)))).to.include({ code: 'role_missing' })
  })
})
