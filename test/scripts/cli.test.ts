import { expect } from 'chai'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { loadCommands } from '../../scripts/commands/index.ts'
import { derkeyProgram, runDerkey } from '../support/run-derkey.ts'

/** A command and all below it, with their whole names. */
const withSubcommands = (command: CommandUnknownOpts, before = ''): [string, CommandUnknownOpts][] => {
  const name = `${before}${command.name()}`
  return [[name, command], ...command.commands.flatMap((child) => withSubcommands(child, `${name} `))]
}
const all = (await loadCommands([])).flatMap((command) => withSubcommands(command))

describe('derkey on the command line', () => {
  for (const [name, command] of all) {
    it(`has help for ${name}, with every argument and option`, () => {
      const help = command.helpInformation()

      expect(help).to.contain(`Usage: ${name} `)
      expect(command.description()).to.match(/^[a-z]/)
      for (const option of command.options) expect(option.description, option.flags).to.not.equal('')
      for (const argument of command.registeredArguments) expect(argument.description, argument.name()).to.not.equal('')
    })
  }

  for (const args of [['--help'], ['key', '--help'], ['oracle', 'token', 'create', '--help']]) {
    it(`prints help on standard output for ${args.join(' ')}`, async () => {
      const { code, stdout, stderr } = await runDerkey(args)

      expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' })
      expect(stdout).to.match(/^Usage: derkey/)
      expect(stdout).to.contain('--json')
    })
  }

  const wrong: [string[], string][] = [
    [['nonsense'], 'nonsense'],
    [['key', 'nonsense'], 'nonsense'],
    [['--nonsense'], '--nonsense'],
    [['key', 'show', '--nonsense'], '--nonsense'],
    [['key', 'show'], 'key-id-or-file'],
    [['ca', 'issue'], '--ca'],
    [['chain', '--port', '65536'], '--port'],
    [['key', 'list', 'too', 'many'], 'too many arguments'],
  ]
  for (const [args, named] of wrong) {
    it(`exits 2 for derkey ${args.join(' ')}, in one line that names ${named} and one that says what to do`, async () => {
      const { code, stdout, stderr } = await runDerkey(args)

      expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' })
      expect(stderr.trimEnd().split('\n')).to.have.length(2)
      expect(stderr).to.contain(named).and.contain('(call_wrong)').and.contain('--help')
    })
  }

  for (const args of [['nonsense'], ['key', 'show', '--nonsense'], ['key']]) {
    it(`says so as JSON on standard error for derkey --json ${args.join(' ')}`, async () => {
      const { code, stdout, stderr } = await runDerkey(['--json', ...args])

      expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' })
      expect(JSON.parse(stderr)).to.include({ code: 'call_wrong', status: 400 })
    })
  }

  it('exits 2 without a subcommand, and names those that there are', async () => {
    const { code, stdout, stderr } = await runDerkey(['key'])

    expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' })
    expect(stderr).to.contain('register')
  })

  it('says what is wrong with the input as JSON, wherever --json stands', async () => {
    for (const args of [
      ['--json', 'key', 'id', 'nowhere.pem'],
      ['key', 'id', 'nowhere.pem', '--json'],
    ]) {
      const { code, stdout, stderr } = await runDerkey(args)

      expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' })
      expect(JSON.parse(stderr)).to.include({ code: 'file_unreadable', field: 'nowhere.pem' })
    }
  })

  it('says that its answer could not be written, where the disk is full', async () => {
    const child = spawn('/bin/sh', ['-c', 'exec "$0" "$@" > /dev/full', process.execPath, derkeyProgram, '--version'])
    const [stderr] = await Promise.all([text(child.stderr), once(child, 'close')])

    expect(child.exitCode).to.equal(1)
    expect(stderr).to.match(/^error standard output: .*ENOSPC.* \(disk_full\)\n.+\n$/)
  })
})
