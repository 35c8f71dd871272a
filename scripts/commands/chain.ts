import { Command, InvalidArgumentError } from '@commander-js/extra-typings'
import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createKeystore } from '../../src/chain/keystore.ts'
import { writeSecretFile } from '../../src/chain/secret-file.ts'
import { startLocalChain, type LocalChain } from '../local-chain.ts'
import { outputOf } from '../registry-command.ts'
import { untilStopped } from '../until-stopped.ts'

const numberUpTo = (most: number) => (text: string) => {
  if (!/^[0-9]{1,10}$/.test(text) || Number(text) > most) throw new InvalidArgumentError(`Give a number from 0 to ${most}.`)
  return Number(text)
}

export const chain = new Command('chain')
  .description(
    'runs a local chain to try things on: one process, not Byzantine-fault-tolerant, everything forgotten at its end; gas is free',
  )
  .option('--port <number>', 'port on 127.0.0.1, 0 for any', numberUpTo(65_535), 8545)
  .option('--chain-id <number>', 'number of the chain', numberUpTo(4_294_967_295), 31_337)
  .option('--block-time <seconds>', 'seconds between blocks; 0: a block for each transaction', numberUpTo(3600), 0)
  .option('--accounts <number>', 'how many funded accounts to write as keystores', numberUpTo(100), 5)
  .option('--keystores <dir>', 'folder for them; without it no accounts are shown')
  .action(async ({ port, chainId, blockTime, accounts, keystores }, command) => {
    const output = outputOf(command)
    const local = await startLocalChain({ port, chainId, blockTime, accounts: keystores === undefined ? 0 : accounts })
    // whoever waits for the answer may stop it at once
    const stopped = untilStopped()
    try {
      const files = keystores === undefined ? [] : await writeKeystores(local, keystores)
      output.answer({ rpc_url: local.url, chain_id: chainId, byzantine_fault_tolerant: false, accounts: files }, [
        `chain ${chainId} at ${local.url}`,
        ...files.map(({ account, keystore }) => `${account}  ${keystore}`),
      ])
      output.note('One process, not Byzantine-fault-tolerant, and everything is forgotten when it ends: for trials only. Ctrl-C ends it.')
      await stopped
    } finally {
      await local.close()
    }
  })

async function writeKeystores({ privateKeys }: LocalChain, folder: string) {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const files = []
  for (const [index, privateKey] of privateKeys.entries()) {
    const [keystore, password_file] = [join(folder, `account-${index + 1}.json`), join(folder, `account-${index + 1}.password`)]
    writeSecretFile(password_file, `${randomBytes(16).toString('hex')}\n`, 'keystores')
    files.push({ account: await createKeystore(keystore, password_file, undefined, privateKey), keystore, password_file })
  }
  return files
}
