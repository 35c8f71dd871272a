import { expect } from 'chai'
import { provenValidators } from '../../../src/chain/proofs/proven-validators.ts'
import { readHeader } from '../../../src/chain/proofs/read-header.ts'
import type { PinnedGenesis } from '../../../src/chain/proofs/pinned-genesis.ts'
import { listTopics } from '../../../src/chain/proofs/validator-lists.ts'
import { openSealedChain } from '../../../src/chain/proofs/sealed-chain.ts'
import type { Hex } from '../../../src/domain/fields.ts'
import { problemOf } from '../../support/problem-of.ts'
import { accountOf, keyRotated, listCreated, qbftChain, recoverySets, resealed, validatorsChanged, validatorSet } from './qbft-chain.ts'

const four = [1, 2, 3, 4]
const others = [4, 5, 6, 7]
const accounts = (keys: readonly number[]) => keys.map(accountOf)
const lone: Hex = `0x${'aa'.repeat(20)}`
const listed: Hex = `0x${'bb'.repeat(20)}`

describe('a chain of which the genesis is pinned', () => {
  const begin = async (transitions: PinnedGenesis['namers'] = []) => {
    const chain = await qbftChain({ [validatorSet]: accounts(four) })
    const genesis: PinnedGenesis = {
      chain_id: 1,
      hash: chain.header(0).hash,
      namers: [{ from: 1, contract: validatorSet }, ...transitions],
      lists: { [validatorSet]: accounts(four) },
      recovery_sets: recoverySets,
    }
    return { ...chain, genesis, open: () => openSealedChain(chain.client, genesis) }
  }
  /** To the four others in one block: sealed by the old set, and the next by the new one. */
  const change = async ({ mine }: Awaited<ReturnType<typeof begin>>, sealers = four) => {
    const lists = { [validatorSet]: accounts(others) }
    return mine({ sealers, lists, events: [validatorsChanged(accounts(others))] })
  }
  const refused = async (promise: Promise<unknown>) => {
    const problem = await problemOf(promise)
    expect(problem.code).to.equal('proof_invalid')
    return problem.message
  }

  it('has the blocks that the genesis’ validators sealed, and looks for no events while the state names them', async () => {
    const chain = await begin()
    const header = await chain.mine({ sealers: [1, 2, 3] })
    await chain.open().trust(header)
    await chain.open().trust(chain.header(0))
    expect(chain.node.asked).not.to.include('eth_getLogs')
  })

  it('asks once for a state or events, however many blocks it is asked about, the oldest first', async () => {
    const chain = await begin()
    for (let count = 0; count < 10; count++) await chain.mine({ sealers: [1, 2, 3] })
    const trusted = chain.open()
    for (let number = 1; number <= 10; number++) await trusted.trust(chain.header(number))
    expect(chain.node.asked.filter((method) => method === 'eth_getProof')).to.have.length(2)
    await change(chain)
    await chain.mine({ sealers: others })
    chain.node.asked.length = 0
    const later = chain.open()
    for (let number = 1; number <= 12; number++) await later.trust(chain.header(number))
    expect(chain.node.asked.filter((method) => method === 'eth_getProof' || method === 'eth_getLogs')).to.have.length(3)
  })

  it('has its blocks although the newest that the node gives is none of it', async () => {
    const chain = await begin()
    const good = await chain.mine({ sealers: four })
    await chain.mine({ sealers: others })
    await chain.open().trust(good)
  })

  it('has no other block 0, and none that strangers sealed', async () => {
    const chain = await begin()
    const other = await qbftChain({ [validatorSet]: accounts(others) })
    expect(await refused(chain.open().trust(other.header(0)))).to.contain('the genesis file makes it')
    await refused(chain.open().trust(await other.mine({ sealers: others })))
    await chain.mine({ sealers: four })
    await refused(chain.open().trust(await chain.mine({ sealers: others })))
  })

  it('has a block of a change sealed by the old set, and the next one by the new set', async () => {
    const chain = await begin()
    await chain.mine({ sealers: four })
    const changed = await change(chain)
    const after = await chain.mine({ sealers: [5, 6, 7] })
    const trusted = chain.open()
    for (const header of [after, changed, chain.header(1), after]) await trusted.trust(header)
  })

  it('has no block after a change that the old set sealed', async () => {
    const chain = await begin()
    await change(chain)
    await chain.mine({ sealers: [5, 6, 7] })
    const trusted = chain.open()
    await trusted.trust(chain.header(2))
    await refused(trusted.trust(await chain.mine({ sealers: [1, 2, 3] })))
  })

  it('has no change that the new set alone agreed to', async () => {
    const chain = await begin()
    await change(chain, others)
    expect(await refused(chain.open().trust(await chain.mine({ sealers: others })))).to.contain('block 1')
  })

  it('has no block after a change that the node hides, or makes up', async () => {
    const chain = await begin()
    await change(chain)
    const after = await chain.mine({ sealers: others })
    const answer = chain.node.request
    chain.node.request = (call) => (call.method === 'eth_getLogs' ? Promise.resolve([]) : answer(call))
    expect(await refused(chain.open().trust(after))).to.contain('no event says')
    chain.node.request = (call) => (['eth_getLogs', 'eth_getProof'].includes(call.method) ? withoutState(call) : answer(call))
    expect(await refused(chain.open().trust(after))).to.contain(accountOf(5))
    chain.node.request = async (call) => {
      const found = await answer(call)
      return call.method === 'eth_getBlockReceipts' || call.method === 'eth_getTransactionReceipt' ? withAnotherList(found) : found
    }
    const made = await problemOf(chain.open().trust(await chain.mine({ sealers: [8, 9, 10, 11] })))
    expect(made.code).to.equal('chain_nonsense')
  })

  it('has no validators back that have left, where the node gives an old change again', async () => {
    const chain = await begin()
    const last = accounts([8, 9, 10, 11])
    await change(chain)
    const answer = chain.node.request
    const [old] = (await answer({
      method: 'eth_getLogs',
      params: [{ address: [validatorSet], topics: [listTopics], fromBlock: '0x1', toBlock: '0x1' }],
    })) as object[]
    const trusted = chain.open()
    await trusted.trust(await chain.mine({ sealers: others }))
    await chain.mine({ sealers: others, lists: { [validatorSet]: last }, events: [validatorsChanged(last)] })
    const forged = await chain.mine({ sealers: four })
    chain.node.request = (call) =>
      call.method === 'eth_getLogs' ? Promise.resolve([old]) : call.method === 'eth_getProof' ? Promise.resolve(null) : answer(call)
    expect((await problemOf(trusted.trust(forged))).code).to.equal('chain_nonsense')
    expect(await refused(chain.open().trust(forged))).to.contain(accountOf(1))
  })

  it('is told from a node that keeps no old states as well: by events alone', async () => {
    const chain = await begin()
    await change(chain)
    const answer = chain.node.request
    chain.node.request = (call) => (call.method === 'eth_getProof' ? Promise.resolve(null) : answer(call))
    await chain.open().trust(await chain.mine({ sealers: others }))
    await refused(chain.open().trust(await chain.mine({ sealers: four })))
  })

  it('follows a key that is rotated', async () => {
    const chain = await begin()
    const rotated = [1, 2, 3, 9]
    await chain.mine({ sealers: four, lists: { [validatorSet]: accounts(rotated) }, events: [keyRotated(accountOf(4), accountOf(9))] })
    await chain.open().trust(await chain.mine({ sealers: [1, 2, 9] }))
    await refused(chain.open().trust(await chain.mine({ sealers: [1, 2, 4] })))
  })

  it('goes on with one validator and then with a list, where the genesis’ transitions say so', async () => {
    const chain = await begin([
      { from: 3, contract: lone, lone: { of: validatorSet, place: 1 } },
      { from: 5, contract: listed },
    ])
    await chain.mine({ sealers: four })
    await chain.mine({ sealers: four })
    const lists = { [listed]: accounts([1, 2]) }
    await chain.mine({
      sealers: [2],
      lists,
      events: [listCreated(listed, accounts([1, 2])), listCreated(lone, accounts([1, 2]), validatorSet)],
    })
    await chain.mine({ sealers: [2] })
    await chain.mine({ sealers: [1, 2] })
    const trusted = chain.open()
    for (const number of [5, 4, 3, 2]) await trusted.trust(chain.header(number))
    await refused(trusted.trust({ ...chain.header(3), rlp: await resealed(chain.header(3), [1]) }))
    await refused(chain.open().trust(await chain.mine({ sealers: [2] })))
  })

  it('has a list of the contract that makes lists alone', async () => {
    const chain = await begin([{ from: 2, contract: listed }])
    await chain.mine({ sealers: four, events: [listCreated(listed, accounts(others), validatorSet)] })
    expect(await refused(chain.open().trust(await chain.mine({ sealers: others })))).to.contain('no event says')
  })

  it('names the validators of a block in the state of the block before, which is proven', async () => {
    const chain = await begin()
    await change(chain)
    await chain.mine({ sealers: others })
    const namer = chain.genesis.namers[0]!
    expect(await provenValidators(chain.client, chain.header(1), namer)).to.deep.equal(accounts(four))
    expect(await provenValidators(chain.client, chain.header(2), namer)).to.deep.equal(accounts(others))
    const one = { ...namer, contract: lone, lone: { of: validatorSet, place: 2 } }
    expect(await provenValidators(chain.client, chain.header(2), one)).to.deep.equal([accountOf(6)])
  })

  it('does not name others where the node lies about the storage, or the block before', async () => {
    const chain = await begin()
    await change(chain)
    await chain.mine({ sealers: others })
    const answer = chain.node.request
    const { client } = chain
    const namer = chain.genesis.namers[0]!
    chain.node.request = (call) => {
      const [address, slots] = (call.params ?? []) as unknown[]
      return answer(call.method === 'eth_getProof' ? { ...call, params: [address, slots, '0x0'] } : call)
    }
    await refused(provenValidators(client, chain.header(2), namer))
    chain.node.request = (call) => answer(call.method === 'eth_getBlockByHash' ? { method: 'eth_getBlockByNumber', params: ['0x0'] } : call)
    expect((await problemOf(provenValidators(client, chain.header(2), namer))).code).to.equal('chain_nonsense')
    chain.node.request = answer
    expect((await readHeader(client, 2)).hash).to.equal(chain.header(2).hash)
  })
})

/** A node that has no state of old blocks, and hides events. */
function withoutState({ method }: { method: string }): Promise<unknown> {
  if (method === 'eth_getLogs') return Promise.resolve([])
  return Promise.resolve(null)
}

/** Receipts in which others become validators. */
function withAnotherList(found: unknown): unknown {
  const { topics, data } = validatorsChanged([8, 9, 10, 11].map(accountOf))
  const altered = (receipt: { logs: object[] }) => ({ ...receipt, logs: receipt.logs.map((log) => ({ ...log, topics, data })) })
  return Array.isArray(found) ? (found as { logs: object[] }[]).map(altered) : altered(found as { logs: object[] })
}
