import { expect } from 'chai'
import { randomBytes } from 'node:crypto'
import { privateKeyToAccount } from 'viem/accounts'
import { createKeys } from '../../../src/chain/calls/key-calls.ts'
import { createClient, type Client } from '../../../src/chain/client.ts'
import { findReceipt } from '../../../src/chain/find-receipt.ts'
import { proveReceipt } from '../../../src/chain/proofs/prove-receipt.ts'
import { readHeader } from '../../../src/chain/proofs/read-header.ts'
import type { ReceiptProof } from '../../../src/chain/proofs/proof.ts'
import { verifyReceiptProof } from '../../../src/chain/proofs/verify-receipt-proof.ts'
import type { Hex } from '../../../src/domain/fields.ts'
import { startFaultyNode, type FaultyNode } from '../../support/faulty-node.ts'
import { problemOf as thrownBy } from '../../domain/problem-of.ts'
import { problemOf } from '../../support/problem-of.ts'
import { deployWorld, type World } from '../../support/world.ts'

const newKeys = (count: number) => Array.from({ length: count }, (): Hex => `0x${randomBytes(32).toString('hex')}`)

describe('a receipt’s proof, on EDR', () => {
  let world: World
  let node: FaultyNode
  let client: Client
  let hash: Hex
  let keys: Hex[]
  before(async () => {
    world = await deployWorld()
    node = await startFaultyNode(world.chain.url)
    client = createClient({ rpc: node.url })
    keys = newKeys(500)
    const call = createKeys(world.deployment.contracts, world.processes.secure_element.process_id, undefined, keys)
    ;({ hash } = await world.act('chip_maker', call))
  })
  after(async () => {
    await node.close()
    await world.close()
  })
  beforeEach(() => {
    node.choose = () => 'pass'
    node.seen.length = 0
  })

  it('leads from the keys of the event to the hash of the block, by one request where the receipt is at hand', async () => {
    const receipt = await findReceipt(client, hash)
    node.seen.length = 0
    const proof = await proveReceipt(client, receipt!)
    expect(node.seen).to.deep.equal(['eth_getBlockByHash'])
    const { header, logs } = verifyReceiptProof(JSON.parse(JSON.stringify(proof)) as ReceiptProof)
    expect(header.hash).to.equal(receipt!.blockHash)
    expect(header.number).to.equal(Number(receipt!.blockNumber))
    expect(logs).to.deep.equal(receipt!.logs.map(({ address, topics, data }) => ({ address: address.toLowerCase(), topics, data })))
    expect(keys.every((key) => logs.some(({ data }) => data.includes(key.slice(2))))).to.equal(true)
  })

  it('costs less than 2 ms of processor time to make, for 500 keys', async () => {
    const receipt = (await findReceipt(client, hash))!
    const block = await client.request({ method: 'eth_getBlockByHash', params: [receipt.blockHash, false] })
    const times: number[] = []
    for (let round = 0; round < 60; round++) {
      // a client each, so that nothing is remembered; it answers at once, so that nothing else is measured
      const answering = { request: () => Promise.resolve(block) } as unknown as Client
      const before = process.cpuUsage()
      await proveReceipt(answering, receipt)
      const { user, system } = process.cpuUsage(before)
      times.push((user + system) / 1000)
    }
    expect(times.sort((one, other) => one - other)[30]).to.be.below(2)
  })

  it('holds for each of several transactions of a block, for reverted and legacy ones too', async () => {
    const hashes = await severalInABlock(world, 20)
    const proofs: ReceiptProof[] = []
    for (const each of hashes) proofs.push(await proveReceipt(client, each))
    expect(new Set(proofs.map(({ index }) => index)).size).to.equal(20)
    for (const proof of proofs) {
      const { header, logs } = verifyReceiptProof(proof)
      const receipt = (await findReceipt(client, hashes[proof.index]!))!
      expect([header.hash, logs.length]).to.deep.equal([receipt.blockHash, receipt.logs.length])
    }
    expect(node.seen.filter((method) => method === 'eth_getBlockByHash')).to.have.length(1)
  })

  it('does not hold for another place, block or event', async () => {
    const proof = await proveReceipt(client, hash)
    expect(thrownBy(() => verifyReceiptProof({ ...proof, index: 1 }))?.code).to.equal('proof_invalid')
    expect(thrownBy(() => verifyReceiptProof({ ...proof, nodes: [] }))?.code).to.equal('proof_invalid')
    const other = await readHeader(client, verifyReceiptProof(proof).header.number - 1)
    expect(thrownBy(() => verifyReceiptProof({ ...proof, header: other.rlp }))?.code).to.equal('proof_invalid')
    const forged = proof.nodes.map((each) => each.replace(keys[7]!.slice(2), newKeys(1)[0]!.slice(2)) as Hex)
    expect(forged).not.to.deep.equal(proof.nodes)
    expect(thrownBy(() => verifyReceiptProof({ ...proof, nodes: forged }))?.code).to.equal('proof_invalid')
  })

  it('is not made of a receipt of which the node lies, nor of a header', async () => {
    const emptied = (result: unknown) => {
      const receipt = result as { logs: object[] }
      return { ...receipt, logs: receipt.logs.map((log) => ({ ...log, data: '0x' })) }
    }
    node.choose = (method) => (method === 'eth_getTransactionReceipt' ? { alter: emptied } : 'pass')
    expect((await problemOf(proveReceipt(createClient({ rpc: node.url }), hash))).code).to.equal('chain_nonsense')
    node.choose = (method) =>
      method === 'eth_getBlockByHash' ? { alter: (result) => ({ ...(result as object), receiptsRoot: `0x${'11'.repeat(32)}` }) } : 'pass'
    expect((await problemOf(proveReceipt(createClient({ rpc: node.url }), hash))).code).to.equal('chain_nonsense')
  })

  it('of a transaction that nobody knows is none', async () => {
    expect((await problemOf(proveReceipt(client, newKeys(1)[0]!))).code).to.equal('chain_behind')
  })
})

/** As many transactions in one block: legacy and of type 2, some of them reverted. In the order of the block. */
async function severalInABlock({ client, deployment, chain }: World, count: number): Promise<Hex[]> {
  const tell = (method: string, ...params: unknown[]) => client.request<never>({ method, params } as never)
  const account = privateKeyToAccount(`0x${'07'.repeat(32)}`)
  await tell('evm_setAutomine', false)
  const sent: Hex[] = []
  for (let nonce = 0; nonce < count; nonce++) {
    const data = nonce % 3 === 0 ? '0xdeadbeef' : '0x'
    const to = nonce % 3 === 0 ? deployment.contracts.KeyRegistry.address : account.address
    const call = { chainId: chain.chainId, nonce, to, data, gas: 100_000n } as const
    const serializedTransaction = await account.signTransaction(
      nonce % 2 === 0
        ? { ...call, type: 'legacy', gasPrice: 0n }
        : { ...call, type: 'eip1559', maxFeePerGas: 0n, maxPriorityFeePerGas: 0n },
    )
    sent.push(await client.sendRawTransaction({ serializedTransaction }))
  }
  await tell('evm_mine')
  await tell('evm_setAutomine', true)
  return sent
}
