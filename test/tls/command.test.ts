import { spawn } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, copyFileSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect } from 'chai'
import { gatewaySchema } from '../../scripts/build/gateway-schema.ts'
import { setKeyStatus } from '../../src/chain/calls/key-calls.ts'
import { startGateway } from '../../scripts/gateway/start-gateway.ts'
import { problemOf } from '../support/problem-of.ts'
import { deployWorld } from '../support/world.ts'
import type { World } from '../support/world.ts'
import { curl, keepAlive } from './devices.ts'
import { createPki } from './pki.ts'
import type { Device, Pki } from './pki.ts'
import { refusedBy } from './start-gateway.ts'

const root = join(import.meta.dirname, '..', '..')

describe('derkey gateway', () => {
  let pki: Pki
  let world: World
  let configuration: Record<string, unknown>
  before(async () => {
    pki = createPki()
    world = await deployWorld()
    writeFileSync(pki.at('token'), 'a-token-of-the-operator\n', { mode: 0o600 })
    for (const { key } of [pki.server]) chmodSync(key, 0o600)
    configuration = {
      listen: { port: 0 },
      admin: { port: 0, token_file: 'token' },
      certificate: 'server.chain.pem',
      key: 'server.key',
      trust_anchors: ['SERCA.pem', 'MCA.pem', 'MICA.pem'],
      registry: { rpc: world.chain.url, deployment: world.deploymentFile },
      policy: 'csip-baseline',
      database: 'devices.sqlite',
    }
  })
  after(async () => {
    await world?.close()
    pki?.remove()
  })

  const write = (change: Record<string, unknown>): string => {
    const file = pki.at(`gateway-${Math.random()}.json`)
    writeFileSync(file, JSON.stringify({ ...configuration, ...change }))
    return file
  }
  const run = (file: string): ChildProcessWithoutNullStreams =>
    spawn(process.execPath, [join(root, 'bin', 'derkey.js'), '--json', 'gateway', '--config', file])
  const fails = async (file: string): Promise<{ code: number; problem: Record<string, string> }> => {
    const child = run(file)
    let text = ''
    child.stderr.on('data', (data: Buffer) => (text += data.toString()))
    const [code] = (await once(child, 'close')) as [number]
    return { code, problem: JSON.parse(text.trim().split('\n').at(-1) ?? '') as Record<string, string> }
  }

  it('admits, restricts, refuses and cuts devices by what a real chain says of their keys', async () => {
    const [strong, weak, stranger] = ['strong', 'weak', 'stranger'].map((name) => pki.issue(name, { issuer: pki.mica })) as [
      Device,
      Device,
      Device,
    ]
    await world.registerKeys('chip_maker', world.processes.secure_element.process_id, [strong.key_id])
    await world.registerKeys('oem', world.processes.unprotected_memory.process_id, [weak.key_id])
    const child = run(write({}))
    let log = ''
    child.stderr.on('data', (data: Buffer) => (log += data.toString()))
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    const { url, admin_url, registry } = JSON.parse(line.toString()) as Record<string, string>
    expect(registry).to.equal(world.registry.name)

    expect((await curl(pki, strong, `${url}/edev?l=1`)).status).to.equal(200)
    expect((await curl(pki, weak, `${url}/dcap`)).status).to.equal(200)
    expect((await curl(pki, weak, `${url}/edev?l=1`)).headers).to.include({ 'derkey-cause': 'restricted' })
    expect((await curl(pki, stranger, `${url}/dcap`)).headers).to.include({ 'derkey-cause': 'unknown_key' })

    const client = keepAlive(pki, strong)
    expect((await client.get(`${url}/dcap`)).status).to.equal(200)
    await world.act('chip_maker', setKeyStatus(world.deployment.contracts, 'owner', [strong.key_id], 'revoked', 'keyCompromise'))
    let reply = await client.get(`${url}/dcap`)
    while (reply.status === 200) reply = await client.get(`${url}/dcap`)
    expect(reply.status).to.equal(403)
    expect(reply.headers).to.include({ 'derkey-cause': 'revoked' })
    client.close()
    expect((await curl(pki, strong, `${url}/dcap`)).headers).to.include({ 'derkey-cause': 'revoked' })
    const metrics = await (await fetch(`${admin_url}/metrics`)).text()
    expect(metrics).to.include(`${refusedBy('revoked')} 1`)

    expect(statSync(pki.at('devices.sqlite')).mode & 0o777).to.equal(0o600)
    child.kill('SIGTERM')
    expect(await once(child, 'close')).to.deep.equal([0, null])
    expect(log).not.to.include('a-token-of-the-operator')
  })

  it('names every fault of the configuration by its path', async () => {
    const { code, problem } = await fails(write({ listen: { port: 70_000 }, trust_anchors: [], surprise: 1 }))
    expect(code).to.equal(2)
    expect(problem).to.include({ code: 'invalid_configuration' })
    for (const path of ['listen.port', 'trust_anchors', 'surprise']) expect(problem['detail']).to.include(path)
  })

  const deploymentOfChain = (chain_id: number) => {
    writeFileSync(pki.at('other.json'), JSON.stringify({ ...world.deployment, chain_id }))
    return 'other.json'
  }
  const registryWith = (policy: string) => ({ rpc: world.chain.url, deployment: world.deploymentFile, policy })
  const faults: [string, string, () => Record<string, unknown>, Record<string, string>][] = [
    ['a file that is not there', 'file_unreadable', () => ({ certificate: 'nowhere.pem' }), { field: 'certificate' }],
    [
      'a private key that others can read',
      'secret_exposed',
      () => {
        copyFileSync(pki.server.key, pki.at('exposed.key'))
        chmodSync(pki.at('exposed.key'), 0o644)
        return { key: 'exposed.key' }
      },
      { field: 'key' },
    ],
    ["another certificate's private key", 'server_certificate_invalid', () => ({ key: 'MICA.key' }), { field: 'key' }],
    ['a key in place of a certificate', 'server_certificate_invalid', () => ({ certificate: 'server.key' }), { field: 'certificate' }],
    [
      'a trust anchor that has expired',
      'trust_anchor_expired',
      () => {
        pki.authority('Old', undefined, undefined, { until: '20210101000000Z' })
        return { trust_anchors: ['SERCA.pem', 'Old.pem'] }
      },
      { field: 'trust_anchors[1]' },
    ],
    ['an intermediate CA without its root', 'trust_anchor_invalid', () => ({ trust_anchors: ['MICA.pem'] }), { field: 'trust_anchors' }],
    [
      'a trust anchor that is signed with SHA-1',
      'trust_anchor_invalid',
      () => {
        pki.authority('Weak', pki.serca, undefined, { digest: 'sha1' })
        return { trust_anchors: ['SERCA.pem', 'Weak.pem'] }
      },
      { field: 'trust_anchors[1]' },
    ],
    [
      'a device certificate as trust anchor',
      'trust_anchor_invalid',
      () => ({ trust_anchors: ['SERCA.pem', 'server.pem'] }),
      { field: 'trust_anchors[1]' },
    ],
    [
      'a registry that is asked in two ways',
      'invalid_configuration',
      () => ({ registry: { rpc: world.chain.url, deployment: world.deploymentFile, oracle: world.chain.url, token_file: 'token' } }),
      { field: 'registry.oracle' },
    ],
    [
      'an oracle without a token',
      'invalid_configuration',
      () => ({ registry: { oracle: world.chain.url, deployment: world.deploymentFile } }),
      { field: 'registry.token_file' },
    ],
    [
      'an index without a deployment',
      'invalid_configuration',
      () => ({ registry: { index: 'index.sqlite' } }),
      { field: 'registry.deployment' },
    ],
    [
      'a certificate of an oracle where a node is asked',
      'invalid_configuration',
      () => ({ registry: { rpc: world.chain.url, deployment: world.deploymentFile, ca: 'SERCA.pem' } }),
      { field: 'registry.ca' },
    ],
    [
      'an oracle that is not there and could answer for any registry',
      'oracle_unreachable',
      () => ({ registry: { oracle: 'http://127.0.0.1:9', token_file: 'token' } }),
      { field: 'oracle' },
    ],
    ['a node of another chain', 'wrong_chain', () => ({ registry: { rpc: world.chain.url, deployment: deploymentOfChain(99) } }), {}],
    ['a policy that is none', 'file_unreadable', () => ({ policy: 'nothing' }), { field: 'policy' }],
    ['neither registry nor registries', 'invalid_configuration', () => ({ registry: undefined }), { field: 'registry' }],
    [
      'a registry without a policy',
      'invalid_configuration',
      () => ({ policy: undefined, registry: undefined, registries: [configuration['registry']] }),
      { field: 'registries[0].policy' },
    ],
    [
      'several registries and a policy for none of them',
      'invalid_configuration',
      () => ({ registry: undefined, registries: [registryWith('lab')] }),
      { field: 'policy' },
    ],
    [
      'a registry that is named twice',
      'invalid_configuration',
      () => ({ registry: undefined, policy: undefined, registries: [registryWith('lab'), registryWith('csip-baseline')] }),
      { field: 'registries[1]' },
    ],
    [
      'a policy of the second registry that is none',
      'file_unreadable',
      () => ({ registry: undefined, policy: undefined, registries: [registryWith('lab'), registryWith('nothing')] }),
      { field: 'registries[1].policy' },
    ],
  ]
  for (const [what, expected, change, more] of faults) {
    it(`does not start with ${what}: ${expected}`, async () => {
      chmodSync(pki.mica.key, 0o600)
      expect(await problemOf(startGateway(write(change())))).to.include({ code: expected, ...more })
    })
  }

  it('does not start on a port that is taken: port_taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const problem = await problemOf(startGateway(write({ listen: { port: (other.address() as AddressInfo).port } })))
    other.close()
    expect(problem).to.include({ code: 'port_taken', field: 'listen' })
  })

  it('has its JSON Schema in docs/gateway.schema.json', () => {
    expect(JSON.parse(readFileSync(join(root, 'docs', 'gateway.schema.json'), 'utf8'))).to.deep.equal(JSON.parse(gatewaySchema()))
  })
})
