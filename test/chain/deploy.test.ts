import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import type { LocalChain } from '../../scripts/local-chain.ts'
import { createClient } from '../../src/chain/client.ts'
import { deploy } from '../../src/chain/deploy.ts'
import { readDeployment } from '../../src/chain/deployment.ts'
import { examine } from '../../src/chain/examine.ts'
import { openJournal } from '../../src/chain/journal.ts'
import { createKeystore, openKeystore } from '../../src/chain/keystore.ts'
import { openRegistry } from '../../src/chain/registry.ts'
import { createSender } from '../../src/chain/sender.ts'
import { startChain } from '../support/chain.ts'
import { startFaultyNode, type FaultyNode } from '../support/faulty-node.ts'
import { problemOf } from '../support/problem-of.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const account = (byte: string) => `0x${byte.repeat(20)}` as const
const derkey = join(import.meta.dirname, '..', '..', 'bin', 'derkey.js')

describe('derkey deploy', () => {
  const folder = temporaryFolder()
  const [keystore, passwordFile] = [folder.file('board.json'), folder.file('password')]
  const file = folder.file('local-test.json')
  let chain: LocalChain
  let node: FaultyNode
  before(async () => {
    chain = await startChain()
    node = await startFaultyNode(chain.url)
    writeFileSync(passwordFile, 'secret\n', { mode: 0o600 })
    await createKeystore(keystore, passwordFile, { scryptN: 1024 })
  })
  after(async () => {
    await node.close()
    await chain.close()
    folder.remove()
  })

  const run = () => {
    const staff = ['--registrar', account('01'), '--programme-manager', account('02'), '--regulator', account('03')]
    const keys = ['--keystore', keystore, '--password-file', passwordFile]
    const args = ['deploy', '--json', '--name', 'local-test', '--dir', folder.path, '--rpc', node.url, ...staff, ...keys]
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

  it('killed in the middle goes on where it stopped, and sends nothing twice', async () => {
    for (const last of [2, 4]) {
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
    expect(await transactions()).to.equal(12)
    const { findings } = await examine(await openRegistry({ rpc: chain.url, deployment: readDeployment(file) }))
    expect(findings.filter(({ ok }) => !ok)).to.deep.equal([])
  })

  it('does nothing when it runs again', async () => {
    const before = readFileSync(file, 'utf8')
    const { code } = await finish(run())

    expect(code).to.equal(0)
    expect(await transactions()).to.equal(12)
    expect(readFileSync(file, 'utf8')).to.equal(before)
  })

  it('leads to the same contracts when its file is lost', async () => {
    const before = readDeployment(file)
    writeFileSync(file, '')
    const { code, errors } = await finish(run())
    expect(code).to.equal(2)
    expect(errors).to.contain('deployment_invalid')

    const signer = await openKeystore(keystore, passwordFile)
    const journal = openJournal(`${keystore}.journal`)
    const client = createClient({ rpc: chain.url })
    const sender = await createSender({ client, signer, journal })
    const staff = { registrar: account('01'), programme_manager: account('02'), regulator: account('03') }
    const again = await deploy({ client, sender, chainId: chain.chainId, name: 'local-test', staff })
    journal.close()

    expect(again).to.deep.equal(before)
  })

  it('refuses one account for two staff roles, before anything is sent', async () => {
    const client = createClient({ rpc: chain.url })
    const journal = openJournal(folder.file('other.sqlite'))
    const sender = await createSender({ client, signer: await openKeystore(keystore, passwordFile), journal })
    const staff = { registrar: account('01'), programme_manager: account('01'), regulator: account('03') }
    const problem = await problemOf(deploy({ client, sender, chainId: chain.chainId, name: 'other', staff }))
    journal.close()

    expect(problem.code).to.equal('staff_role_held')
    expect(await transactions()).to.equal(12)
  })
})
