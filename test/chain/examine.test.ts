import { randomUUID } from 'node:crypto'
import {
  encodeAbiParameters,
  encodeFunctionData,
  keccak256,
  pad,
  parseAbiParameters,
  toBytes,
  toFunctionSelector,
  toHex,
  type Hex,
} from 'viem'
import { expect } from 'chai'
import { authorityAbi } from '../../src/chain/abi/authority.generated.ts'
import { grantRole, revokeRole, upgradeContract } from '../../src/chain/calls/authority-calls.ts'
import type { ContractCall } from '../../src/chain/calls/contract-call.ts'
import { updateEntity } from '../../src/chain/calls/entity-calls.ts'
import { correctNodeFacts, recordNodeFacts } from '../../src/chain/calls/validator-calls.ts'
import type { Deployment } from '../../src/chain/deployment.ts'
import { examine } from '../../src/chain/examine/examine.ts'
import { roleIds, type RoleName } from '../../src/chain/powers.ts'
import { readEntity } from '../../src/chain/reads/entity.ts'
import { readNodes } from '../../src/chain/reads/validators.ts'
import type { EntityRecord } from '../../src/domain/records.ts'
import { passMotion } from '../support/pass-motion.ts'
import { deployWorld, type World } from '../support/world.ts'

describe('the doctor', () => {
  let world: World
  before(async () => {
    world = await deployWorld()
  })
  after(() => world.close())

  const found = async (deployment: Deployment = world.deployment) =>
    (await examine({ ...world.registry, deployment })).findings.filter(({ ok }) => !ok)
  const faults = async (deployment?: Deployment) => (await found(deployment)).map(({ check }) => check)
  const onAuthority = (data: Hex): ContractCall => ({ to: world.deployment.contracts.Authority.address, data })
  const grant = (role: RoleName, account: Hex) => grantRole(world.deployment.contracts, role, account)
  const revoke = (role: RoleName, account: Hex) => revokeRole(world.deployment.contracts, role, account)
  /** Does what `calls` do by a motion on the constitution, looks, and undoes it. */
  const whatIf = async (calls: readonly ContractCall[], undo: readonly ContractCall[]) => {
    await passMotion(world, calls, 'constitution')
    const faulty = await found()
    await passMotion(world, undo, 'constitution')
    return faulty
  }

  it('finds nothing to mend in a new deployment, and lists who holds which power', async () => {
    const { roles, seats, remarks } = await examine(world.registry)
    const { contracts } = world.deployment

    expect(await found()).to.deep.equal([])
    expect(roles).to.deep.include({ role: 'ADMIN', members: [contracts.ConstitutionTimelock.address] })
    expect(roles).to.deep.include({ role: 'BOARD', members: [contracts.OrdinaryTimelock.address] })
    expect(roles).to.deep.include({ role: 'REGULATOR', members: [world.actors.regulator.account] })
    expect(seats.map(({ account, segment }) => [account, segment])).to.deep.equal(
      world.consortium.seats.map(({ account, segment }) => [account, segment]),
    )
    expect(remarks.join()).to.contain('1 s').and.contain('a development chain')
  })

  it('shows that the deployer has no power left', async () => {
    const { findings } = await examine(world.registry)
    const { account } = world.actors.deployer

    expect(findings.filter(({ check }) => check.includes(account))).to.deep.equal([
      { check: `power of the deployer, ${account}`, found: 'none', wanted: 'none', ok: true },
    ])
  })

  describe('on a deployment where a power was left', () => {
    for (const role of ['ADMIN', 'BOARD'] as const) {
      it(`finds ${role} with the deployer`, async () => {
        const { account } = world.actors.deployer
        const faulty = await whatIf([grant(role, account)], [revoke(role, account)])

        expect(faulty.map(({ check }) => check)).to.deep.equal([`${role}: held by`, `power of the deployer, ${account}`])
        expect(faulty[0]?.found).to.contain(account)
        expect(faulty[1]?.found).to.equal(role)
      })
    }

    it('finds staff that no motion appointed', async () => {
      const { account } = world.actors.intruder
      const { deployer } = world.actors
      await passMotion(world, [grant('BOARD', deployer.account)], 'constitution')
      await deployer.sender.send({ id: randomUUID(), ...grant('REGISTRAR', account) })
      await passMotion(world, [revoke('BOARD', deployer.account)], 'constitution')
      const registrar = (await found()).find(({ check }) => check === 'REGISTRAR: held by')

      expect(registrar?.found).to.equal(`${account}, by no motion`)
      expect(await faults()).to.deep.equal(['REGISTRAR: held by'])

      await passMotion(world, [revoke('REGISTRAR', account)])
      expect(await faults()).to.deep.equal([])
    })

    it('finds nothing wrong with staff that a motion appointed', async () => {
      const { account } = world.actors.intruder
      await passMotion(world, [grant('REGISTRAR', account)])
      expect(await faults()).to.deep.equal([])
      await passMotion(world, [revoke('REGISTRAR', account)])
    })

    it('finds that the staff hands itself out', async () => {
      const setAdmin = (admin: bigint) =>
        onAuthority(encodeFunctionData({ abi: authorityAbi, functionName: 'setRoleAdmin', args: [roleIds.REGISTRAR, admin] }))
      const faulty = await whatIf([setAdmin(roleIds.REGISTRAR)], [setAdmin(roleIds.BOARD)])

      expect(faulty).to.deep.equal([{ check: 'REGISTRAR: handed out by', found: 'REGISTRAR', wanted: 'BOARD', ok: false }])
    })

    it('finds a ValidatorSet that another account governs', async () => {
      const { ValidatorSet, ConstitutionTimelock } = world.deployment.contracts
      const { account } = world.actors.deployer
      const slot = await slotOf(ValidatorSet.address, ConstitutionTimelock.address)
      const faulty = await withStorage(ValidatorSet.address, slot, pad(account, { size: 32 }))

      expect(faulty.map(({ check, found }) => [check, found])).to.deep.equal([
        ['ValidatorSet: constitution', account],
        [`power of the deployer, ${account}`, 'ValidatorSet.constitution'],
      ])
    })

    it('finds a role of a timelock with the deployer', async () => {
      const { account } = world.actors.deployer
      // _roles of AccessControl is the first slot: role => { hasRole: account => bool, … }
      const role = keccak256(toBytes('PROPOSER_ROLE'))
      const roleSlot = keccak256(encodeAbiParameters(parseAbiParameters('bytes32, uint256'), [role, 0n]))
      const slot = keccak256(encodeAbiParameters(parseAbiParameters('address, bytes32'), [account, roleSlot]))
      const faulty = await withStorage(world.deployment.contracts.OrdinaryTimelock.address, slot, toHex(1, { size: 32 }))

      expect(faulty.map(({ check }) => check)).to.deep.equal(['OrdinaryTimelock: PROPOSER'])
      expect(faulty[0]?.found).to.contain(account)
    })

    it('finds two staff roles of one account', async () => {
      const { account } = world.actors.regulator
      const twice = world.deployment.contracts
      // _members, Authority's third variable behind AccessManager's: a set's values are an array in its first slot
      const { slot, value } = await memberSlot(twice.Authority.address, roleIds.REGISTRAR, world.actors.registrar.account)
      const faulty = await withStorage(twice.Authority.address, slot, pad(account, { size: 32 }))

      expect(faulty.map(({ check, found }) => [check, found])).to.deep.include(['staff roles of one account', account])
      expect(value).to.equal(pad(world.actors.registrar.account, { size: 32 }))
    })

    it('finds a contract that refers to one of a stranger', async () => {
      const { contracts } = world.deployment
      const { implementation } = contracts.KeyRegistry
      const code = (await world.client.getCode({ address: implementation as Hex })) as Hex
      const stranger = code.replaceAll(contracts.EntityRegistry.address.slice(2), world.actors.intruder.account.slice(2)) as Hex
      const setCode = (value: Hex) => world.client.request({ method: 'hardhat_setCode', params: [implementation, value] } as never)
      await setCode(stranger)
      const faulty = await found({
        ...world.deployment,
        contracts: { ...contracts, KeyRegistry: { ...contracts.KeyRegistry, code_hash: keccak256(stranger) } },
      })
      await setCode(code)

      expect(faulty).to.deep.equal([
        { check: 'KeyRegistry: refers to', found: world.actors.intruder.account, wanted: 'its own registry', ok: false },
      ])
    })
  })

  it('finds a seat whose entity is another by now, and a node', async () => {
    const entity_id = world.consortium.seats[0]?.entity_id as Hex
    const entity = (await readEntity(world.registry, entity_id)) as EntityRecord
    const update = (country: string) => world.act('registrar', updateEntity(world.deployment.contracts, entity_id, { ...entity, country }))
    await update('FR')
    const faulty = await found()
    await update(entity.country)

    expect(faulty.map(({ found }) => found)).to.deep.equal(['recorded US, registered FR', 'recorded US, registered FR'])
    expect(faulty[0]?.check).to.equal(`seat of ${entity_id}: country and group`)
  })

  it('finds nodes out of a cap, since when, and that it is overdue', async () => {
    const nodes = (await readNodes(world.registry)).filter(({ control_country }) => control_country === 'US').slice(0, 1)
    const [{ account, ...node }] = nodes as [Awaited<ReturnType<typeof readNodes>>[number]]
    const { contracts } = world.deployment
    await passMotion(world, [recordNodeFacts(contracts, account, { ...node, control_country: 'FR' })])
    const broken = await faults()
    await world.client.request({ method: 'evm_increaseTime', params: [91 * 86_400] } as never)
    await world.client.request({ method: 'evm_mine' } as never)
    const breach = (await found()).find(({ check }) => check === 'nodes: breach of a cap')
    await passMotion(world, [correctNodeFacts(contracts, account, node)], 'constitution')

    expect(broken).to.deep.equal(['nodes: foreign', 'nodes: breach of a cap', `node ${account}: country and group`])
    expect(breach?.found).to.match(/^since .*Z, to be mended until .*Z, overdue$/)
    expect(await faults()).to.deep.equal([])
  })

  it('finds a function that was given to another role', async () => {
    const { address } = world.deployment.contracts.KeyRegistry
    const give = (signature: string, role: bigint) => {
      const args = [address, [toFunctionSelector(signature)], role] as const
      return onAuthority(encodeFunctionData({ abi: authorityAbi, functionName: 'setTargetFunctionRole', args }))
    }
    for (const [signature, role] of [
      ['voidKeys(bytes32[],uint8)', roleIds.BOARD],
      ['upgradeToAndCall(address,bytes)', roleIds.ADMIN],
    ] as const) {
      const faulty = await whatIf([give(signature, roleIds.REGULATOR)], [give(signature, role)])
      expect(faulty.map(({ check, found }) => [check, found])).to.deep.equal([
        [`KeyRegistry.${signature.split('(')[0]}: role`, 'REGULATOR'],
      ])
    }
  })

  it('finds a role that nobody holds', async () => {
    const { account } = world.actors.regulator
    await passMotion(world, [revoke('REGULATOR', account)])
    expect(await faults()).to.deep.equal(['REGULATOR: held by'])
    await passMotion(world, [grant('REGULATOR', account)])
  })

  it('finds a contract that was upgraded behind the deployment file', async () => {
    const { ProcessRegistry, EntityRegistry } = world.deployment.contracts
    const upgrade = (implementation: Hex | null) =>
      upgradeContract(world.deployment.contracts, 'ProcessRegistry', implementation as Hex, '0x')
    const faulty = await whatIf([upgrade(EntityRegistry.implementation)], [upgrade(ProcessRegistry.implementation)])

    expect(faulty.map(({ check }) => check)).to.include('ProcessRegistry: implementation')
    expect(await faults()).to.deep.equal([])
  })

  it('finds a deployment of another version', async () => {
    const { contracts } = world.deployment
    const other = { ...contracts, KeyRegistry: { ...contracts.KeyRegistry, code_hash: `0x${'00'.repeat(32)}` as const } }

    expect(await faults({ ...world.deployment, contracts: other })).to.deep.equal(['KeyRegistry: code'])
  })

  /** Looks with one storage slot of a contract changed. */
  async function withStorage(address: Hex, slot: Hex, value: Hex) {
    const before = (await world.client.getStorageAt({ address, slot })) as Hex
    const set = (to: Hex) => world.client.request({ method: 'hardhat_setStorageAt', params: [address, slot, to] } as never)
    await set(value)
    const faulty = await found()
    await set(before)
    return faulty
  }

  /** Which of a contract's first slots holds this address alone. */
  async function slotOf(address: Hex, held: Hex): Promise<Hex> {
    for (let slot = 0; slot < 32; slot++) {
      const value = await world.client.getStorageAt({ address, slot: toHex(slot) })
      if (value === pad(held, { size: 32 })) return toHex(slot, { size: 32 })
    }
    throw new RangeError(`${address} keeps ${held} elsewhere`)
  }

  /** Where the Authority's set of a role's members holds this account. */
  async function memberSlot(address: Hex, role: bigint, account: Hex) {
    for (let base = 0n; base < 12n; base++) {
      const set = keccak256(encodeAbiParameters(parseAbiParameters('uint64, uint256'), [role, base]))
      const slot = keccak256(set)
      const value = await world.client.getStorageAt({ address, slot })
      if (value === pad(account, { size: 32 })) return { slot, value }
    }
    throw new RangeError('the Authority keeps its members elsewhere')
  }
})
