import { expect } from 'chai'
import { keccak256, type Hex } from 'viem'
import { generatePrivateKey } from 'viem/accounts'
import type { LocalChain } from '../../../scripts/local-chain.ts'
import { createClient, type Client } from '../../../src/chain/client.ts'
import { openJournal, type Journal } from '../../../src/chain/journal.ts'
import { signerOf } from '../../../src/chain/keystore.ts'
import { readChainKey } from '../../../src/chain/nonce.ts'
import { createSender } from '../../../src/chain/sender.ts'
import type { Signer } from '../../../src/chain/signer.ts'
import { startChain } from '../../support/chain.ts'
import { problemOf } from '../../support/problem-of.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

describe('the sender on a chain', () => {
  const folder = temporaryFolder()
  let chain: LocalChain
  let client: Client
  let journal: Journal
  let signer: Signer
  const open = () => createSender({ client, signer, journal, timeoutMs: 10_000 })
  const tell = (method: string, ...params: unknown[]) => client.request({ method, params } as never)

  beforeEach(async () => {
    chain = await startChain()
    client = createClient({ rpc: chain.url })
    journal = openJournal(folder.file(`${chain.url.split(':').at(-1)}.sqlite`))
    signer = signerOf(generatePrivateKey())
  })
  afterEach(async () => {
    journal.close()
    await chain.close()
  })
  after(() => folder.remove())

  it('with a block time has several transactions in one block, in the order of the calls', async () => {
    await tell('evm_setAutomine', false)
    const sender = await open()
    for (const id of ['a', 'b', 'c']) await sender.submit({ id, to: signer.address, data: '0x' })
    const settled = Promise.all(['a', 'b', 'c'].map((id) => sender.settle(id)))
    await tell('evm_mine')
    const sent = await settled

    expect(sent.map(({ receipt }) => receipt.transactionIndex)).to.deep.equal([0, 1, 2])
  })

  it('that was restarted with the same number does not take up what the old one had mined', async () => {
    const request = { id: 'a', to: signer.address, data: '0x' } as const
    const before = await (await open()).send(request)
    await chain.close()
    chain = await startChain()
    client = createClient({ rpc: chain.url })
    const after = await (await open()).send(request)

    expect(after.receipt.blockHash).to.not.equal(before.receipt.blockHash)
  })

  it('with free gas costs nothing', async () => {
    const sender = await open()
    await sender.send({ id: 'a', to: signer.address, data: '0x' })

    expect(await client.getBalance({ address: signer.address })).to.equal(0n)
  })

  it('with paid gas names an account without funds, and pays with one that has some', async () => {
    await tell('hardhat_setNextBlockBaseFeePerGas', '0x3b9aca00')
    await tell('evm_mine')
    const sender = await open()
    const problem = await problemOf(sender.send({ id: 'a', to: signer.address, data: '0x' }))
    await tell('hardhat_setBalance', signer.address, '0xde0b6b3a7640000')
    const { receipt } = await sender.send({ id: 'a', to: signer.address, data: '0x' })

    expect(problem.code).to.equal('insufficient_funds')
    expect(problem.message).to.contain(signer.address)
    expect(receipt.status).to.equal('success')
    expect(receipt.effectiveGasPrice > 0n).to.equal(true)
  })

  it('whose base fee rises signs anew under the same nonce, so that one of the two is mined at most', async () => {
    await tell('hardhat_setBalance', signer.address, '0xde0b6b3a7640000')
    const raw = await signer.sign({ type: 'eip1559', chainId: chain.chainId, nonce: 0, to: signer.address, gas: 21_000n, maxFeePerGas: 0n })
    const send = { id: 'a', account: signer.address, to: signer.address, data: '0x' as Hex }
    journal.record(await readChainKey(client), send, { hash: keccak256(raw), nonce: 0, raw })
    await tell('hardhat_setNextBlockBaseFeePerGas', '0x3b9aca00')
    await tell('evm_mine')
    const sender = await open()
    await sender.resume()
    const { receipt, hash } = await sender.settle('a')

    expect(receipt.status).to.equal('success')
    expect(hash).to.not.equal(keccak256(raw))
    expect(await client.getTransactionCount({ address: signer.address })).to.equal(1)
  })
})
