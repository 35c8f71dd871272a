import { expect } from 'chai'
import { statSync } from 'node:fs'
import { keccak256 } from 'viem'
import { generatePrivateKey } from 'viem/accounts'
import type { LocalChain } from '../../../scripts/local-chain.ts'
import { createClient, type Client } from '../../../src/chain/client.ts'
import { openJournal, type Journal } from '../../../src/chain/journal.ts'
import { signerOf } from '../../../src/chain/keystore.ts'
import { createSender } from '../../../src/chain/sender.ts'
import type { Signer } from '../../../src/chain/signer.ts'
import { startChain } from '../../support/chain.ts'
import { startFaultyNode, type Fault, type FaultyNode } from '../../support/faulty-node.ts'
import { problemOf } from '../../support/problem-of.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

describe('the sender', () => {
  const folder = temporaryFolder()
  const journalFile = folder.file('journal.sqlite')
  let chain: LocalChain
  let node: FaultyNode
  let client: Client
  let journal: Journal
  let signer: Signer
  const open = (timeoutMs = 10_000) => createSender({ client, signer, journal, timeoutMs })
  const count = () => client.getTransactionCount({ address: signer.address })

  before(async () => {
    chain = await startChain()
    node = await startFaultyNode(chain.url)
    client = createClient({ rpc: node.url, timeoutMs: 300 })
    journal = openJournal(journalFile)
  })
  beforeEach(() => {
    node.choose = () => 'pass'
    signer = signerOf(generatePrivateKey())
  })
  after(async () => {
    journal.close()
    await node.close()
    await chain.close()
    folder.remove()
  })

  it('keeps its journal closed to others', () => {
    expect(statSync(journalFile).mode & 0o777).to.equal(0o600)
  })

  it('makes no second transaction under the same id', async () => {
    const sender = await open()
    const request = { id: 'a', to: signer.address, data: '0x01' } as const
    const [first, second] = await Promise.all([sender.send(request), sender.send(request)])
    const third = await (await open()).send(request)

    expect(second.hash).to.equal(first.hash)
    expect(third.hash).to.equal(first.hash)
    expect(await count()).to.equal(1)
  })

  it('refuses an id for a different transaction', async () => {
    const sender = await open()
    await sender.send({ id: 'a', to: signer.address, data: '0x01' })
    const problem = await problemOf(sender.send({ id: 'a', to: signer.address, data: '0x02' }))

    expect(problem.code).to.equal('transaction_id_taken')
  })

  it('keeps several in flight, in the order of the calls', async () => {
    const sender = await open()
    const sent = await Promise.all([1, 2, 3, 4].map((n) => sender.send({ id: `n${n}`, to: signer.address, data: `0x0${n}` })))
    const blocks = sent.map(({ receipt }) => Number(receipt.blockNumber) * 1000 + receipt.transactionIndex)

    expect(blocks).to.deep.equal(blocks.toSorted((a, b) => a - b))
    expect(await count()).to.equal(4)
  })

  it('signs anew when somebody else used the nonce', async () => {
    let other: string | undefined
    node.choose = async (method): Promise<Fault> => {
      if (method !== 'eth_sendRawTransaction' || other !== undefined) return 'pass'
      other = await signer.sign({ type: 'eip1559', chainId: chain.chainId, nonce: 0, to: signer.address, gas: 30_000n })
      await createClient({ rpc: chain.url }).sendRawTransaction({ serializedTransaction: other as `0x${string}` })
      return 'pass'
    }
    // two senders of one journal, as two processes would be: one of them signs, once
    const request = { id: 'a', to: signer.address, data: '0x01' } as const
    const [sent, same] = await Promise.all([(await open()).send(request), (await open()).send(request)])
    const transaction = await client.getTransaction({ hash: sent.hash })

    expect(transaction.nonce).to.equal(1)
    expect(same.hash).to.equal(sent.hash)
    expect(sent.hash).to.not.equal(keccak256(other as `0x${string}`))
    expect(await count()).to.equal(2)
  })

  it('signs anew when the nonce was used before, though every other count is of a block before that', async () => {
    const elsewhere = openJournal(folder.file('elsewhere.sqlite'))
    await (await createSender({ client, signer, journal: elsewhere })).send({ id: 'a', to: signer.address, data: '0x' })
    elsewhere.close()
    const asked = { latest: 0, pending: 0 }
    node.choose = (method, { params }) => {
      if (method !== 'eth_getTransactionCount') return 'pass'
      const isBehind = params[1] === 'pending' ? asked.pending++ === 0 : asked.latest++ % 2 === 0
      return isBehind ? { alter: () => '0x0' } : 'pass'
    }
    const { hash } = await (await open()).send({ id: 'a', to: signer.address, data: '0x01' })

    node.choose = () => 'pass'
    expect((await client.getTransaction({ hash })).nonce).to.equal(1)
    expect(await count()).to.equal(2)
  })

  it('hands a transaction over again that the node has forgotten', async () => {
    let lost = 0
    node.choose = (method, { params }) =>
      method === 'eth_sendRawTransaction' && lost++ === 0
        ? { answer: JSON.stringify({ jsonrpc: '2.0', id: 1, result: keccak256(params[0] as `0x${string}`) }) }
        : 'pass'
    const sent = await (await open()).send({ id: 'a', to: signer.address, data: '0x01' })

    expect(sent.receipt.status).to.equal('success')
    expect(await count()).to.equal(1)
  })

  it('goes on when the node comes back', async () => {
    let dropped = 0
    node.choose = (method) =>
      method === 'eth_sendRawTransaction' || method === 'eth_getTransactionReceipt' ? (dropped++ < 4 ? 'drop' : 'pass') : 'pass'
    const sent = await (await open()).send({ id: 'a', to: signer.address, data: '0x01' })

    expect(sent.receipt.status).to.equal('success')
    expect(await count()).to.equal(1)
  })

  it('says that a transaction is pending, and keeps it', async () => {
    node.choose = (method) => (method === 'eth_sendRawTransaction' ? 'hang' : 'pass')
    const sender = await open(500)
    const problem = await problemOf(sender.send({ id: 'a', to: signer.address, data: '0x01' }))
    node.choose = () => 'pass'

    expect(problem.code).to.equal('transaction_pending')
    expect(await sender.resume()).to.deep.equal(['a'])
    expect((await sender.settle('a')).receipt.status).to.equal('success')
  })

  it('names a rejection, leaves no gap behind it, and lets the id be used again', async () => {
    const sender = await open()
    node.choose = (method) =>
      method === 'eth_sendRawTransaction'
        ? { answer: '{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"Upfront cost exceeds account balance"}}' }
        : 'pass'
    const problem = await problemOf(sender.send({ id: 'a', to: signer.address, data: '0x01' }))
    node.choose = () => 'pass'
    const sent = await sender.send({ id: 'a', to: signer.address, data: '0x01' })

    expect(problem.code).to.equal('insufficient_funds')
    expect((await client.getTransaction({ hash: sent.hash })).nonce).to.equal(0)
  })

  it('sends what was rejected under another id, byte for byte the same', async () => {
    const sender = await open()
    node.choose = (method) =>
      method === 'eth_sendRawTransaction'
        ? { answer: '{"jsonrpc":"2.0","id":1,"error":{"code":-32007,"message":"Sender account not authorized"}}' }
        : 'pass'
    const call = { to: signer.address, data: '0x01' } as const
    expect((await problemOf(sender.send({ id: 'before', ...call }))).code).to.equal('transaction_rejected')
    node.choose = () => 'pass'
    const { hash } = await sender.send({ id: 'after', ...call })

    expect((await client.getTransactionReceipt({ hash })).status).to.equal('success')
    expect([await count(), sender.find('before')?.state]).to.deep.equal([1, 'rejected'])
  })

  it('fills the gap that a rejection leaves before transactions in flight', async () => {
    const sender = await open()
    const unsigned = { type: 'eip1559', chainId: chain.chainId, to: signer.address, gas: 30_000n, nonce: 1 } as const
    const raw = await signer.sign(unsigned)
    const key = `${chain.chainId}:${(await client.getBlock({ blockNumber: 0n })).hash}`
    journal.record(key, { id: 'later', account: signer.address, to: signer.address, data: '0x' }, { hash: keccak256(raw), nonce: 1, raw })
    await sender.resume()
    const { receipt } = await sender.settle('later')

    expect(receipt.status).to.equal('success')
    expect(await count()).to.equal(2)
  })

  it('fills the gap that a transaction of somebody else leaves, which the node has forgotten', async () => {
    const sender = await open()
    node.choose = (method, { params }): Fault =>
      method === 'eth_getTransactionCount' && params[1] === 'pending' ? { alter: () => '0x1' } : 'pass'
    await sender.submit({ id: 'a', to: signer.address, data: '0x', gas: 50_000n })
    node.choose = () => 'pass'
    const { receipt } = await sender.settle('a')

    expect(receipt.status).to.equal('success')
    expect(await count()).to.equal(2)
  })

  it('hands over first what an earlier call had left with the journal alone', async () => {
    node.choose = (method) => (method === 'eth_sendRawTransaction' ? 'drop' : 'pass')
    await (await open()).submit({ id: 'earlier', to: signer.address, data: '0x01' })
    node.choose = () => 'pass'
    const sender = await open()
    const { receipt } = await sender.send({ id: 'later', to: signer.address, data: '0x02' })

    expect(receipt.status).to.equal('success')
    expect((await sender.settle('earlier')).receipt.status).to.equal('success')
    expect(await count()).to.equal(2)
  })

  it('sees that a chain has lost what was mined', async () => {
    await (await open()).send({ id: 'a', to: signer.address, data: '0x01' })
    node.choose = (method) => (method === 'eth_getTransactionCount' ? { answer: '{"jsonrpc":"2.0","id":1,"result":"0x0"}' } : 'pass')

    expect((await problemOf(open())).code).to.equal('chain_forgot')
  })
})
