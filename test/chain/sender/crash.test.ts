import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { keccak256, type Hex } from 'viem'
import { generatePrivateKey } from 'viem/accounts'
import type { LocalChain } from '../../../scripts/local-chain.ts'
import { createClient } from '../../../src/chain/client.ts'
import { openJournal } from '../../../src/chain/journal.ts'
import { signerOf } from '../../../src/chain/keystore.ts'
import { createSender } from '../../../src/chain/sender.ts'
import { startChain } from '../../support/chain.ts'
import { startFaultyNode, type FaultyNode } from '../../support/faulty-node.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

describe('a sender that is killed', () => {
  const folder = temporaryFolder()
  let chain: LocalChain
  let node: FaultyNode
  before(async () => {
    chain = await startChain()
    node = await startFaultyNode(chain.url)
  })
  after(async () => {
    await node.close()
    await chain.close()
    folder.remove()
  })

  /** Kills the child at its eth_sendRawTransaction, before or after the node has it; then starts again on the same journal. */
  async function killAndStartAgain(name: string, forward: boolean) {
    const key = generatePrivateKey()
    const [journalFile, keyFile] = [folder.file(`${name}.sqlite`), folder.file(`${name}.key`)]
    writeFileSync(keyFile, key, { mode: 0o600 })
    const raws: unknown[] = []
    node.choose = async (method, request) => {
      if (method !== 'eth_sendRawTransaction') return 'pass'
      raws.push(request.params[0])
      if (forward) await createClient({ rpc: chain.url }).request({ method, params: request.params as never })
      child.kill('SIGKILL')
      return 'hang'
    }
    const script = join(import.meta.dirname, 'send-once.ts')
    const child = spawn(process.execPath, [script, node.url, journalFile, keyFile, 'the-id'], { stdio: 'inherit' })
    await once(child, 'exit')
    expect(child.signalCode).to.equal('SIGKILL')

    const client = createClient({ rpc: chain.url })
    const journal = openJournal(journalFile)
    const sender = await createSender({ client, signer: signerOf(key), journal })
    const resumed = await sender.resume()
    const sent = await sender.send({ id: 'the-id', to: sender.address, data: '0x' })
    const count = await client.getTransactionCount({ address: sender.address })
    const attempts = journal.attempts(await chainKey(), sender.address, 'the-id').map(({ hash }) => hash)
    journal.close()
    return { hashes: raws.map((raw) => keccak256(raw as Hex)), attempts, resumed, sent, count }
  }

  const chainKey = async () => {
    const { hash } = await createClient({ rpc: chain.url }).getBlock({ blockNumber: 0n })
    return `${chain.chainId}:${hash}`
  }

  it('between journal and node sends the very transaction that it wrote down', async () => {
    const { hashes, attempts, resumed, sent, count } = await killAndStartAgain('before', false)

    expect(resumed).to.deep.equal(['the-id'])
    expect(attempts).to.deep.equal(hashes)
    expect(sent.hash).to.equal(hashes[0])
    expect(sent.receipt.status).to.equal('success')
    expect(count).to.equal(1)
  })

  it('between node and receipt finds the receipt, and sends nothing twice', async () => {
    const { resumed, sent, count } = await killAndStartAgain('after', true)

    expect(resumed).to.deep.equal(['the-id'])
    expect(sent.receipt.status).to.equal('success')
    expect(count).to.equal(1)
  })

  it('by a full disk sends nothing that it could not write down', async () => {
    node.choose = () => 'pass'
    node.seen.length = 0
    const key = generatePrivateKey()
    writeFileSync(folder.file('full.key'), key, { mode: 0o600 })
    // files of this process end at some 100 kB; the transaction has 300 kB
    const script = `trap '' XFSZ; ulimit -f 200; exec "$0" "$@"`
    const args = [
      join(import.meta.dirname, 'send-once.ts'),
      node.url,
      folder.file('full.sqlite'),
      folder.file('full.key'),
      'the-id',
      '300000',
    ]
    const child = spawn('/bin/sh', ['-c', script, process.execPath, ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
    let errors = ''
    child.stderr.on('data', (text: Buffer) => (errors += text.toString()))
    await once(child, 'close')

    expect(errors).to.contain('journal_unusable')
    expect(child.exitCode).to.equal(1)
    expect(node.seen).to.not.include('eth_sendRawTransaction')
  })
})
