import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createPrivateKey } from 'node:crypto'
import { closeSync, openSync, readFileSync, readSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { unwrapKey } from '../../../src/keygen/cms/unwrap-key.ts'
import { derkeyProgram } from '../../support/run-derkey.ts'
import { openWorkbench, password, type Workbench } from './workbench.ts'

/** Every system call by which a process gives octets away; memory that is mapped and shared is opened by SQLite alone. */
const writing = 'trace=write,pwrite64,writev,pwritev,pwritev2,sendto,sendmsg,sendmmsg'
const tracing = spawnSync('strace', ['-f', '-o', '/dev/null', '-e', writing, 'true']).status === 0

/** What `bytes` look like in a text or a file: themselves, hexadecimal, decimal, and base64 at each of its three alignments. */
function spellings(bytes: Buffer): Buffer[] {
  const hex = bytes.toString('hex')
  const base64 = [0, 1, 2].flatMap((shift) => {
    // digits that do not depend on the octets around
    const inner = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(shift === 0 ? 0 : 4, 40)
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')]
  })
  return [bytes, ...[hex, hex.toUpperCase(), BigInt(`0x${hex}`).toString(), ...base64].map((text) => Buffer.from(text))]
}

describe('clear keys', function () {
  this.timeout(60_000)
  let bench: Workbench
  let keys: Buffer[]
  let wrapped: Buffer
  let printed: Buffer
  before(async () => {
    bench = await openWorkbench()
    const args = [
      'keygen',
      'appliance',
      'make',
      bench.directory,
      '--process',
      '1',
      '--count',
      '4',
      '--recipient',
      bench.file('line.pem'),
      '--csr',
    ]
    const more = ['--out', bench.out, '--password-file', bench.file('password')]
    const preload = ['--import', join(import.meta.dirname, 'record-writes.ts')]
    const command = [process.execPath, ...preload, derkeyProgram, ...args, ...more]
    const traced = ['strace', '-f', '-qq', '-e', writing, '-e', 'signal=none', '-xx', '-s', '16777216', '-o', bench.file('trace')]
    const [program = '', ...rest] = tracing ? [...traced, ...command] : command
    const env = { ...process.env, RECORD_WRITES: bench.file('record') }
    const { status, stdout, stderr } = spawnSync(program, rest, { env })
    expect(status, stderr.toString()).to.equal(0)
    printed = Buffer.concat([stdout, stderr])

    const folder = join(bench.out, bench.batches()[0] ?? '')
    const line = createPrivateKey(readFileSync(bench.file('line.key')))
    const files = bench.manifestIn(folder).keys.map((key) => readFileSync(join(folder, key.wrapped?.file ?? '')))
    wrapped = files[0] as Buffer
    keys = files.map((file) => unwrapKey(file, line))
  })
  after(() => bench.remove())

  /** Private scalar of a PKCS#8 (RFC 5915), which the appliance must not give away. */
  const scalarOf = (pkcs8: Buffer) => pkcs8.subarray(36, 68)
  const expectNone = (text: Buffer, what: string) => {
    for (const key of keys) {
      for (const [index, spelling] of spellings(scalarOf(key)).entries())
        expect(text.includes(spelling), `${what}, spelling ${index}`).to.equal(false)
    }
  }
  /** Octets of all traced calls, in their order. */
  const tracedWrites = () => {
    const lines = readFileSync(bench.file('trace'), 'latin1').split('\n')
    const texts = lines.map((line) =>
      [...line.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, hex = '']) => hex.replaceAll('\\x', '')).join(''),
    )
    return Buffer.from(texts.join(''), 'hex')
  }

  it('are what the line opens', () => {
    expect(keys).to.have.length(4)
    for (const key of keys)
      expect(createPrivateKey({ key, format: 'der', type: 'pkcs8' }).asymmetricKeyDetails?.namedCurve).to.equal('prime256v1')
  })

  it('are in nothing that was written through node:fs or printed, in any spelling', () => {
    const record = readFileSync(bench.file('record'))
    expect(record.includes(wrapped), 'the recorder sees what is written').to.equal(true)
    expectNone(record, 'node:fs')
    expectNone(printed, 'printed')
  })

  if (tracing) {
    it('are in no system call that writes or sends', () => {
      const trace = tracedWrites()
      expect(trace.includes(wrapped), 'the trace sees what is written').to.equal(true)
      expectNone(trace, 'system calls')
    })
  }

  it('are in no file of the appliance, nor of the medium', () => {
    const filesOf = (path: string): string[] =>
      statSync(path).isDirectory() ? readdirSync(path).flatMap((name) => filesOf(join(path, name))) : [path]
    for (const file of [...filesOf(bench.directory), ...filesOf(bench.out)]) expectNone(readFileSync(file), file)
  })

  it('are in no memory of the process once the batch is made, neither as this program has them nor as OpenSSL does', async () => {
    const args = [bench.directory, bench.out, bench.file('line.pem'), password, 'stay']
    const child = spawn(process.execPath, [join(import.meta.dirname, 'make-until-killed.ts'), ...args], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    const exited = once(child, 'exit')
    await once(child.stdout, 'data')
    const folder = join(bench.out, bench.batches().at(-1) ?? '')
    const line = createPrivateKey(readFileSync(bench.file('line.key')))
    const scalars = bench
      .manifestIn(folder)
      .keys.map((key) => scalarOf(unwrapKey(readFileSync(join(folder, key.wrapped?.file ?? '')), line)))
    // a number of OpenSSL has its lowest octets first
    const needles = [...scalars, ...scalars.map((scalar) => Buffer.from(scalar).reverse())]

    const [control, ...found] = inMemoryOf(child.pid ?? 0, [Buffer.from(bench.out), ...needles])
    child.kill('SIGKILL')
    await exited
    expect(control, 'memory was read').to.equal(true)
    expect(found).to.deep.equal(needles.map(() => false))
  })

  it('would be found in each of these spellings', () => {
    const [key = Buffer.of()] = keys
    const scalar = scalarOf(key)
    for (const prefix of ['', 'x', 'xy', 'xyz']) {
      const text = Buffer.from(Buffer.concat([Buffer.from(prefix), scalar, Buffer.from('after')]).toString('base64'))
      expect(
        spellings(scalar).some((spelling) => text.includes(spelling)),
        prefix,
      ).to.equal(true)
    }
  })

  it('are made only where no crash can dump them: with core dumps on, they are turned off and seen to be off', () => {
    const program = bench.file('limits.ts')
    const source = join(import.meta.dirname, '../../../scripts/keygen/forbid-core-dumps.ts')
    writeFileSync(
      program,
      `import { forbidCoreDumps } from '${source}'\nimport { readFileSync } from 'node:fs'\nforbidCoreDumps()\nconsole.log(readFileSync('/proc/self/limits', 'utf8'), 'filter', readFileSync('/proc/self/coredump_filter', 'utf8'))`,
    )
    const run = (path: string | undefined) =>
      spawnSync('/bin/sh', ['-c', `ulimit -S -c unlimited; exec '${process.execPath}' '${program}'`], {
        env: { ...process.env, ...(path === undefined ? {} : { PATH: path }) },
        encoding: 'utf8',
      })
    const allowed = run(undefined)
    expect(allowed.stdout, allowed.stderr)
      .to.match(/^Max core file size +0 +0 /m)
      .and.to.match(/filter 0+$/m)
    expect(run('/nowhere').stderr, 'prlimit is missing').to.include('core_dumps_on')
  })
})

/** Which of `needles` stand in the memory that a process can write to. */
function inMemoryOf(pid: number, needles: readonly Buffer[]): boolean[] {
  const memory = openSync(`/proc/${pid}/mem`, 'r')
  const found = needles.map(() => false)
  const chunk = Buffer.alloc(8 * 1_048_576)
  for (const [, from = '', to = ''] of readFileSync(`/proc/${pid}/maps`, 'utf8').matchAll(/^([0-9a-f]+)-([0-9a-f]+) rw/gm)) {
    const end = Number(`0x${to}`)
    for (let at = Number(`0x${from}`); at < end; at += chunk.length - 64) {
      const part = chunk.subarray(0, readSync(memory, chunk, 0, Math.min(chunk.length, end - at), at))
      for (const [index, needle] of needles.entries()) found[index] ||= part.includes(needle)
    }
  }
  closeSync(memory)
  return found
}
