import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createClient } from '../../src/chain/client.ts'
import { deploy as deployContracts } from '../../src/chain/deploy.ts'
import { readDeployment, requireDeployment, writeDeployment, type Deployment } from '../../src/chain/deployment.ts'
import { openJournal } from '../../src/chain/journal.ts'
import { createSender } from '../../src/chain/sender.ts'
import { digestOfJson } from '../../src/domain/canonical-json.ts'
import type { Consortium } from '../../src/domain/consortium.ts'
import { Problem } from '../../src/domain/problem.ts'
import { openSignerOf, signing } from '../open-signer.ts'
import { readConsortium } from '../read-consortium.ts'
import { outputOf, requireRpc, rpcOption } from '../registry-command.ts'

export const deploy = signing(
  'deploy',
  'puts the contracts of a consortium onto its chain, hands them over to its board, and writes the deployment file; run again, it goes on where it stopped, or does nothing',
)
  .requiredOption('--consortium <file>', 'who governs: a JSON file that consortium.schema.json describes')
  .requiredOption('--name <name>', 'name of the deployment; `local-…` is kept out of version control')
  .option('--dir <dir>', 'folder of the deployment files', 'deployments')
  .addOption(rpcOption)
  .action(async (options, command) => {
    const output = outputOf(command)
    if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(options.name)) {
      throw new Problem('invalid_input', { field: 'name', detail: `${JSON.stringify(options.name)} is not of a-z, 0-9 and "-"` })
    }
    const consortium = readConsortium(options.consortium)
    const client = createClient({ rpc: requireRpc(options) })
    const file = join(options.dir, `${options.name}.json`)
    const answer = (deployment: Deployment, text: string) => output.answer({ file, ...deployment }, [text, ...tableOf(deployment)])

    if (existsSync(file)) {
      const deployment = readDeployment(file)
      await requireDeployment(client, deployment)
      requireSameConsortium(deployment, consortium)
      answer(deployment, `${file}: deployed already, nothing to do`)
      return
    }
    const { signer, journalFile } = await openSignerOf(options)
    const journal = openJournal(journalFile)
    try {
      const sender = await createSender({ client, signer, journal })
      const onStep = (step: string) => output.note(`deploying: ${step}`)
      const deployment = await deployContracts({ client, sender, consortium, name: options.name, onStep })
      mkdirSync(dirname(file), { recursive: true })
      writeDeployment(file, deployment)
      answer(deployment, `${file}: deployed, and handed over to the board of ${consortium.name}`)
    } finally {
      journal.close()
      signer.close?.()
    }
  })

function requireSameConsortium({ settings }: Deployment, consortium: Consortium): void {
  if (settings['consortium_digest'] === digestOfJson(consortium)) return
  const detail = `the deployment was made from another description (${String(settings['consortium'])}); a consortium changes by motion`
  throw new Problem('invalid_input', { field: 'consortium', detail })
}

const tableOf = ({ contracts }: Deployment) => Object.entries(contracts).map(([name, { address }]) => `${name.padEnd(20)} ${address}`)
