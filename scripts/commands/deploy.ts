import { Command } from '@commander-js/extra-typings'
import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createClient, readChainId } from '../../src/chain/client.ts'
import { deploy as deployContracts, type Staff } from '../../src/chain/deploy.ts'
import { readDeployment, requireDeployment, writeDeployment, type Deployment } from '../../src/chain/deployment.ts'
import { openJournal } from '../../src/chain/journal.ts'
import { createSender } from '../../src/chain/sender.ts'
import { entityIdField, type Hex } from '../../src/domain/fields.ts'
import { parseInput } from '../../src/domain/parse-input.ts'
import { Problem } from '../../src/domain/problem.ts'
import { z } from 'zod'
import { keystoreOption, openSignerOf, outputOf, passwordFileOption, requireRpc, rpcOption } from '../registry-command.ts'

const staffInput = z.strictObject({ registrar: entityIdField, programme_manager: entityIdField, regulator: entityIdField })

export const deploy = new Command('deploy')
  .description('puts the contracts onto a chain, and writes the deployment file; run again, it goes on where it stopped, or does nothing')
  .requiredOption('--name <name>', 'name of the deployment; `local-…` is kept out of version control')
  .requiredOption('--registrar <account>', 'account that admits entities')
  .requiredOption('--programme-manager <account>', 'account that approves assessments')
  .requiredOption('--regulator <account>', 'account that supervises')
  .option('--dir <dir>', 'folder of the deployment files', 'deployments')
  .addOption(rpcOption)
  .addOption(keystoreOption)
  .addOption(passwordFileOption)
  .action(async (options, command) => {
    const output = outputOf(command)
    if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(options.name)) {
      throw new Problem('invalid_input', { field: 'name', detail: `${JSON.stringify(options.name)} is not of a-z, 0-9 and "-"` })
    }
    const { registrar, regulator, programmeManager: programme_manager } = options
    const staff = parseInput(staffInput, { registrar, programme_manager, regulator }) as Staff
    const client = createClient({ rpc: requireRpc(options) })
    const file = join(options.dir, `${options.name}.json`)
    const answer = (deployment: Deployment, text: string) => output.answer({ file, ...deployment }, [text, ...tableOf(deployment)])

    if (existsSync(file)) {
      const deployment = readDeployment(file)
      await requireDeployment(client, deployment)
      requireSameStaff(deployment, staff)
      answer(deployment, `${file}: deployed already, nothing to do`)
      return
    }
    const { signer, journalFile } = await openSignerOf(options)
    const journal = openJournal(journalFile)
    try {
      const sender = await createSender({ client, signer, journal })
      const onStep = (step: string) => output.note(`deploying: ${step}`)
      const deployment = await deployContracts({ client, sender, chainId: await readChainId(client), name: options.name, staff, onStep })
      mkdirSync(dirname(file), { recursive: true })
      writeDeployment(file, deployment)
      answer(deployment, `${file}: deployed`)
    } finally {
      journal.close()
    }
  })

function requireSameStaff({ settings }: Deployment, staff: Record<string, Hex>): void {
  for (const [role, account] of Object.entries(staff)) {
    if (settings[role] !== account) {
      const detail = `the deployment was made with ${String(settings[role])}; roles are changed by the Authority's ADMIN`
      throw new Problem('invalid_input', { field: role, detail })
    }
  }
}

const tableOf = ({ contracts }: Deployment) => Object.entries(contracts).map(([name, { address }]) => `${name.padEnd(18)} ${address}`)
