import { chmodSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import type { Consortium } from '../../src/domain/consortium.ts'
import type { Hex } from '../../src/domain/fields.ts'
import { networkFolder, type FolderCopy, type GenesisJson, type NetworkFolder } from './network-folder.ts'

/** Slot of `_validators` in ValidatorSet: the array's elements lie from keccak-256 of it on. */
const slotsOf = (genesis: GenesisJson, address: Hex): [Hex, Hex][] => Object.entries(genesis.alloc[address]?.storage ?? {}) as [Hex, Hex][]

describe('derkey network check', () => {
  let folder: NetworkFolder
  let copy: FolderCopy
  before(async () => {
    folder = await networkFolder()
  })
  beforeEach(() => {
    copy = folder.copy()
  })
  after(() => folder.remove())

  const validatorSet = () => folder.network.deployment.contracts.ValidatorSet.address

  it('finds nothing in a folder as it was written', async () => {
    expect([await copy.faults(), await copy.notes()]).to.deep.equal([[], []])
  })

  describe('a genesis that somebody edited', () => {
    it('names the contract and the byte of its code', async () => {
      const { KeyRegistry } = folder.network.deployment.contracts
      const address = KeyRegistry.implementation as Hex
      const code = folder.network.genesis.alloc[address]?.code as Hex
      const was = code.slice(202, 204)
      const is = was === '00' ? '01' : '00'
      copy.change<GenesisJson>('genesis.json', ({ alloc }) => {
        Object.assign(alloc[address] ?? {}, { code: `${code.slice(0, 202)}${is}${code.slice(204)}` })
      })

      const faults = await copy.faults()

      expect(faults[0]).to.equal(
        `genesis.json: alloc.${address} (implementation of KeyRegistry).code: byte 100 is 0x${is}, wanted 0x${was}`,
      )
      expect(faults.slice(1)).to.have.length(8)
      for (const each of faults.slice(1))
        expect(each).to.match(/^nodes\/\S+\/genesis\.json: differs at alloc\.0x.*code, wanted the same as genesis\.json$/)
    })

    it('names the slot, and what the contract says now, where a validator is doubled', async () => {
      const [first, second] = folder.network.nodes.map(({ account }) => account)
      const word = (account: string | undefined) => `0x${'0'.repeat(24)}${account?.slice(2)}`
      copy.change<GenesisJson>('genesis.json', (genesis) => {
        const [slot = '0x'] = slotsOf(genesis, validatorSet()).find(([, value]) => value === word(second)) ?? []
        Object.assign(genesis.alloc[validatorSet()]?.storage ?? {}, { [slot]: word(first) })
      })

      const faults = await copy.faults()

      expect(faults).to.include(`getValidators() of ${validatorSet()}: each once: ${first} at 0 and 1, wanted no address twice`)
      expect(faults).to.include(`the genesis says: validators[1]: ${first}, wanted ${second} (consortium.json)`)
      expect(faults.filter((each) => /alloc\..*\(ValidatorSet\)\.storage/.test(each))).to.have.length(1)
    })

    it('says that another version made it, where the code of many contracts differs', async () => {
      copy.change<GenesisJson>('genesis.json', ({ alloc }) => {
        for (const account of Object.values(alloc).slice(0, 5)) Object.assign(account, { code: account.code.replace(/..$/, 'ff') })
      })

      expect(await copy.notes()).to.deep.equal([
        "genesis.json: the code of 5 contracts: not this version's, wanted a check by the version of derkey that made the network",
      ])
    })

    it('finds a list that is empty, at which Besu would halt without a word', async () => {
      copy.change<GenesisJson>('genesis.json', (genesis) => {
        const storage = genesis.alloc[validatorSet()]?.storage as Record<Hex, Hex>
        const [slot] = slotsOf(genesis, validatorSet()).find(([, value]) => BigInt(value) === 7n) ?? ['0x']
        delete storage[slot]
      })

      expect((await copy.faults())[0]).to.equal(`getValidators() of ${validatorSet()}: 0 validators, wanted 7 to 30 validators`)
    })

    it('finds no code where the validators should come from', async () => {
      copy.change<GenesisJson>('genesis.json', ({ config }) => {
        config.qbft['validatorcontractaddress'] = `0x${'0'.repeat(36)}9999`
      })

      const faults = await copy.faults()

      expect(faults[0]).to.contain('no code at this address: Besu would end')
      expect(faults).to.include(`genesis.json: config.qbft.validatorcontractaddress: 0x${'0'.repeat(36)}9999, wanted ${validatorSet()}`)
    })

    it('names a key that Besu would pass over in silence', async () => {
      copy.change<GenesisJson>('genesis.json', ({ config }) => {
        config.qbft['xemptyblockperiodseconds'] = 60
      })

      expect((await copy.faults())[0]).to.equal(
        'genesis.json: config.qbft.xemptyblockperiodseconds: a key that Besu does not read, and passes over in silence, wanted no such key',
      )
    })

    it('names a later fork, an account with money, and another extraData', async () => {
      copy.change<GenesisJson>('genesis.json', (genesis) => {
        genesis.config['osakaTime'] = 0
        genesis['extraData'] = '0x00'
        Object.assign(genesis.alloc, { [`0x${'ab'.repeat(20)}`]: { balance: '0x1' } })
      })

      const faults = await copy.faults()

      expect(faults).to.include('genesis.json: config.osakaTime: 0, wanted nothing')
      expect(faults[0]).to.match(/^genesis.json: extraData .*: 0x00, wanted 0xe5a0/)
      expect(faults).to.include(
        `genesis.json: alloc.0x${'ab'.repeat(20)}: an account with 0 bytes of code and a balance of 0x1, wanted nothing`,
      )
    })

    it('finds an account that stands in it twice, of which JSON gives the last and Besu takes both', async () => {
      const other = `"${validatorSet().slice(2).toUpperCase()}": { "storage": { "0x7777": "0x1" } },`
      const text = copy.text('genesis.json')
      const [before, after] = text.split('  "alloc": {\n')
      const everywhere = ['genesis.json', ...folder.network.nodes.map(({ name }) => `nodes/${name}/genesis.json`)]
      for (const file of everywhere) copy.write(file, `${before}  "alloc": {\n    ${other}\n${after}`)
      const line = (before ?? '').split('\n').length + 1

      const faults = await copy.faults()

      expect(faults).to.have.length(1)
      expect(faults[0]).to.contain(`genesis.json: line ${line}: ${other}, wanted "0x`)
    })

    for (const [what, text] of [
      ['is no JSON', '{'],
      ['is no genesis', '{}'],
      ['has an alloc of nonsense', '{"config":{"chainId":1,"qbft":{"validatorcontractaddress":"0x"}},"alloc":7}'],
    ] as const) {
      it(`says so where it ${what}`, async () => {
        copy.write('genesis.json', text)

        expect((await copy.faults())[0]).to.match(/^genesis\.json: .*, wanted a genesis file$/)
      })
    }
  })

  describe('a description that somebody edited', () => {
    it('names the field, what the genesis has and what the description, where one country is changed', async () => {
      copy.change<Consortium>('consortium.json', ({ validators }) => {
        Object.assign(validators[3] ?? {}, { hosting_country: 'US' })
      })

      const faults = await copy.faults()

      expect(faults).to.include('the genesis says: nodes[3].hosting_country: CA, wanted US (consortium.json)')
      expect(faults.filter((each) => each.startsWith('the genesis says: '))).to.have.length(1)
    })

    it('lists every cap that it breaks, with numbers', async () => {
      copy.change<Consortium>('consortium.json', ({ validators }) => {
        for (const node of validators.slice(4)) Object.assign(node, { hosting_country: 'MX' })
      })

      const [first] = await copy.faults()

      expect(first).to.match(/^consortium\.json: .*5 of 7 are foreign, by operator or by place, at most 2 may be/)
    })

    it('refuses a validator that is there twice', async () => {
      copy.change<Consortium>('consortium.json', ({ validators }) => {
        Object.assign(validators[1] ?? {}, { enode: validators[0]?.enode })
      })

      expect((await copy.faults())[0]).to.match(/^consortium\.json: .*validators\[1\]\.enode: has the key of validators\[0\]/)
    })
  })

  describe("the nodes' folders", () => {
    const config = 'nodes/validator-2/config.toml'
    const replace = (file: string, from: string | RegExp, to: string) => copy.write(file, copy.text(file).replace(from, to))

    it('names an option that is set otherwise, and one that Besu does not know', () => {
      replace(config, 'min-gas-price = 0', 'min-gas-price = 1000\nminer-enabled = true')

      expect(copy.nodeFaults()).to.deep.equal([
        `${config}: min-gas-price: 1000, wanted 0`,
        `${config}: miner-enabled: an option that Besu does not know, and ends at, wanted no such option`,
      ])
    })

    it('leaves to an operator what bears on nobody else', () => {
      replace(config, 'logging = "INFO"', 'logging = "DEBUG"\nsecurity-module = "hsm"')

      expect(copy.nodeFaults()).to.deep.equal([])
      expect(copy.nodeNotes()).to.deep.equal([
        `${config}: logging: "DEBUG", wanted "INFO"`,
        `${config}: security-module: "hsm", wanted nothing`,
      ])
    })

    it('refuses a port that outgoing connections can take', () => {
      replace(config, /^p2p-port = .*$/m, 'p2p-port = 40303')

      expect(copy.nodeFaults()).to.include(`${config}: p2p-port: 40303, wanted below 32768, where no outgoing connection takes it`)
    })

    it('finds an account and a node that one allow-list alone has', () => {
      const file = 'nodes/validator-5/permissions_config.toml'
      const stranger = `0x${'ee'.repeat(20)}`
      replace(file, 'accounts-allowlist = [', `accounts-allowlist = [ "${stranger}",`)

      expect(copy.nodeFaults()).to.deep.equal([
        `${file}: accounts-allowlist: ${stranger}, wanted nothing: the description does not name it`,
      ])
    })

    it('notes what all allow-lists have and the description has not: a motion may have made it so', () => {
      const stranger = `0x${'ee'.repeat(20)}`
      for (const { name } of folder.network.nodes)
        replace(`nodes/${name}/permissions_config.toml`, 'accounts-allowlist = [', `accounts-allowlist = [ "${stranger}",`)

      expect(copy.nodeFaults()).to.deep.equal([])
      expect(copy.nodeNotes()).to.have.length(8)
    })

    it('refuses a host name in an enode', () => {
      const file = 'nodes/standby-1/static-nodes.json'
      replace(file, '@192.0.2.11:', '@node.example:')

      expect(copy.nodeFaults()).to.satisfy((faults: string[]) =>
        faults.some((each) => each.startsWith(file) && each.includes('node.example') && each.includes('no IP address')),
      )
    })

    it('finds the key of another node, and a key that others can read', () => {
      const [one, two] = ['nodes/validator-1/key', 'nodes/validator-2/key']
      copy.write(one, copy.text(two))
      chmodSync(join(copy.path, two), 0o644)
      const accounts = folder.network.nodes.map(({ account }) => account)

      expect(copy.nodeFaults()).to.deep.equal([
        `${one}: the key of ${accounts[1]}, wanted the key of ${accounts[0]}`,
        `${two}: mode 0644, wanted mode 0600`,
      ])
    })

    it('finds a key that is none, and contracts of others in the file by which a node keeps its allow-lists', () => {
      const file = 'nodes/validator-2/deployment.json'
      copy.write('nodes/validator-1/key', '0'.repeat(64))
      replace(file, validatorSet(), `0x${'ab'.repeat(20)}`)

      expect(copy.nodeFaults()).to.deep.equal([
        `${file}: changed, wanted as \`derkey network init\` writes it`,
        'nodes/validator-1/key: no number of the group of secp256k1, wanted a private key',
      ])
    })

    it('finds what is missing, and a deployment file that was changed', () => {
      rmSync(join(copy.path, 'nodes/validator-7'), { recursive: true })
      copy.change<{ contracts: { Board: { address: string } } }>('deployment.json', ({ contracts }) => {
        contracts.Board.address = `0x${'ab'.repeat(20)}`
      })

      expect(copy.nodeFaults()).to.deep.equal([
        'nodes/validator-7/genesis.json: nothing, wanted a copy of genesis.json',
        'nodes/validator-7/deployment.json: nothing, wanted as `derkey network init` writes it',
        'nodes/validator-7/config.toml: nothing, wanted a file',
        'nodes/validator-7/permissions_config.toml: nothing, wanted a file',
        'deployment.json: changed, wanted as `derkey network init` writes it',
      ])
    })
  })
})
