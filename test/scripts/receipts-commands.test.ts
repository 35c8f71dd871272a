import { execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { expect } from 'chai'
import { createKeys } from '../../src/chain/calls/key-calls.ts'
import type { VerifiedReceipts } from '../../src/chain/receipts/verify-receipts.ts'
import { derkeyProgram, type DerkeyRun } from '../support/run-derkey.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { deployWorld, type World } from '../support/world.ts'
import { commandLineOf } from './command-line.ts'

type Registered = { registered: number; already_registered: number; transactions: string[]; receipts: { file: string } }
type Verified = VerifiedReceipts & { valid: boolean; fault_count: number; faults: { line: number; code: string }[] }

const randomKeyId = () => `0x${randomBytes(32).toString('hex')}` as const

describe('derkey: lists of keys and their receipts', function () {
  this.timeout(180_000)
  const folder = temporaryFolder()
  let world: World
  let processId: string
  const { run, as, document, refusal } = commandLineOf(() => world)
  before(async () => {
    world = await deployWorld()
    processId = world.processes.secure_element.process_id
  })
  after(async () => {
    await world.close()
    folder.remove()
  })
  const write = (name: string, content: string) => {
    writeFileSync(folder.file(name), content)
    return folder.file(name)
  }
  const register = (...args: string[]) => as('chip_maker', 'key', 'register', ...args, '--process', processId, '--without-proof')
  const verify = async (...args: string[]): Promise<Verified & { code: number }> => {
    const { code, stdout, stderr } = await run('key', 'verify', ...args)
    expect(stdout, stderr).to.not.equal('')
    return { code, ...(JSON.parse(stdout) as Verified) }
  }

  it('register several files, say so a line a batch, and are proven by their receipts', async () => {
    const ids = Array.from({ length: 1100 }, randomKeyId)
    const one = write('one.csv', `key_id\n${ids.slice(0, 700).join('\n')}`)
    const other = write('other.csv', `serial,key_id\r\n${ids.map((id, index) => `${index},"${id}"\r\n`).join('\r\n')}`)
    const registered = await register(one, other)
    const { receipts, transactions, ...counts } = document<Registered>(registered)
    const batches = registered.stderr.split('\n').filter((line) => line.startsWith('{'))

    expect(counts).to.include({ registered: 1100, already_registered: 0, listed_again: 700 })
    expect(batches.map((line) => (JSON.parse(line) as { count: number; lot_id: string }).count)).to.deep.equal([500, 500, 100])
    expect(transactions).to.have.lengthOf(3)
    expect(receipts.file).to.equal(`${one}.receipts.jsonl`)
    expect(statSync(receipts.file).mode & 0o777).to.equal(0o600)
    expect(await verify(receipts.file, '--all')).to.deep.include({
      code: 0,
      valid: true,
      count: 1100,
      proven: 0,
      stood_before: 0,
      transactions: 3,
      standing: { active: 1100 },
    })
  })

  it('run again send nothing, and write the same receipts', async () => {
    const one = folder.file('one.csv')
    const before = readFileSync(`${one}.receipts.jsonl`, 'utf8').split('\n').slice(1, -2)
    const again = document<Registered>(await register(one, folder.file('other.csv')))
    const after = readFileSync(`${one}.receipts.jsonl`, 'utf8').split('\n').slice(1, -2)

    expect(again).to.include({ registered: 0, already_registered: 1100 })
    expect(after).to.deep.equal(before)
  })

  it('with keys that stood there before have receipts of all of them', async () => {
    const ids = Array.from({ length: 5 }, randomKeyId)
    await world.act('chip_maker', createKeys(world.deployment.contracts, processId, undefined, ids.slice(0, 2)))
    const list = write('known.csv', `key_id\n${ids.join('\n')}`)
    expect(document<Registered>(await register(list))).to.include({ registered: 3, already_registered: 2 })
    expect(await verify(`${list}.receipts.jsonl`)).to.deep.include({ valid: true, count: 5, stood_before: 2, standing: { active: 5 } })
  })

  it('of which a key is registered under another process leave it out, say why and where it stood, and end with 1', async () => {
    const [taken, good] = [randomKeyId(), randomKeyId()]
    await world.registerKeys('oem', world.processes.unprotected_memory.process_id, [taken])
    const list = write('taken.csv', `key_id\n${taken}\n${good}\n`)
    const { code, stdout, stderr } = await register(list)
    expect(code, stderr).to.equal(1)
    const { refused, registered } = JSON.parse(stdout) as Registered & { refused: { key_id: string; code: string; place: string }[] }
    expect(registered).to.equal(1)
    expect(refused.map(({ key_id, code, place }) => ({ key_id, code, place }))).to.deep.equal([
      { key_id: taken, code: 'key_taken', place: `${list}, row 2, column key_id` },
    ])
    expect(await verify(`${list}.receipts.jsonl`)).to.include({ code: 0, valid: true, count: 1 })
  })

  it('come from standard input, where it is said whither the receipts go', async () => {
    const list = `key_id\n${randomKeyId()}\n`
    expect(refusal(await registerFrom(list, '-'))).to.include({ code: 'invalid_input', field: 'receipts' })
    expect(refusal(await registerFrom(list, '-', '--receipts', ''))).to.include({ code: 'invalid_input', field: 'receipts' })
    const receipts = folder.file('piped.jsonl')
    expect(document<Registered>(await registerFrom(list, '-', '--receipts', receipts))).to.include({ registered: 1 })
    expect(await verify(receipts)).to.include({ valid: true, count: 1 })
  })

  it('come through a pipe that has a name, whole', async () => {
    const pipe = folder.file('pipe')
    execFileSync('mkfifo', [pipe])
    const written = writeFile(pipe, `key_id\n${randomKeyId()}\n`)
    expect(document<Registered>(await register(pipe))).to.include({ registered: 1 })
    await written
  })

  it('with faults end with 2, name each with its row, and nothing is sent or written', async () => {
    const list = write('faulty.csv', `key_id\n${randomKeyId()}\n${'0x12\n'.repeat(30)}`)
    const run = await register(list)
    const fault = refusal(run) as ReturnType<typeof refusal> & { fault_count: number; faults: { position: string }[] }

    expect(run.code).to.equal(2)
    expect(fault).to.include({ code: 'key_files_invalid', fault_count: 30 })
    expect(fault.faults).to.have.lengthOf(20)
    expect(fault.faults[19]?.position).to.equal('row 22, column key_id')
    expect(existsSync(`${list}.receipts.jsonl`)).to.equal(false)
  })

  it('whose receipts were edited are told line by line, and verified with 1', async () => {
    const receipts = `${folder.file('one.csv')}.receipts.jsonl`
    const lines = readFileSync(receipts, 'utf8').split('\n')
    const edited = write('edited.jsonl', lines.with(2, (lines[2] ?? '').replace('0x', '0y')).join('\n'))
    const { code, valid, faults } = await verify(edited)

    expect({ code, valid }).to.deep.equal({ code: 1, valid: false })
    expect(faults[0]).to.include({ line: 3, code: 'receipts_invalid' })
  })

  async function registerFrom(input: string, ...args: string[]): Promise<DerkeyRun> {
    const { keystore, password_file } = await world.keystoreOf('chip_maker')
    const env = { ...process.env, DERKEY_RPC: world.chain.url, DERKEY_DEPLOYMENT: world.deploymentFile }
    const options = ['--process', processId, '--without-proof', '--json', '--keystore', keystore, '--password-file', password_file]
    const child = spawn(process.execPath, [derkeyProgram, 'key', 'register', ...args, ...options], { env })
    child.stdin.end(input)
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
    return { code: child.exitCode ?? 1, stdout, stderr }
  }
})
