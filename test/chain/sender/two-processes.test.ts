import { expect } from 'chai'
import { generatePrivateKey } from 'viem/accounts'
import { createClient } from '../../../src/chain/client.ts'
import { openJournal } from '../../../src/chain/journal.ts'
import { signerOf } from '../../../src/chain/keystore.ts'
import { createSender } from '../../../src/chain/sender.ts'
import { startChain } from '../../support/chain.ts'
import { startFaultyNode } from '../../support/faulty-node.ts'
import { holdReceipts } from '../../support/hold-receipts.ts'
import { problemOf } from '../../support/problem-of.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

describe('two senders of one account and one journal', () => {
  it('both say that the contract refused, where one settles it while the other looks', async () => {
    const folder = temporaryFolder()
    const chain = await startChain()
    const node = await startFaultyNode(chain.url)
    const [signer, file] = [signerOf(generatePrivateKey()), folder.file('journal.sqlite')]
    const journals = [openJournal(file), openJournal(file)] as const
    const slow = await createSender({ client: createClient({ rpc: node.url }), signer, journal: journals[0] })
    const fast = await createSender({ client: createClient({ rpc: chain.url }), signer, journal: journals[1] })
    const receipts = holdReceipts(node)
    // a creation whose code is INVALID
    await slow.submit({ id: 'a', to: null, data: '0xfe', gas: 100_000n })
    const later = problemOf(slow.settle('a'))
    await receipts.asked
    const first = await problemOf(fast.settle('a'))
    receipts.release()
    const second = await later
    for (const { close } of [...journals, node, chain]) await close()
    folder.remove()

    expect([first.code, second.code]).to.deep.equal(['transaction_reverted', 'transaction_reverted'])
  })
})
