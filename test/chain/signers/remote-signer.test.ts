import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { recoverMessageAddress, zeroAddress } from 'viem'
import { generatePrivateKey } from 'viem/accounts'
import type { LocalChain } from '../../../scripts/local-chain.ts'
import { createClient } from '../../../src/chain/client.ts'
import { openJournal } from '../../../src/chain/journal.ts'
import { openRemoteSigner } from '../../../src/chain/remote-signer.ts'
import { createSender } from '../../../src/chain/sender.ts'
import type { UnsignedTransaction } from '../../../src/chain/signer.ts'
import { startChain } from '../../support/chain.ts'
import { problemOf } from '../../support/problem-of.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { startWeb3signer } from './web3signer.ts'

const to = `0x${'11'.repeat(20)}` as const
const transaction: UnsignedTransaction = {
  type: 'eip1559',
  chainId: 31337,
  to,
  data: '0xabcdef',
  nonce: 3,
  gas: 21_000n,
  value: 0n,
  maxFeePerGas: 7n,
  maxPriorityFeePerGas: 1n,
}

describe('a remote signer', () => {
  const folder = temporaryFolder()
  let chain: LocalChain
  let signer: Awaited<ReturnType<typeof startWeb3signer>>
  before(async () => {
    chain = await startChain()
    signer = await startWeb3signer(generatePrivateKey(), chain.chainId)
  })
  beforeEach(() => {
    for (const fault of Object.keys(signer.faults)) delete signer.faults[fault as keyof typeof signer.faults]
  })
  after(async () => {
    await signer.close()
    await chain.close()
    folder.remove()
  })
  const open = () => openRemoteSigner(signer.url, signer.address)

  it('signs what the journaled sender sends', async () => {
    const client = createClient({ rpc: chain.url })
    const journal = openJournal(folder.file('journal'))
    const sender = await createSender({ client, signer: await open(), journal })
    const { receipt } = await sender.send({ id: randomUUID(), to, data: '0x' })
    const created = await sender.send({ id: randomUUID(), to: null, data: '0x00' })
    journal.close()

    expect(receipt.from.toLowerCase()).to.equal(signer.address)
    expect(created.receipt.contractAddress).to.be.a('string')
  })

  it('signs messages', async () => {
    const message = 'an application, with ünïcode'
    const signature = await (await open()).signMessage(message)
    expect((await recoverMessageAddress({ message, signature })).toLowerCase()).to.equal(signer.address)
  })

  const lies: [string, typeof signer.faults, RegExp][] = [
    ['another recipient', { tamper: (request) => ({ ...request, to: zeroAddress }) }, /to is 0x0000.* instead of 0x1111/],
    ['other calldata', { tamper: (request) => ({ ...request, data: '0xabcdee' }) }, /data is 0xabcdee instead of 0xabcdef/],
    ['another nonce', { tamper: (request) => ({ ...request, nonce: '0x4' }) }, /nonce is 4 instead of 3/],
    ['a value', { tamper: (request) => ({ ...request, value: '0x1' }) }, /value is 1 instead of nothing/],
    ['more gas', { tamper: (request) => ({ ...request, gas: '0xffff' }) }, /gas is 65535 instead of 21000/],
    ['a higher fee', { tamper: (request) => ({ ...request, maxFeePerGas: '0x8' }) }, /maxFeePerGas is 8 instead of 7/],
    ['another chain', { chainId: 1 }, /chainId is 1 instead of 31337/],
    ['another key', { key: generatePrivateKey() }, /is signed by 0x.* instead of/],
    ['no transaction', { answers: { eth_signTransaction: '0x00' } }, /is no signed transaction/],
    ['no text', { answers: { eth_signTransaction: 7 } }, /is no signed transaction/],
  ]
  for (const [what, fault, said] of lies) {
    it(`is found out when it signs with ${what}`, async () => {
      const opened = await open()
      Object.assign(signer.faults, fault)
      const problem = await problemOf(opened.sign(transaction))

      expect(problem.code).to.equal('signer_wrong')
      expect(problem.message).to.match(said)
    })
  }

  it('is found out when a message is not signed by the account', async () => {
    const opened = await open()
    Object.assign(signer.faults, { answers: { eth_sign: `0x${'00'.repeat(65)}` } })
    expect((await problemOf(opened.signMessage('text'))).code).to.equal('signer_wrong')
  })

  it('names an account that it holds no key of, a refusal, a URL that is none, and that it is away', async () => {
    expect(await problemOf(openRemoteSigner(signer.url, to))).to.include({ code: 'signer_refused', field: 'account' })
    expect(await problemOf(openRemoteSigner('file:///key', to))).to.include({ code: 'invalid_input', field: 'signer-url' })
    expect((await problemOf(openRemoteSigner('http://127.0.0.1:1', to))).code).to.equal('signer_unreachable')
    expect((await problemOf(openRemoteSigner(chain.url, to))).code).to.equal('signer_refused')
  })
})
