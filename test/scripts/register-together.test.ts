import { expect } from 'chai'
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { generatePrivateKey } from 'viem/accounts'
import { nameLineAccount } from '../../src/chain/calls/process-calls.ts'
import { createKeystore, openKeystore } from '../../src/chain/keystore.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { deployWorld, type World } from '../support/world.ts'
import { commandLineOf } from './command-line.ts'

describe('derkey key register with several keystores', function () {
  this.timeout(60_000)
  const folder = temporaryFolder()
  let world: World
  let processId: string
  before(async () => {
    world = await deployWorld()
    processId = world.processes.secure_element.process_id
  })
  after(async () => {
    await world.close()
    folder.remove()
  })
  const { run, document, refusal } = commandLineOf(() => world)

  /** A keystore of an account that the chip maker named for its line. */
  async function lineKeystore(name: string) {
    const [keystore, passwordFile] = [folder.file(`${name}.json`), folder.file(`${name}.password`)]
    writeFileSync(passwordFile, `${name}\n`, { mode: 0o600 })
    await createKeystore(keystore, passwordFile, { scryptN: 1024 }, generatePrivateKey())
    const { address } = await openKeystore(keystore, passwordFile)
    await world.act('chip_maker', nameLineAccount(world.deployment.contracts, processId, address))
    return { keystore, passwordFile, address }
  }
  const list = (name: string, count: number) => {
    const rows = Array.from({ length: count }, () => `0x${randomBytes(32).toString('hex')}`)
    writeFileSync(folder.file(name), ['key_id', ...rows, ''].join('\n'))
    return folder.file(name)
  }

  it('sends from all of their accounts into one lot', async () => {
    const [one, two] = [await lineKeystore('one'), await lineKeystore('two')]
    const signers = [one, two].flatMap(({ keystore, passwordFile }) => ['--keystore', keystore, '--password-file', passwordFile])
    const command = ['key', 'register', list('many.csv', 3100), '--process', processId, '--without-proof', ...signers]
    const first = document<{ registered: number; lot_id: string; transactions: string[] }>(await run(...command))
    const second = document(await run(...command))
    const sent = await Promise.all([one, two].map(({ address }) => world.client.getTransactionCount({ address })))

    expect(first).to.include({ registered: 3100 })
    expect(first.transactions).to.have.length(7)
    expect(second).to.include({ registered: 0, already_registered: 3100, lot_id: first.lot_id })
    expect(Math.min(...sent)).to.be.greaterThan(0)
    expect(sent[0]! + sent[1]!).to.equal(7)
  })

  it('wants one password file for all, or one for each, and each account once', async () => {
    const [one, two] = [await lineKeystore('three'), await lineKeystore('four')]
    const command = ['key', 'register', list('few.csv', 2), '--process', processId, '--without-proof']
    const tooMany = ['--keystore', one.keystore, '--password-file', one.passwordFile, '--password-file', two.passwordFile]
    const twice = ['--keystore', one.keystore, '--keystore', one.keystore, '--password-file', one.passwordFile]

    expect(refusal(await run(...command, ...tooMany))).to.include({ code: 'invalid_input', field: 'password-file' })
    expect(refusal(await run(...command, ...twice))).to.include({ code: 'invalid_input', field: 'keystore' })
  })
})
