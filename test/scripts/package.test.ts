import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { openssl } from '../../scripts/demo/openssl.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..', '..')

describe('the packed package', function () {
  this.timeout(300_000)
  let directory: string
  let program: string
  let derkey: (...args: string[]) => Promise<string>

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'derkey-package-'))
    const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', directory], { cwd: root, maxBuffer: 1 << 26 })
    const [{ filename }] = JSON.parse(stdout.slice(stdout.indexOf('[\n'))) as [{ filename: string }]
    await run('npm', ['init', '-y'], { cwd: directory })
    const quick = ['--no-audit', '--no-fund', '--prefer-offline']
    await run('npm', ['install', ...quick, join(directory, filename)], { cwd: directory })
    program = join(directory, 'node_modules', '.bin', 'derkey')
    derkey = async (...args) => (await run(program, args, { cwd: directory })).stdout
  })
  after(() => rm(directory, { recursive: true, force: true }))

  it('gives a command that says its version', async () => {
    expect(await derkey('--version')).to.match(/^\d+\.\d+\.\d+\n$/)
  })

  it('knows the key id of a public key', async () => {
    const key = join(directory, 'key.pem')
    await openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', key)
    await openssl('ec', '-in', key, '-pubout', '-out', `${key}.pub`)

    expect(await derkey('key', 'id', `${key}.pub`)).to.match(/^0x[0-9a-f]{64}\n$/)
  })

  it('runs a chain and deploys the contracts onto it, with its own ABIs and bytecode', async () => {
    const chain = spawn(program, ['chain', '--port', '0', '--accounts', '1', '--keystores', 'keystores', '--json'], { cwd: directory })
    const ended = once(chain, 'exit')
    try {
      let said = ''
      chain.stdout.setEncoding('utf8').on('data', (part: string) => (said += part))
      while (!said.endsWith('}\n')) await Promise.race([once(chain.stdout, 'data'), ended.then(refuse)])
      const { rpc_url, accounts } = JSON.parse(said) as { rpc_url: string; accounts: [{ keystore: string; password_file: string }] }
      const [{ keystore, password_file }] = accounts
      const consortium = join(directory, 'consortium.json')
      const example = join(directory, 'node_modules', 'der-key-registry', 'examples', 'consortium.json')
      await writeFile(consortium, JSON.stringify({ ...(JSON.parse(readFileSync(example, 'utf8')) as object), chain_id: 31_337 }))
      const signing = ['--rpc', rpc_url, '--keystore', keystore, '--password-file', password_file]
      await derkey('deploy', '--name', 'local-packed', '--dir', '.', '--consortium', consortium, ...signing)
      const registry = ['--rpc', rpc_url, '--deployment', 'local-packed.json']
      const examined = await derkey('doctor', ...registry, '--json')
      const nobody = `0x${'12'.repeat(32)}`
      const refused = (await derkey('decide', nobody, '--policy', 'lab', ...registry).catch((error: unknown) => error)) as { code: number }

      await derkey('index', 'follow', '--once', '--index', 'index.sqlite', ...registry)
      const index = await derkey('index', 'show', '--index', 'index.sqlite', '--deployment', 'local-packed.json', '--json')

      expect(JSON.parse(examined)).to.include({ faults: 0 })
      expect(JSON.parse(index), 'a worker thread of JavaScript').to.include({ keys: 0, rollbacks: 0 })
      expect(refused.code, 'by a ready-made policy, which the package carries').to.equal(11)
    } finally {
      chain.kill()
      await ended
    }
  })
})

function refuse(): never {
  throw new Error('the chain ended before it was ready')
}
