import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { parse as parseToml } from 'smol-toml'
import { parse as parseYaml } from 'yaml'
import { besuOptions } from '../../src/network/besu-config.ts'
import { isBesuOption } from '../../src/network/check/besu-option-names.ts'
import { describeNetwork, type Network } from '../../src/network/network-files.ts'
import { networkNodes } from '../../src/network/network-nodes.ts'
import { onLoopback } from '../../src/network/on-loopback.ts'
import { composeFile } from '../../src/network/templates/compose.ts'
import { nodeUnit } from '../../src/network/templates/systemd.ts'
import { runDerkey } from '../support/run-derkey.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { example, exampleFile } from './network-folder.ts'

describe('the files of a network', () => {
  let network: Network
  before(async () => {
    network = await describeNetwork(example)
  })
  const text = (path: string): string => network.files.get(path) ?? ''

  it('keep the state of a quorum of the validators in Forest, of all others in Bonsai', () => {
    const storage = network.nodes.map(({ name }) => parseToml(text(`nodes/${name}/config.toml`))['data-storage-format'])

    expect(storage).to.deep.equal([...Array.from({ length: 5 }, () => 'FOREST'), ...Array.from({ length: 3 }, () => 'BONSAI')])
  })

  it('hold options that Besu knows, RPC and metrics on loopback, and no port that an outgoing connection can take', () => {
    for (const node of network.nodes) {
      const options = besuOptions(example, node)

      expect(parseToml(text(`nodes/${node.name}/config.toml`))).to.deep.equal(options)
      expect(Object.keys(options).filter((name) => !isBesuOption(name))).to.deep.equal([])
      expect([options['rpc-http-host'], options['metrics-host']]).to.deep.equal(['127.0.0.1', '127.0.0.1'])
      for (const [name, value] of Object.entries(options)) if (name.endsWith('-port')) expect(value).to.be.below(32_768)
    }
  })

  it('let every node connect to all others, and take the transactions of all who have an account', () => {
    const { name, enode } = network.nodes[0] ?? { name: '', enode: '' }
    const lists = parseToml(text(`nodes/${name}/permissions_config.toml`))

    expect(JSON.parse(text(`nodes/${name}/static-nodes.json`))).to.deep.equal(
      network.nodes.map((node) => node.enode).filter((each) => each !== enode),
    )
    expect(lists['nodes-allowlist']).to.have.members(network.nodes.map((node) => node.enode))
    expect(lists['accounts-allowlist']).to.include.members([
      example.staff.regulator,
      ...example.seats.map(({ account }) => account),
      ...example.entities.map(({ entity_id }) => entity_id),
      ...example.validators.map(({ operator_account }) => operator_account),
    ])
  })

  it('give the compose network the addresses of the enodes, and publish RPC on loopback alone', () => {
    const { services, networks } = parseYaml(text('docker-compose.yml')) as Compose

    expect(networks?.['chain']?.ipam.config).to.deep.equal([{ subnet: '192.0.2.0/24' }])
    for (const { name, ip } of network.nodes) {
      expect(services[name]?.networks?.chain.ipv4_address).to.equal(ip)
      expect(services[name]?.ports?.every((port) => port.startsWith('127.0.0.1:'))).to.equal(true)
    }
  })

  it('start nodes of different networks each on its own machine, with RPC on loopback against what the image says', () => {
    const moved = {
      ...example,
      validators: example.validators.map((node, index) => ({ ...node, enode: node.enode.replace('@192.0.2.', `@198.51.${index}.`) })),
    }
    const { services } = parseYaml(composeFile(networkNodes(moved))) as Compose

    for (const service of Object.values(services)) {
      expect([service.network_mode, service.networks, service.ports]).to.deep.equal(['host', undefined, undefined])
      expect(service.command).to.include('--rpc-http-host=127.0.0.1')
    }
  })

  it('give nodes on loopback ports in three rows', () => {
    const nodes = networkNodes(onLoopback(example, 21_000))

    expect(nodes.map(({ port }) => port)).to.deep.equal([21_000, 21_001, 21_002, 21_003, 21_004, 21_005, 21_006, 21_007])
    expect(nodes.map(({ rpc_port }) => rpc_port - 100)).to.deep.equal(nodes.map(({ port }) => port))
    expect(nodes.map(({ metrics_port }) => metrics_port - 200)).to.deep.equal(nodes.map(({ port }) => port))
  })

  it('have a scrape file with every node, a hardened unit, and a page with the hash of block 0', () => {
    const { scrape_configs } = parseYaml(text('prometheus.yml')) as { scrape_configs: { static_configs: { targets: string[] }[] }[] }

    expect(scrape_configs[0]?.static_configs.flatMap(({ targets }) => targets)).to.deep.equal(
      network.nodes.map(({ name, metrics_port }) => `${name}:${metrics_port}`),
    )
    expect(nodeUnit)
      .to.match(/^NoNewPrivileges=yes$/m)
      .and.match(/^ProtectSystem=strict$/m)
      .and.match(/^CapabilityBoundingSet=$/m)
    expect(text('README.md')).to.include(network.hash)
  })
})

type Compose = {
  readonly services: Record<
    string,
    { networks?: { chain: { ipv4_address: string } }; ports?: string[]; network_mode?: string; command: string[] }
  >
  readonly networks?: Record<string, { ipam: { config: unknown } }>
}

describe('derkey network init', () => {
  const folder = temporaryFolder()
  after(() => folder.remove())
  const keysIn = (path: string) => readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => /(^|\/)keys?(\/|$)/.test(name))

  it('needs no key and writes none, and `check` finds no fault', async () => {
    const dir = folder.file('plain')

    const init = await runDerkey(['network', 'init', exampleFile, '--dir', dir, '--json'])
    const check = await runDerkey(['network', 'check', dir, '--json'])

    expect([init.code, check.code], init.stderr + check.stderr).to.deep.equal([0, 0])
    expect(keysIn(dir)).to.deep.equal([])
    const { genesis_hash, faults } = JSON.parse(check.stdout) as { genesis_hash: string; faults: number }
    expect([genesis_hash, faults]).to.deep.equal([(JSON.parse(init.stdout) as { genesis_hash: string }).genesis_hash, 0])
  })

  it('makes keys for tests, mode 0600, on loopback where it is told to', async () => {
    const dir = folder.file('keys')

    const { code, stderr } = await runDerkey(['network', 'init', exampleFile, '--dir', dir, '--generate-keys', '--loopback', '21000'])

    expect(code, stderr).to.equal(0)
    const keys = keysIn(dir).filter((name) => statSync(join(dir, name)).isFile())
    expect(keys).to.have.length.above(30)
    expect(keys.filter((name) => (statSync(join(dir, name)).mode & 0o777) !== 0o600)).to.deep.equal([])
    expect(readFileSync(join(dir, 'consortium.json'), 'utf8')).to.include('@127.0.0.1:21007')
  })

  it('writes over nothing', async () => {
    const dir = folder.file('there')
    mkdirSync(dir)
    writeFileSync(join(dir, 'precious'), 'text')

    const { code, stderr } = await runDerkey(['network', 'init', exampleFile, '--dir', dir])

    expect([code, readdirSync(dir)]).to.deep.equal([2, ['precious']])
    expect(stderr).to.match(/there already and holds 1 entry.*file_exists/s)
  })

  it('refuses a description that breaks a cap, with all that is wrong, and writes nothing', async () => {
    const file = folder.file('broken.json')
    const broken = { ...example, validators: example.validators.slice(0, 6).map((node) => ({ ...node, hosting_country: 'XX' })) }
    writeFileSync(file, JSON.stringify(broken))

    const { code, stderr } = await runDerkey(['network', 'init', file, '--dir', folder.file('none')])

    expect(code).to.equal(2)
    expect(stderr).to.include('has 6 entries, must have 7 to 30').and.include('hosting_country')
    expect([existsSync(folder.file('none')), readdirSync(folder.path).filter((name) => name.startsWith('.'))]).to.deep.equal([false, []])
  })
})
