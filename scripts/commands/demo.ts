import { Command, Option } from '@commander-js/extra-typings'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Problem } from '../../src/domain/problem.ts'
import { environmentOf, writeEnvironment } from '../demo/environment-file.ts'
import { coloursFor } from '../colours.ts'
import { createNarrator, type Narrator } from '../demo/narrator.ts'
import { openssl, tool } from '../demo/openssl.ts'
import { play } from '../demo/play.ts'
import { playTwoNations } from '../demo/two-nations/play.ts'
import { table } from '../output.ts'
import { outputOf } from '../registry-command.ts'
import { untilStopped } from '../until-stopped.ts'

export const demo = new Command('demo')
  .description('the main use case in eight steps (specification, 5.3.4), with a real chain, real TLS, and openssl and curl as the devices')
  .option('--keep', 'leave everything running until Ctrl-C, and write DIR/environment.json')
  .addOption(
    new Option('--two-nations', 'instead: the registries of two nations, on two chains, asked by one CA and one gateway').conflicts('keep'),
  )
  .option('--dir <dir>', 'a new or empty folder for keys, certificates, configurations and logs (default: a temporary one)')
  .action(async ({ keep, dir, twoNations }, command) => {
    const output = outputOf(command)
    const narrator = output.json
      ? createNarrator(output.note, coloursFor(process.stderr))
      : createNarrator((line) => void process.stdout.write(`${line}\n`), coloursFor(process.stdout))
    if (dir !== undefined && existsSync(dir) && readdirSync(dir).length > 0) {
      throw new Problem('invalid_input', { field: 'dir', detail: `${dir} is not empty; name a new folder, or remove this one` })
    }
    await openssl('version')
    await tool('curl', ['--version'])
    const directory = dir === undefined ? mkdtempSync(join(tmpdir(), 'derkey-demo-')) : resolve(dir)
    const closing: (() => unknown)[] = []
    // from the first moment, so that whoever stops it early leaves no service behind
    const stopped = untilStopped()
    const playing = (twoNations === true ? performTwoNations : perform)(directory, narrator, closing)
    try {
      const played = await Promise.race([playing, stopped])
      if (played === undefined) {
        process.exitCode = 1
        return
      }
      const { document, lines, environment } = played
      const file = keep && environment !== undefined ? await writeEnvironment(directory, environment) : undefined
      output.answer(document, ['', ...lines])
      if (file !== undefined) {
        output.note(`\nEverything runs; where it is: ${file}. Ctrl-C ends it.`)
        await stopped
      }
    } finally {
      await closeAll(closing)
      // a play that was interrupted fails at its next step, and may have begun one more service
      await Promise.allSettled([playing])
      await closeAll(closing)
      if (dir === undefined) rmSync(directory, { recursive: true, force: true })
    }
  })

/** What `--json` prints, what people read, and what `--keep` writes. */
type Performed = { readonly document: object; readonly lines: readonly string[]; readonly environment?: object }
type Perform = (directory: string, narrator: Narrator, closing: (() => unknown)[]) => Promise<Performed>

const perform: Perform = async (...given) => {
  const played = await play(...given)
  const columns = ['device', 'expected', 'device_capability', 'end_device', 'cause']
  const environment = environmentOf(played)
  return {
    document: { visits: played.visits, environment },
    environment,
    lines: [table(played.visits, columns), '', 'All eight steps went as they should.'],
  }
}

const performTwoNations: Perform = async (...given) => {
  const played = await playTwoNations(...given)
  const columns = ['when', 'device', 'end_device', 'cause', 'decided_by']
  return {
    document: played,
    lines: [table(played.visits, columns), '', 'Each nation decides on the keys that it knows; a key that fell in either is shut out.'],
  }
}

/** Closes in the opposite order of opening. */
async function closeAll(closing: (() => unknown)[]): Promise<void> {
  for (let close = closing.pop(); close !== undefined; close = closing.pop()) await close()
}
