import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect } from 'chai'
import type { Hex } from '../../../src/domain/fields.ts'
import { readKeyInfo } from '../../../src/chain/reads/key-info.ts'
import { startFaultyNode } from '../../support/faulty-node.ts'
import { derkeyProgram, runDerkey } from '../../support/run-derkey.ts'
import { deployWorld, type World } from '../../support/world.ts'
import { confirmation, keyIdOfPrivate, keyRequest, newEphemeral, unwrapped } from './device.ts'
import { createServiceWorld, until, type ServiceWorld } from './service-world.ts'

describe('derkey keygen service, on a chain', () => {
  let chain: World
  let world: ServiceWorld
  const children: ChildProcess[] = []
  before(async () => {
    ;[chain, world] = await Promise.all([deployWorld(), createServiceWorld()])
  })
  after(async () => {
    for (const child of children) child.kill('SIGKILL')
    world.remove()
    await chain.close()
  })

  const configure = async (changes: object = {}) => {
    const { pki, line, clientCa, folder } = world
    const settings = {
      listen: { port: 0 },
      certificate: pki.server.chain,
      key: pki.server.key,
      data: 'data',
      client_authorities: [clientCa.certificate],
      clients: { line: { key_ids: [line.key_id], process_ids: [chain.processes.secure_element.process_id], rights: ['enrol'] } },
      registry: { rpc: chain.chain.url, deployment: chain.deploymentFile },
      signer: await chain.keystoreOf('chip_maker'),
      log_level: 'warn',
    }
    writeFileSync(folder.file('keygen.json'), JSON.stringify({ ...settings, ...changes }))
    return folder.file('keygen.json')
  }
  const start = async (config: string) => {
    const child = spawn(process.execPath, [derkeyProgram, '--json', 'keygen', 'service', '--config', config], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    children.push(child)
    let answer = ''
    const failed = text(child.stderr)
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      answer += chunk.toString()
      if (answer.includes('}')) break
    }
    if (answer === '') throw new Error(await failed)
    return { child, ...(JSON.parse(answer) as { url: string; pin: string }) }
  }

  it('takes a device from its code to a key in the registry; killed before the registration, it goes on where it was when the chain is back', async () => {
    const config = await configure()
    const processId = chain.processes.secure_element.process_id
    const first = await start(config)
    const invitation = await world.enrol(first.url, 'SN-1', processId)
    const session = await world.connect(first.url)
    const { privateKey, spki } = newEphemeral()
    const answer = await session.call('POST', '/v1/device/keys', keyRequest(session, invitation, spki))
    const key = unwrapped(answer, privateKey)
    const keyId = keyIdOfPrivate(key)
    const body = confirmation(invitation.enrolment_id, keyId, key)
    expect((await session.call('POST', '/v1/device/confirmations', body)).body['state']).to.equal('confirmed')
    first.child.kill('SIGKILL')
    await once(first.child, 'exit')

    const node = await startFaultyNode(chain.chain.url)
    node.choose = () => 'drop'
    const second = await start(await configure({ registry: { rpc: node.url, deployment: chain.deploymentFile } }))
    const again = await world.connect(second.url)
    expect((await again.call('POST', '/v1/device/confirmations', body)).body['state']).to.equal('confirmed')
    node.choose = () => 'pass'
    await until(async () =>
      (await again.call('POST', '/v1/device/confirmations', body)).body['state'] === 'registered' ? true : undefined,
    )
    const info = await readKeyInfo(chain.registry, keyId)
    expect(info).to.deep.include({ effective_status: 'active' })
    expect(info?.key).to.include({ process_id: processId, owner_id: chain.actors.chip_maker.account })
    expect(new URL(invitation.url).hash).to.contain(encodeURIComponent(second.pin))
    second.child.kill('SIGTERM')
    expect(await once(second.child, 'exit')).to.deep.equal([0, null])
    await node.close()
  })

  it('tells why a registration does not work yet, and leaves the chain as it was', async () => {
    // a process under which the signer may not register
    const foreign = chain.processes.unprotected_memory.process_id
    const { line } = world
    const clients = { line: { key_ids: [line.key_id], process_ids: [foreign], rights: ['enrol'] } }
    const { url, child } = await start(await configure({ clients, data: 'other' }))
    const invitation = await world.enrol(url, 'SN-2', foreign)
    const session = await world.connect(url)
    const { privateKey, spki } = newEphemeral()
    const answer = await session.call('POST', '/v1/device/keys', keyRequest(session, invitation, spki))
    const key = unwrapped(answer, privateKey)
    await session.call('POST', '/v1/device/confirmations', confirmation(invitation.enrolment_id, keyIdOfPrivate(key), key))
    const office = await world.connect(url, line)
    const failure = await until(async () => {
      const { body } = await office.call('GET', `/v1/enrolments/${invitation.enrolment_id}`)
      return (body['failure'] as string | null) ?? undefined
    })
    expect(failure).to.match(/^[a-z_]+: /)
    expect(await readKeyInfo(chain.registry, answer.body['key_id'] as Hex)).to.equal(undefined)
    child.kill('SIGTERM')
    await once(child, 'exit')
  })

  it('keeps its data to itself, in a log that derkey keygen audit finds whole', async () => {
    const data = world.folder.file('data')
    const log = join(data, 'issues.jsonl')
    for (const file of [log, join(data, 'keygen.sqlite'), join(data, 'journal.sqlite')])
      expect(statSync(file).mode & 0o077, file).to.equal(0)
    const { code, stdout } = await runDerkey(['keygen', 'audit', log, '--entries'])
    expect(code).to.equal(0)
    expect(stdout).to.match(/enrolled +SN-1[^]*issued[^]*confirmed[^]*registered[^]*4 entries, head 4:[0-9a-f]{64}: whole/)
  })

  it('lists every fault of its configuration with its path', async () => {
    const { code, stderr } = await runDerkey([
      'keygen',
      'service',
      '--config',
      await configure({ listen: { port: 70_000 }, clients: { Line: {} }, registers: false, more: 1 }),
    ])
    expect(code).to.equal(2)
    for (const path of ['listen.port', 'clients.Line', 'signer', 'more']) expect(stderr).to.contain(path)
  })
})
