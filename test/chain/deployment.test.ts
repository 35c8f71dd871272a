import { writeFileSync } from 'node:fs'
import { expect } from 'chai'
import { readDeployment, requireDeployment, writeDeployment } from '../../src/chain/deployment.ts'
import { openRegistry } from '../../src/chain/registry.ts'
import type { Problem } from '../../src/domain/problem.ts'
import { startChain } from '../support/chain.ts'
import { problemOf } from '../support/problem-of.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { deployWorld, type World } from '../support/world.ts'

describe('the deployment file', () => {
  const folder = temporaryFolder()
  let world: World
  before(async () => {
    world = await deployWorld()
  })
  after(async () => {
    await world.close()
    folder.remove()
  })
  const read = (content: string): Promise<Problem> => {
    writeFileSync(folder.file('x.json'), content)
    return problemOf((async () => readDeployment(folder.file('x.json')))())
  }

  it('is read as it was written', () => {
    writeDeployment(folder.file('copy.json'), world.deployment)

    expect(readDeployment(folder.file('copy.json'))).to.deep.equal(world.deployment)
  })

  it('that is missing is deployment_missing', async () => {
    expect((await problemOf((async () => readDeployment(folder.file('none.json')))())).code).to.equal('deployment_missing')
  })

  it('that is truncated is deployment_invalid', async () => {
    expect((await read(JSON.stringify(world.deployment).slice(0, 100))).code).to.equal('deployment_invalid')
  })

  it('with wrong fields is deployment_invalid, and every fault is named', async () => {
    const wrong = { ...world.deployment, chain_id: 'x', extra: 1, contracts: { ...world.deployment.contracts, KeyRegistry: {} } }
    const problem = await read(JSON.stringify(wrong))

    expect(problem.code).to.equal('deployment_invalid')
    expect(problem.message).to.contain('chain_id').and.contain('contracts.KeyRegistry.address').and.contain('extra')
  })

  it('of a version without a board says so, and what to do', async () => {
    const { Authority, EntityRegistry, ProcessRegistry, AssessmentRegistry, KeyRegistry } = world.deployment.contracts
    const contracts = { Authority, EntityRegistry, ProcessRegistry, AssessmentRegistry, KeyRegistry }
    const problem = await read(JSON.stringify({ ...world.deployment, contracts }))

    expect(problem.code).to.equal('deployment_invalid')
    expect(problem.message).to.contain('without a board').and.contain('ValidatorSet, Board,').and.contain('--consortium')
  })

  it('of another chain is wrong_chain', async () => {
    const deployment = { ...world.deployment, chain_id: 1 }
    expect((await problemOf(openRegistry({ rpc: world.chain.url, deployment }))).code).to.equal('wrong_chain')
  })

  it('of a chain that was started anew is contract_missing', async () => {
    const other = await startChain()
    const problem = await problemOf(openRegistry({ rpc: other.url, deployment: world.deployment }))
    await other.close()

    expect(problem.code).to.equal('contract_missing')
  })

  it('that fits is taken', async () => {
    await requireDeployment(world.client, world.deployment)
  })
})
