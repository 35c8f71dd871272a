import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { join } from 'node:path'
import { expect } from 'chai'
import { setKeyStatus } from '../../src/chain/calls/key-calls.ts'
import { readCsr } from '../../src/ca/read-csr.ts'
import { startFaultyNode } from '../support/faulty-node.ts'
import { deployWorld } from '../support/world.ts'
import type { World } from '../support/world.ts'
import { csrConfig, openFactory } from './openssl.ts'

const derkey = join(import.meta.dirname, '..', '..', 'bin', 'derkey.js')

type Run = { readonly code: number | null; readonly out: string; readonly error: string }

describe('derkey ca, on a real chain', () => {
  const factory = openFactory()
  let world: World
  let chain: string[]
  const password = ['--password-file', factory.file('password')]

  const run = async (...args: string[]): Promise<Run> => {
    const child = spawn(process.execPath, [derkey, 'ca', ...args], { cwd: factory.path, stdio: ['ignore', 'pipe', 'pipe'] })
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
    const [out, error, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
    return { code, out, error }
  }
  const device = (name: string, hwType = '1.3.6.1.4.1.32473.1') => {
    const csr = factory.csr(name, factory.key(name), csrConfig(hwType, name.toUpperCase()))
    return { file: factory.file(`${name}.csr`), ...readCsr(csr) }
  }
  const issue = (csr: string, out: string, ...more: string[]) =>
    run('issue', '--ca', 'ca', '--csr', csr, '--out', out, '--policy', 'csip-baseline', ...chain, ...password, ...more)

  before(async () => {
    world = await deployWorld()
    chain = ['--rpc', world.chain.url, '--deployment', world.deploymentFile]
    writeFileSync(factory.file('password'), 'correct horse\n', { mode: 0o600 })
    const { code, error } = await run('init', '--dir', 'ca', '--organization', 'Test Utilities', '--assessed-properties', ...password)
    expect(error).to.equal('')
    expect(code).to.equal(0)
  })
  after(async () => {
    factory.remove()
    await world.close()
  })

  it('issues for a registered key of an assessed secure element, and shows what it says', async () => {
    const { file, key_id } = device('inverter-1')
    await world.registerKeys('chip_maker', world.processes.secure_element.process_id, [key_id])

    const issued = await issue(file, 'inverter-1.pem', '--json')
    expect(issued).to.include({ code: 0, error: '' })
    const row = JSON.parse(issued.out)
    expect(row).to.deep.include({ state: 'issued', outcome: 'admit', key_id, out: ['inverter-1.pem'] })
    expect(
      factory.openssl('verify', '-x509_strict', '-CAfile', 'ca/serca.pem', '-untrusted', 'inverter-1.pem', 'inverter-1.pem'),
    ).to.contain('OK')

    const shown = JSON.parse((await run('show', 'inverter-1.pem', '--json')).out)
    const { process_id } = world.processes.secure_element
    expect(shown).to.deep.include({
      key_id,
      lfdi: row.lfdi,
      hw_type: '1.3.6.1.4.1.32473.1',
      hw_serial: 'INVERTER-1',
      reference_matches_key: true,
    })
    expect(shown.registry_reference).to.deep.include({ registry: world.registry.name, key_id })
    expect(shown.registry_reference.process).to.include({ process_id })
    expect(shown.registry_reference.assessed).to.include({ key_storage: 'secure_element' })
    const words = (await run('show', 'inverter-1.pem')).out
    expect(words).to.contain(`The key was made under process ${process_id}`)
    expect(words).to.contain('It grants nothing')
  })

  it('exits 1 with the findings for a key that is not registered, and writes no certificate', async () => {
    const { file } = device('stranger')

    const { code, out, error } = await issue(file, 'stranger.pem')

    expect(code).to.equal(1)
    expect(out).to.contain('unregistered: not registered, wanted registered')
    expect(error).to.equal('')
    expect(() => readFileSync(factory.file('stranger.pem'))).to.throw('ENOENT')
  })

  it('answers a folder row by row, and exits 1 when not all were issued', async () => {
    mkdirSync(factory.file('line'))
    const good = device('line-1')
    const foreign = device('line-2', '1.3.6.1.4.1.99.1')
    await world.registerKeys('chip_maker', world.processes.secure_element.process_id, [good.key_id, foreign.key_id])
    for (const { file } of [good, foreign]) writeFileSync(join(factory.file('line'), file.split('/').at(-1) ?? ''), readFileSync(file))
    writeFileSync(factory.file('line/line-3.csr'), 'broken')

    const { code, out } = await issue('line', 'certificates')

    expect(code).to.equal(1)
    expect(out).to.contain('1 issued, 1 refused, 1 failed')
    expect(out).to.contain('hw_type: 1.3.6.1.4.1.99.1, wanted under 1.3.6.1.4.1.32473')
    expect(out).to.contain('pem_malformed')
    expect(factory.openssl('x509', '-in', 'certificates/line-1.pem', '-noout', '-text')).to.contain('9999')
  })

  it('check exits 0, 10 and 11 for CSR, certificate and public key alike', async () => {
    const [good, weak, unknown] = [device('check-1'), device('check-2', '1.3.6.1.4.1.32474.1'), device('check-3')]
    await world.registerKeys('chip_maker', world.processes.secure_element.process_id, [good.key_id])
    await world.registerKeys('oem', world.processes.unprotected_memory.process_id, [weak.key_id])
    await issue(good.file, 'check-1.pem')
    factory.openssl('pkey', '-in', 'check-1.key', '-pubout', '-out', 'check-1.pub')
    const check = async (file: string) => (await run('check', file, '--policy', 'csip-baseline', ...chain)).code

    expect(await Promise.all(['check-1.csr', 'check-1.pem', 'check-1.pub', weak.file, unknown.file].map(check))).to.deep.equal([
      0, 0, 0, 10, 11,
    ])

    await world.act('regulator', setKeyStatus(world.deployment.contracts, 'regulator', [good.key_id], 'suspended', 'keyCompromise'))
    expect(await check('check-1.pem')).to.equal(11)
  })

  it('issues a server certificate for names and addresses', async () => {
    const { file } = device('gateway')

    const { code } = await run(
      'issue-server',
      '--ca',
      'ca',
      '--csr',
      file,
      '--dns',
      'localhost',
      '--ip',
      '127.0.0.1',
      '--out',
      'gateway.pem',
      ...password,
    )

    expect(code).to.equal(0)
    const verify = ['verify', '-x509_strict', '-purpose', 'sslserver', '-CAfile', 'ca/serca.pem', '-untrusted', 'gateway.pem']
    expect(factory.openssl(...verify, '-verify_hostname', 'localhost', 'gateway.pem')).to.contain('OK')
    expect(factory.openssl(...verify, '-verify_ip', '127.0.0.1', 'gateway.pem')).to.contain('OK')
    expect(factory.openssl('x509', '-in', 'gateway.pem', '-noout', '-text')).to.match(
      /Subject Alternative Name: critical\s+DNS:localhost, IP Address:127.0.0.1/,
    )
    expect(await run('issue-server', '--ca', 'ca', '--csr', file, '--dns', 'no names', '--out', 'x.pem', ...password)).to.include({
      code: 2,
    })
  })

  it('issues nothing while the chain is away', async () => {
    const { file, key_id } = device('away')
    await world.registerKeys('chip_maker', world.processes.secure_element.process_id, [key_id])
    const node = await startFaultyNode(world.chain.url)
    const behind = ['--rpc', node.url]
    node.choose = (method) => (method === 'eth_call' ? 'drop' : 'pass')
    const dropped = await issue(file, 'away.pem', ...behind)
    node.choose = () => 'drop'
    const gone = await issue(file, 'away.pem', ...behind)
    await node.close()

    expect(dropped.code).to.equal(1)
    expect(dropped.out).to.contain('registry_unreachable')
    expect(gone).to.include({ code: 1, out: '' })
    expect(gone.error).to.contain('(chain_unreachable)')
    expect(() => readFileSync(factory.file('away.pem'))).to.throw('ENOENT')
  })

  it('says in one line what is wrong with the call, and what to do', async () => {
    const { file } = device('wrong')
    writeFileSync(factory.file('open'), 'correct horse\n', { mode: 0o644 })
    writeFileSync(factory.file('other'), 'wrong\n', { mode: 0o600 })
    const cases: readonly [string[], string, number][] = [
      [['--policy', 'nonsense'], 'file_unreadable', 2],
      [['--password-file', 'open'], 'secret_exposed', 2],
      [['--password-file', 'other'], 'ca_password', 2],
      [['--csr', 'password'], 'pem_malformed', 2],
      [['--hw-type', '1.2.3'], 'invalid_input', 2],
    ]
    const results = await Promise.all(cases.map(([more]) => issue(file, 'wrong.pem', ...more)))
    for (const [index, [, problem, code]] of cases.entries()) {
      const result = results[index] as Run
      expect(result.error, problem).to.contain(`(${problem})`)
      expect(result, problem).to.include({ code, out: '' })
      expect(result.error).not.to.contain('    at ')
    }
    expect((await run('issue', '--ca', 'ca')).code).to.equal(2)
  })
})
