import { expect } from 'chai'
import { setTimeout as wait } from 'node:timers/promises'
import type { Hex } from '../../src/domain/fields.ts'
import { startFaultyNode, type FaultyNode } from '../support/faulty-node.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { deployWorld, type World } from '../support/world.ts'
import { drawsOf } from './support/draws.ts'
import { requireEachOnce } from './support/key-events.ts'
import { misdeeds, only, type Misdeed } from './support/misdeeds.ts'
import { registerInSpite, type Told } from './support/registering.ts'

const keysAList = 3000

describe('registration through a node that', () => {
  const folder = temporaryFolder()
  let world: World
  let node: FaultyNode
  before(async () => {
    world = await deployWorld()
    node = await startFaultyNode(world.chain.url)
  })
  after(async () => {
    await node.close()
    await world.close()
    folder.remove()
  })

  /** Registers a list through the node while it misbehaves; then every key is on the chain once. */
  async function registerThrough(name: string, misdeed: Misdeed): Promise<Told & { keyIds: Hex[] }> {
    const draws = drawsOf(name)
    const keyIds = draws.keyIds(keysAList)
    node.choose = (method, { params }) => misdeed({ method, params }, draws)
    const { process_id: processId } = world.processes.secure_element
    const journalFile = folder.file(`${keyIds[0]}.sqlite`)
    const told = await registerInSpite({ world, rpc: node.url, actor: world.actors.chip_maker, processId, journalFile, keyIds })
    await requireEachOnce(world, keyIds)
    return { ...told, keyIds }
  }

  for (const [name, { does }] of Object.entries(misdeeds).filter(([, { writes }]) => writes)) {
    it(`${name}: every key exactly once`, async () => {
      await registerThrough(name, does)
    })
  }

  it('does all of that: every key exactly once', async () => {
    const all = Object.values(misdeeds).map(({ does }) => does)
    await registerThrough('all of it', (request, draws) => (draws.below(2) === 0 ? draws.of(all)(request, draws) : 'pass'))
  })

  it('gives receipts of other transactions: no key counts as registered that is not', async () => {
    let last: unknown
    const { told, keyIds } = await registerThrough(
      'lies about receipts',
      only('eth_getTransactionReceipt', (_, draws) => ({
        alter: (result) => {
          if (result === null || last === undefined || draws.below(3) !== 0) return (last = result ?? last) && result
          return { ...(last as object), transactionHash: (result as { transactionHash: string }).transactionHash }
        },
      })),
    )
    expect(told).to.have.members(keyIds)
  })

  it('is used by somebody else with the same account: every key exactly once', async () => {
    const { signer, account } = world.actors.chip_maker
    const stop = new AbortController()
    const draws = drawsOf('nonces')
    const somebody = (async () => {
      while (!stop.signal.aborted) {
        const nonce = await world.client.getTransactionCount({ address: account, blockTag: 'pending' })
        const fees = { maxFeePerGas: 0n, maxPriorityFeePerGas: 0n, value: 0n, gas: 21_000n }
        const raw = await signer.sign({ type: 'eip1559', chainId: world.chain.chainId, nonce, to: account, data: '0x', ...fees })
        await world.client.request({ method: 'eth_sendRawTransaction', params: [raw] }).catch((error: Error) => {
          if (!/nonce|known/i.test(error.message)) throw error
        })
        await wait(draws.below(60))
      }
    })()
    await registerThrough('nonces taken', () => 'pass').finally(() => stop.abort())
    await somebody
  })
})
