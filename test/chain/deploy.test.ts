import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import type { LocalChain } from '../../scripts/local-chain.ts'
import { createClient } from '../../src/chain/client.ts'
import { deploy } from '../../src/chain/deploy.ts'
import { keyContracts, readDeployment, recordContracts, writeDeployment } from '../../src/chain/deployment.ts'
import { examine } from '../../src/chain/examine/examine.ts'
import { openJournal } from '../../src/chain/journal.ts'
import { createKeystore, openKeystore } from '../../src/chain/keystore.ts'
import { openRegistry } from '../../src/chain/registry.ts'
import { createSender } from '../../src/chain/sender.ts'
import { parseConsortium } from '../../src/domain/consortium/parse-consortium.ts'
import { startChain } from '../support/chain.ts'
import { startFaultyNode, type FaultyNode } from '../support/faulty-node.ts'
import { problemOf } from '../support/problem-of.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const root = join(import.meta.dirname, '..', '..')
const derkey = join(root, 'bin', 'derkey.js')
const example = JSON.parse(readFileSync(join(root, 'examples', 'consortium.json'), 'utf8')) as object
const described = { ...example, chain_id: 31_337 }
const consortium = parseConsortium(JSON.stringify(described))

/** Transactions of a deployment: contracts of the governance, of the records, the founding acts, and the hand-over. */
const steps = 5 + 2 * recordContracts.length + keyContracts.length + 2

describe('derkey deploy', () => {
  const folder = temporaryFolder()
  const [keystore, passwordFile] = [folder.file('deployer.json'), folder.file('password')]
  const file = folder.file('local-test.json')
  let chain: LocalChain
  let node: FaultyNode
  before(async () => {
    chain = await startChain()
    node = await startFaultyNode(chain.url)
    writeFileSync(folder.file('consortium.json'), JSON.stringify(described))
    writeFileSync(passwordFile, 'secret\n', { mode: 0o600 })
    await createKeystore(keystore, passwordFile, { scryptN: 1024 })
  })
  after(async () => {
    await node.close()
    await chain.close()
    folder.remove()
  })

  const run = () => {
    const keys = ['--keystore', keystore, '--password-file', passwordFile]
    const where = ['--consortium', folder.file('consortium.json'), '--dir', folder.path, '--rpc', node.url]
    const args = ['deploy', '--json', '--name', 'local-test', ...where, ...keys]
    return spawn(process.execPath, [derkey, ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
  }
  const finish = async (child: ReturnType<typeof run>) => {
    let errors = ''
    child.stderr.on('data', (text: Buffer) => (errors += text.toString()))
    await once(child, 'close')
    return { code: child.exitCode, signal: child.signalCode, errors }
  }
  const transactions = async () => {
    const { address } = await openKeystore(keystore, passwordFile)
    return createClient({ rpc: chain.url }).getTransactionCount({ address })
  }

  const deployed = async (of = consortium, name = 'local-test') => {
    const client = createClient({ rpc: chain.url })
    const journal = openJournal(`${keystore}.journal`)
    try {
      const sender = await createSender({ client, signer: await openKeystore(keystore, passwordFile), journal })
      return await deploy({ client, sender, consortium: of, name })
    } finally {
      journal.close()
    }
  }

  it('killed in the middle goes on where it stopped, and sends nothing twice', async () => {
    for (const last of [2, 4, 8]) {
      let sent = 0
      const child = run()
      node.choose = (method) => {
        if (method !== 'eth_sendRawTransaction' || ++sent < last) return 'pass'
        child.kill('SIGKILL')
        return 'hang'
      }
      expect((await finish(child)).signal).to.equal('SIGKILL')
      expect(existsSync(file)).to.equal(false)
    }
    node.choose = () => 'pass'
    const { code, errors } = await finish(run())

    expect(code, errors).to.equal(0)
    expect(await transactions()).to.equal(steps)
    const { findings } = await examine(await openRegistry({ rpc: chain.url, deployment: readDeployment(file) }))
    expect(findings.filter(({ ok }) => !ok)).to.deep.equal([])
  })

  it('does nothing when it runs again', async () => {
    const before = readFileSync(file, 'utf8')
    const { code } = await finish(run())

    expect(code).to.equal(0)
    expect(await transactions()).to.equal(steps)
    expect(readFileSync(file, 'utf8')).to.equal(before)
  })

  it('leads to the same contracts when its file is lost', async () => {
    const before = readDeployment(file)
    writeFileSync(file, '')
    const { code, errors } = await finish(run())
    expect(code).to.equal(2)
    expect(errors).to.contain('deployment_invalid')

    const again = await deployed()

    expect(again).to.deep.equal(before)
  })

  it('does nothing for another description under the same name', async () => {
    const changed = { ...described, breach_term_days: 30 }
    writeFileSync(folder.file('consortium.json'), JSON.stringify(changed))
    writeDeployment(file, await deployed())
    const { code, errors } = await finish(run())

    expect(code).to.equal(2)
    expect(JSON.parse(errors)).to.include({ code: 'invalid_input', field: 'consortium' })
    expect(await transactions()).to.equal(steps)
  })

  it('refuses an account of the consortium as the deployer, before anything is sent', async () => {
    const { address } = await openKeystore(keystore, passwordFile)
    const staff = { ...consortium.staff, regulator: address }
    const problem = await problemOf(deployed({ ...consortium, staff }, 'other'))

    expect(problem).to.include({ code: 'invalid_input', field: 'keystore' })
    expect(problem.message).to.contain('staff.regulator')
    expect(await transactions()).to.equal(steps)
  })

  it('refuses the chain of another consortium', async () => {
    const problem = await problemOf(deployed({ ...consortium, chain_id: 20_305 }, 'other'))

    expect(problem.code).to.equal('wrong_chain')
    expect(await transactions()).to.equal(steps)
  })
})
