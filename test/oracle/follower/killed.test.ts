import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { randomKeyIds } from '../../../scripts/network-drills/random-key-ids.ts'
import { openIndexReader } from '../../../src/oracle/index/open-index.ts'
import { startFaultyNode, type FaultyNode } from '../../support/faulty-node.ts'
import { derkeyProgram } from '../../support/run-derkey.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { deployWorld, type World } from '../../support/world.ts'

describe('a follower that is killed with kill -9 in the middle of a catch-up', () => {
  const folder = temporaryFolder()
  const file = folder.file('index.sqlite')
  const keys = randomKeyIds(40)
  // what was compiled for one command serves the next
  const env = { ...process.env, NODE_COMPILE_CACHE: folder.file('compiled') }
  let world: World
  let node: FaultyNode
  before(async () => {
    world = await deployWorld()
    node = await startFaultyNode(world.chain.url)
    for (let first = 0; first < keys.length; first += 4) {
      await world.registerKeys('chip_maker', world.processes.secure_element.process_id, keys.slice(first, first + 4))
    }
  })
  after(async () => {
    await node.close()
    await world.close()
    folder.remove()
  })

  const args = () => [derkeyProgram, 'index', 'follow', '--once', '--index', file, '--deployment', world.deploymentFile, '--rpc', node.url]
  const read = <T>(answer: (reader: ReturnType<typeof openIndexReader>) => T): T => {
    const reader = openIndexReader(file, world.deployment)
    try {
      return answer(reader)
    } finally {
      reader.close()
    }
  }

  it('has kept whole windows alone, and goes on behind them', async () => {
    const refused = { jsonrpc: '2.0', id: 1, error: { code: -32_005, message: 'too many blocks' } }
    const reached: number[] = []
    for (const windows of [3, 4]) {
      let left = windows
      const child = spawn(process.execPath, args(), { stdio: 'ignore', env })
      const ended = once(child, 'exit')
      node.choose = (method, { params }) => {
        if (method !== 'eth_getLogs') return 'pass'
        const { fromBlock, toBlock } = params[0] as { fromBlock: string; toBlock: string }
        if (Number(toBlock) - Number(fromBlock) > 2) return { answer: JSON.stringify(refused) }
        if (left-- > 0) return 'pass'
        child.kill('SIGKILL')
        return 'hang'
      }
      await ended
      reached.push(read((reader) => reader.position()?.block ?? 0))
    }
    expect(reached).to.deep.equal([...new Set(reached)].sort((one, other) => one - other))

    node.choose = () => 'pass'
    await promisify(execFile)(process.execPath, args(), { env })
    const head = Number(await world.client.getBlockNumber({ cacheTime: 0 }))
    expect(read((reader) => [reader.position()?.block, reader.position()?.keys])).to.deep.equal([head, keys.length])
    expect(read((reader) => keys.map((keyId) => reader.keyInfo(keyId)?.key.status))).to.deep.equal(keys.map(() => 'active'))
  })
})
