import { expect } from 'chai'
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { keepNode } from '../../../scripts/network/keep-node.ts'
import { findNodeFolders, type NodeFolder } from '../../../scripts/network/node-folder.ts'
import { permissionsFile } from '../../../src/network/permissions-file.ts'
import { readPermissionsFile } from '../../../src/network/read-permissions-file.ts'
import { problemOf } from '../../support/problem-of.ts'
import { startPermissionedNode, type PermissionedNode } from '../../support/permissioned-node.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const account = (byte: string) => `0x${byte.repeat(20)}`
const enodes = [1, 2, 3].map((port) => `enode://${privateKeyToAccount(generatePrivateKey()).publicKey.slice(4)}@127.0.0.1:${30_300 + port}`)
const [own, peer, later] = enodes as [string, string, string]
const before = { accounts: [account('01'), account('02')], nodes: [own, peer] }

describe('keeping the allow-lists of a node', () => {
  const folder = temporaryFolder()
  let node: PermissionedNode
  let place: NodeFolder

  const config = (port: number) => `p2p-host = "127.0.0.1"
p2p-port = 30301
rpc-http-host = "127.0.0.1"
rpc-http-port = ${port}
static-nodes-file = "static-nodes.json"
permissions-nodes-config-file = "permissions_config.toml"
permissions-accounts-config-file = "permissions_config.toml"
`
  beforeEach(async () => {
    node = await startPermissionedNode(() => place.permissionsFile)
    mkdirSync(folder.file('nodes/validator-1'), { recursive: true })
    writeFileSync(folder.file('nodes/validator-1/config.toml'), config(node.port))
    place = findNodeFolders(folder.path)[0] as NodeFolder
    writeFileSync(place.permissionsFile, permissionsFile(before))
    writeFileSync(place.staticNodesFile, JSON.stringify([peer]))
    Object.assign(node.lists, structuredClone(before))
  })
  afterEach(() => node.close())
  after(() => folder.remove())

  it('changes nothing where all is as it should be', async () => {
    const report = await keepNode(place, before, true)
    expect([report.state, report.drift]).to.deep.equal(['kept', []])
    expect(node.seen.filter((method) => /add|remove|reload/i.test(method) && method !== 'admin_addPeer')).to.deep.equal([])
  })

  it('adds and removes entry by entry, without the reload that refuses everybody for a moment', async () => {
    const wanted = { accounts: [account('02'), account('03')], nodes: [own, peer, later] }
    expect((await keepNode(place, wanted, true)).state).to.equal('mended')
    expect(node.lists.accounts).to.have.members(wanted.accounts)
    expect(node.lists.nodes).to.have.members(wanted.nodes)
    expect(readPermissionsFile(place.permissionsFile).accounts).to.have.members(wanted.accounts)
    expect(JSON.parse(readFileSync(place.staticNodesFile, 'utf8'))).to.have.members([peer, later])
    expect(node.maintained).to.include(later).and.not.to.include(own)
    expect(node.seen).not.to.include('perm_reloadPermissionsFromFile')
    expect((await keepNode(place, wanted, false)).state).to.equal('kept')
  })

  it('reloads the file where Besu does not remove a node that it was started with', async () => {
    node.fixed = [peer]
    const wanted = { ...before, nodes: [own, later] }
    expect((await keepNode(place, wanted, true)).state).to.equal('mended')
    expect([node.lists.nodes, node.seen.includes('perm_reloadPermissionsFromFile')]).to.deep.equal([wanted.nodes.toSorted(), true])
    expect(JSON.parse(readFileSync(place.staticNodesFile, 'utf8'))).to.deep.equal([later])
    expect(node.seen).to.include('admin_removePeer')
  })

  it('reports drift without changing anything', async () => {
    writeFileSync(place.permissionsFile, permissionsFile({ ...before, accounts: [account('01')] }))
    node.lists.accounts.push(account('99'))
    const { state, drift } = await keepNode(place, before, false)
    expect(state).to.equal('drifted')
    expect(drift).to.deep.equal([
      { where: 'file', list: 'accounts', missing: [account('02')], surplus: [] },
      { where: 'node', list: 'accounts', missing: [], surplus: [account('99')] },
    ])
    expect(readPermissionsFile(place.permissionsFile).accounts).to.deep.equal([account('01')])
  })

  it('writes the files of a node that is away, which reads them when it starts', async () => {
    await node.close()
    const wanted = { ...before, accounts: [account('01')] }
    const { state, problem } = await keepNode(place, wanted, true)
    expect(state).to.equal('away')
    expect(problem).to.include('ECONNREFUSED')
    expect(readPermissionsFile(place.permissionsFile)).to.deep.equal({ accounts: wanted.accounts, nodes: wanted.nodes.toSorted() })
    node = await startPermissionedNode(() => place.permissionsFile)
  })

  it('writes a whole file where there was a broken one, leaves nothing beside it, and who may write stays as it was', async () => {
    writeFileSync(place.permissionsFile, 'accounts-allowlist=["0x')
    chmodSync(place.permissionsFile, 0o660)
    expect((await keepNode(place, before, true)).state).to.equal('mended')
    expect(readPermissionsFile(place.permissionsFile).accounts).to.deep.equal(before.accounts)
    expect(statSync(place.permissionsFile).mode & 0o777).to.equal(0o660)
    expect(readdirSync(place.folder).filter((name) => name.endsWith('.part'))).to.deep.equal([])
  })

  it('says which file of a node it cannot use', async () => {
    writeFileSync(folder.file('nodes/validator-1/config.toml'), config(0))
    const problem = await problemOf(Promise.resolve().then(() => findNodeFolders(folder.path)))
    expect(problem.message).to.include('rpc-http-port')
    expect((await problemOf(Promise.resolve().then(() => findNodeFolders(folder.file('nowhere'))))).code).to.equal('invalid_input')
  })
})
