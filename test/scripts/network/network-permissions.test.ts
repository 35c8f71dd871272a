import { expect } from 'chai'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { generatePrivateKey } from 'viem/accounts'
import { nameLineAccount } from '../../../src/chain/calls/process-calls.ts'
import { signerOf } from '../../../src/chain/keystore.ts'
import { listsOfNodes } from '../../../scripts/network/follow-permissions.ts'
import { startFaultyNode } from '../../support/faulty-node.ts'
import { startPermissionedNode, type PermissionedNode } from '../../support/permissioned-node.ts'
import { problemOf } from '../../support/problem-of.ts'
import { derkeyProgram, runDerkey } from '../../support/run-derkey.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { deployWorld, type World } from '../../support/world.ts'

describe('derkey network permissions', () => {
  const folder = temporaryFolder()
  const lists = folder.file('nodes/validator-1/permissions_config.toml')
  let world: World
  let node: PermissionedNode
  let options: string[]

  before(async () => {
    world = await deployWorld()
    node = await startPermissionedNode(() => lists)
    mkdirSync(folder.file('nodes/validator-1'), { recursive: true })
    const config = `p2p-host = "127.0.0.1"\np2p-port = 30301\nrpc-http-host = "127.0.0.1"\nrpc-http-port = ${node.port}
static-nodes-file = "static-nodes.json"\npermissions-nodes-config-file = "permissions_config.toml"
permissions-accounts-config-file = "permissions_config.toml"\n`
    writeFileSync(folder.file('nodes/validator-1/config.toml'), config)
    options = ['network', 'permissions', folder.path, '--rpc', world.chain.url, '--deployment', world.deploymentFile]
  })
  after(async () => {
    await node.close()
    await world.close()
    folder.remove()
  })

  it('--check says what is different, changes nothing and exits 1', async () => {
    const { code, stdout } = await runDerkey([...options, '--check', '--json'])
    const { reports } = JSON.parse(stdout) as { reports: { state: string; drift: { where: string }[] }[] }
    expect(code).to.equal(1)
    expect(reports.map(({ state }) => state)).to.deep.equal(['drifted'])
    expect(new Set(reports[0]?.drift.map(({ where }) => where))).to.deep.equal(new Set(['file', 'node', 'static_nodes']))
    expect(node.lists.accounts).to.deep.equal([])
  })

  it('--once mends everything and exits 0', async () => {
    const { code, stdout } = await runDerkey([...options, '--once'])
    expect(code).to.equal(0)
    expect(stdout).to.match(/validator-1\s+mended/)
    expect(node.lists.accounts).to.include.members(world.seats.map(({ account }) => account))
    expect((await runDerkey([...options, '--check'])).code).to.equal(0)
  })

  it('follows the chain until it is stopped', async () => {
    const child = spawn(process.execPath, [derkeyProgram, ...options], { stdio: ['ignore', 'ignore', 'pipe'] })
    try {
      await once(child.stderr, 'data')
      const line = signerOf(generatePrivateKey()).address
      await world.act('chip_maker', nameLineAccount(world.deployment.contracts, world.processes.secure_element.process_id, line))
      while (!node.lists.accounts.includes(line)) await pause(50)
    } finally {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
    expect(child.exitCode).to.equal(0)
  })

  it('goes by no node that has not caught up with what it saw before', async () => {
    const late = await startFaultyNode(world.chain.url)
    const read = listsOfNodes([late.url], world.deployment)
    await read()
    late.choose = (method) => (method === 'eth_blockNumber' ? { answer: '{"jsonrpc":"2.0","id":1,"result":"0x1"}' } : 'pass')
    const problem = await problemOf(read())
    await late.close()
    expect([problem.code, problem.message.includes('is at block 1')]).to.deep.equal(['chain_behind', true])
  })

  it('goes by the node that is furthest, where one is away', async () => {
    const { accounts } = await listsOfNodes(['http://127.0.0.1:9', world.chain.url], world.deployment)()
    expect(accounts.length).to.be.above(0)
  })

  it('names the folder that is none of a network', async () => {
    const { code, stderr } = await runDerkey(['network', 'permissions', folder.file('nowhere'), '--once'])
    expect(code).to.equal(2)
    expect(stderr).to.include('no folder with a config.toml')
  })
})
