import { encodeFunctionData, parseAbi } from 'viem'
import { expect } from 'chai'
import { authorityAbi } from '../../src/chain/abi/authority.generated.ts'
import type { Deployment } from '../../src/chain/deployment.ts'
import { examine } from '../../src/chain/examine.ts'
import { roleIds } from '../../src/chain/powers.ts'
import { passMotion } from '../support/pass-motion.ts'
import { deployWorld, type World } from '../support/world.ts'

describe('the doctor', () => {
  let world: World
  before(async () => {
    world = await deployWorld()
  })
  after(() => world.close())

  const faults = async (deployment: Deployment = world.deployment) =>
    (await examine({ ...world.registry, deployment })).findings.filter(({ ok }) => !ok).map(({ check }) => check)
  const asAdmin = (data: `0x${string}`, to = world.deployment.contracts.Authority.address) =>
    passMotion(world, [{ to, data }], 'constitution')

  it('finds nothing to mend in a new deployment, and lists who holds which power', async () => {
    const { roles } = await examine(world.registry)

    expect(await faults()).to.deep.equal([])
    expect(roles).to.deep.include({ role: 'REGULATOR', members: [world.actors.regulator.account] })
    expect(roles).to.deep.include({ role: 'ADMIN', members: [world.deployment.contracts.ConstitutionTimelock.address] })
    expect(roles).to.deep.include({ role: 'BOARD', members: [world.deployment.contracts.OrdinaryTimelock.address] })
  })

  it('finds a function that was given to another role', async () => {
    const { address } = world.deployment.contracts.KeyRegistry
    const abi = parseAbi(['function voidKeys(bytes32[] keyIds, uint8 reason)'])
    const voidKeys = encodeFunctionData({ abi, args: [[], 0] }).slice(0, 10) as `0x${string}`
    const give = (role: bigint) =>
      encodeFunctionData({ abi: authorityAbi, functionName: 'setTargetFunctionRole', args: [address, [voidKeys], role] })
    await asAdmin(give(roleIds.REGULATOR))
    expect(await faults()).to.deep.equal(['KeyRegistry.voidKeys: role'])
    await asAdmin(give(roleIds.BOARD))
  })

  it('finds a role that nobody holds', async () => {
    const args = [roleIds.REGULATOR, world.actors.regulator.account] as const
    const to = world.deployment.contracts.Authority.address
    const revokeRole = { to, data: encodeFunctionData({ abi: authorityAbi, functionName: 'revokeRole', args }) }
    const grantRole = { to, data: encodeFunctionData({ abi: authorityAbi, functionName: 'grantRole', args: [...args, 0] }) }
    await passMotion(world, [revokeRole])
    expect(await faults()).to.deep.equal(['REGULATOR: held by'])
    await passMotion(world, [grantRole])
  })

  it('finds a contract that was upgraded behind the deployment file', async () => {
    const { ProcessRegistry, EntityRegistry } = world.deployment.contracts
    const abi = parseAbi(['function upgradeToAndCall(address implementation, bytes data) payable'])
    const upgrade = (implementation: `0x${string}`) => encodeFunctionData({ abi, args: [implementation, '0x'] })
    await asAdmin(upgrade(EntityRegistry.implementation as `0x${string}`), ProcessRegistry.address)
    expect(await faults()).to.include('ProcessRegistry: implementation')
    await asAdmin(upgrade(ProcessRegistry.implementation as `0x${string}`), ProcessRegistry.address)
    expect(await faults()).to.deep.equal([])
  })

  it('finds a deployment of another version', async () => {
    const { contracts } = world.deployment
    const other = { ...contracts, KeyRegistry: { ...contracts.KeyRegistry, code_hash: `0x${'00'.repeat(32)}` as const } }

    expect(await faults({ ...world.deployment, contracts: other })).to.deep.equal(['KeyRegistry: code'])
  })
})
