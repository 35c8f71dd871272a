import { expect } from 'chai'
import { keccak256 } from 'viem'
import { toSeconds } from '../../src/domain/fields.ts'
import { examine } from '../../src/chain/examine/examine.ts'
import { readSeats } from '../../src/chain/motions/read-seats.ts'
import { readRoles } from '../../src/chain/reads/roles.ts'
import { readNodes } from '../../src/chain/reads/validators.ts'
import { registryOf } from '../../src/chain/registry.ts'
import { networkNodes } from '../../src/network/network-nodes.ts'
import { blockOf, buildGenesis, type BuiltGenesis } from '../../src/network/build-genesis.ts'
import { genesisClient } from '../../src/network/genesis-client.ts'
import { openGenesisEvm } from '../../src/network/genesis-evm.ts'
import { genesisHash } from '../../src/network/genesis-hash.ts'
import type { GenesisFile } from '../../src/network/genesis-file.ts'
import { example } from './network-folder.ts'

describe('the genesis of a consortium', () => {
  let built: BuiltGenesis
  before(async () => {
    built = await buildGenesis(example)
  })
  const registry = async () => {
    const block = blockOf(example)
    return registryOf(genesisClient(await openGenesisEvm(block, built.genesis.alloc), block), built.deployment)
  }

  it('is the same bytes each time it is built, so that every operator can build it', async () => {
    expect(JSON.stringify(await buildGenesis(example))).to.equal(JSON.stringify(built))
  })

  it('holds all contracts, with code and nonce, and nothing that has a balance', () => {
    const { contracts } = built.deployment
    const accounts = Object.values(contracts).flatMap(({ address, implementation }) => [
      address,
      ...(implementation === null ? [] : [implementation]),
    ])

    // the rest is RecoverySets and the 30 sets that it made
    expect(Object.keys(built.genesis.alloc))
      .to.include.members(accounts)
      .and.have.length(accounts.length + 31)
    for (const { code, nonce, balance } of Object.values(built.genesis.alloc)) {
      expect(code.length).to.be.within(4, 2 + 2 * 24_576)
      expect([['0x1', '0x2', '0x1f'].includes(nonce), balance]).to.deep.equal([true, '0x0'])
    }
  })

  it('names the validators and the nodes on standby, with what the description says of each', async () => {
    const nodes = await readNodes(await registry(), 0)

    const wanted = networkNodes(example)
    expect(nodes.map(({ account }) => account)).to.deep.equal(wanted.map(({ account }) => account))
    expect(nodes.map(({ enode }) => enode)).to.deep.equal(wanted.map(({ enode }) => enode))
    expect(nodes.map(({ hosting_country }) => hosting_country)).to.deep.equal(wanted.map(({ hosting_country }) => hosting_country))
    expect(nodes.map(({ since }) => since)).to.deep.equal(wanted.map(() => example.genesis_time))
  })

  it("is the board's from the first block on: what `doctor` proves of a chain holds of the file", async () => {
    const { findings } = await examine(await registry())

    expect(findings.filter(({ ok }) => !ok)).to.deep.equal([])
    expect(findings).to.have.length.above(30)
  })

  it('leaves no role with who deployed it', async () => {
    const roles = await readRoles(await registry())
    const { OrdinaryTimelock, ConstitutionTimelock } = built.deployment.contracts

    const members = Object.fromEntries(roles.map(({ role, members: accounts }) => [role, accounts]))
    expect(members['ADMIN']).to.deep.equal([ConstitutionTimelock.address])
    expect(members['BOARD']).to.deep.equal([OrdinaryTimelock.address])
    expect(members['REGISTRAR']).to.deep.equal([example.staff.registrar])
  })

  it('seats the board since the time of block 0', async () => {
    const seats = await readSeats(await registry())

    expect(seats.map(({ account }) => account)).to.deep.equal(example.seats.map(({ account }) => account))
    expect(new Set(seats.map(({ since }) => since))).to.deep.equal(new Set([example.genesis_time]))
  })

  it('says in its deployment file where everything is, from block 0 on', () => {
    const { deployment, genesis } = built

    expect([deployment.chain_id, deployment.block]).to.deep.equal([example.chain_id, 0])
    for (const { address, implementation, code_hash } of Object.values(deployment.contracts)) {
      expect(keccak256(genesis.alloc[implementation ?? address]?.code ?? '0x')).to.equal(code_hash)
    }
  })

  it('pins Cancun, free gas and the contract that names the validators', () => {
    const { config } = built.genesis as unknown as { config: Record<string, unknown> }

    expect(config).to.include({ chainId: 20_305, londonBlock: 0, cancunTime: toSeconds(example.genesis_time), zeroBaseFee: true })
    expect(Object.keys(config).filter((key) => /prague|osaka|amsterdam/i.test(key))).to.deep.equal([])
    expect(config['qbft']).to.include({ blockperiodseconds: 2, validatorcontractaddress: built.deployment.contracts.ValidatorSet.address })
  })

  it('has the hash that Besu gives to block 0', async () => {
    // read off Besu 26.9-develop: eth_getBlockByNumber("0x0") of a node started with this file
    const file: GenesisFile = {
      config: {},
      parentHash: `0x${'0'.repeat(64)}`,
      nonce: '0x0',
      timestamp: '0x6b00df00',
      extraData: `0xe5a0${'0'.repeat(64)}c0c080c0`,
      gasLimit: '0x5f5e100',
      difficulty: '0x1',
      mixHash: '0x63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365',
      coinbase: `0x${'0'.repeat(40)}`,
      baseFeePerGas: '0x0',
      blobGasUsed: '0x0',
      excessBlobGas: '0x0',
      parentBeaconBlockRoot: `0x${'0'.repeat(64)}`,
      alloc: {
        '0x00000000000000000000000000000000000000aa': {
          nonce: '0x1',
          balance: '0x0',
          code: '0x60205f52600160205260aa60405260605ff3',
          storage: { [`0x${'0'.repeat(63)}1` as const]: `0x${'0'.repeat(62)}2a` },
        },
      },
    }

    expect(await genesisHash(file)).to.equal('0x7a4666bb1f8d51fed9f8bffee01a2b29ce4586bf7fa034651633e32c7312e6cb')
  })
})
