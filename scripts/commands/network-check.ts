import { Command } from '@commander-js/extra-typings'
import { checkNetwork } from '../../src/network/check/check-network.ts'
import { table } from '../output.ts'
import { outputOf } from '../registry-command.ts'

export const networkCheck = new Command('check')
  .description('proves the files of a network without Besu, and says exactly what is wrong; exits 1 at a fault')
  .argument('<dir>', 'folder that `derkey network init` wrote')
  .action(async (dir, _options, command) => {
    const { genesis_hash, findings } = await checkNetwork(dir)
    const open = findings.filter(({ severity }) => severity !== 'ok')
    const faults = findings.filter(({ severity }) => severity === 'fault').length
    outputOf(command).answer({ dir, genesis_hash, faults, findings }, [
      ...(open.length === 0 ? [] : [table(open, ['severity', 'check', 'found', 'wanted'])]),
      `hash of block 0: ${genesis_hash ?? 'none'}`,
      faults === 0
        ? `${dir}: ${findings.length} checks, no fault`
        : `${dir}: ${findings.length} checks, ${faults} ${faults === 1 ? 'fault' : 'faults'}`,
    ])
    if (faults > 0) process.exitCode = 1
  })
