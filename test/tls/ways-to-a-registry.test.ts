import { expect } from 'chai'
import { chmodSync, renameSync, writeFileSync } from 'node:fs'
import { startGateway } from '../../scripts/gateway/start-gateway.ts'
import { setKeyStatus } from '../../src/chain/calls/key-calls.ts'
import type { Gateway } from '../../src/tls/create-gateway.ts'
import { startOracleWorld, type OracleWorld } from '../oracle/oracle-world.ts'
import { startFaultyNode, type FaultyNode } from '../support/faulty-node.ts'
import { followIndex, type FollowedIndex } from '../support/followed-index.ts'
import { startGate, type Gate } from '../support/gate.ts'
import { curl, keepAlive } from './devices.ts'
import { createPki } from './pki.ts'
import type { Device, Pki } from './pki.ts'

describe('a gateway that asks', () => {
  let pki: Pki
  let there: OracleWorld
  let node: FaultyNode
  let gate: Gate
  let index: FollowedIndex
  let gateway: Gateway | undefined

  before(async () => {
    pki = createPki()
    there = await startOracleWorld({}, [])
    node = await startFaultyNode(there.world.chain.url)
    gate = await startGate(there.oracle().url)
    index = await followIndex(pki.at('index.sqlite'), there.world)
    for (const [name, text] of Object.entries({ admin: 'a-token-of-the-operator', oracle: there.tokens.utility })) {
      writeFileSync(pki.at(`${name}.token`), `${text}\n`, { mode: 0o600 })
    }
    chmodSync(pki.server.key, 0o600)
  })
  after(async () => {
    await index.stop()
    await gate.close()
    await node.close()
    await there.close()
    pki.remove()
  })
  afterEach(async () => {
    await gateway?.close()
    gateway = undefined
  })

  const start = async (registry: object): Promise<Gateway> => {
    const file = pki.at(`gateway-${Math.random()}.json`)
    const configuration = {
      listen: { port: 0 },
      admin: { port: 0, token_file: 'admin.token' },
      certificate: 'server.chain.pem',
      key: 'server.key',
      trust_anchors: ['SERCA.pem', 'MCA.pem', 'MICA.pem'],
      registry,
      policy: 'csip-baseline',
      database: `devices-${Math.random()}.sqlite`,
      log_level: 'silent',
    }
    writeFileSync(file, JSON.stringify(configuration))
    return (gateway = await startGateway(file))
  }
  const newDevice = async (name: string): Promise<Device> => {
    const device = pki.issue(name, { issuer: pki.mica })
    await there.world.registerKeys('chip_maker', there.world.processes.secure_element.process_id, [device.key_id])
    return device
  }
  const revoke = ({ key_id }: Device) =>
    there.world.act('chip_maker', setKeyStatus(there.world.deployment.contracts, 'owner', [key_id], 'revoked', 'keyCompromise'))

  const ways: Record<string, { registry: () => object; lose: () => void; find: () => void }> = {
    'the chain': {
      registry: () => ({ rpc: node.url, deployment: there.world.deploymentFile }),
      lose: () => {
        node.choose = () => 'drop'
      },
      find: () => {
        node.choose = () => 'pass'
      },
    },
    'an index': {
      registry: () => ({ index: pki.at('index.sqlite'), deployment: there.world.deploymentFile }),
      lose: () => renameSync(pki.at('index.sqlite'), pki.at('away.sqlite')),
      find: () => renameSync(pki.at('away.sqlite'), pki.at('index.sqlite')),
    },
    'an oracle': {
      registry: () => ({ oracle: gate.url, token_file: 'oracle.token', deployment: there.world.deploymentFile }),
      lose: () => gate.shut(),
      find: () => gate.open(),
    },
  }
  for (const [what, { registry, lose, find }] of Object.entries(ways)) {
    describe(what, () => {
      it('refuses a key on its open connection when it is revoked', async () => {
        const { url } = await start(registry())
        const device = await newDevice(`revoked by ${what}`)
        // an index and an oracle learn of a new key a moment later
        while ((await curl(pki, device, `${url}/dcap`)).status !== 200);
        const client = keepAlive(pki, device)
        expect((await client.get(`${url}/dcap`)).status).to.equal(200)
        await revoke(device)
        let reply = await client.get(`${url}/dcap`)
        while (reply.status === 200) reply = await client.get(`${url}/dcap`)
        expect(reply.status).to.equal(403)
        expect(reply.headers).to.include({ 'derkey-cause': 'revoked' })
        client.close()
      })

      it('opens while it is away, admits nobody until it answers, and says so in /readyz', async () => {
        const device = await newDevice(`early by ${what}`)
        lose()
        const { url, admin_url } = await start(registry())
        const reply = await curl(pki, device, `${url}/dcap`)
        expect(reply.status).to.equal(503)
        expect(reply.headers).to.include({ 'derkey-cause': 'registry_unreachable' })
        expect((await fetch(`${admin_url}/readyz`)).status).to.equal(503)
        find()
        let status = 0
        while (status !== 200) ({ status } = await curl(pki, device, `${url}/dcap`))
        expect((await fetch(`${admin_url}/readyz`)).status).to.equal(200)
      })
    })
  }
})
