import { spawnSync } from 'node:child_process'
import { createPrivateKey } from 'node:crypto'
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { unwrapKey } from '../../../src/keygen/cms/unwrap-key.ts'
import { derkeyProgram } from '../../support/run-derkey.ts'
import { openWorkbench, type Workbench } from './workbench.ts'

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
