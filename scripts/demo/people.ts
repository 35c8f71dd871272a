import { randomBytes, randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ContractCall } from '../../src/chain/calls/contract-call.ts'
import type { Client } from '../../src/chain/client.ts'
import type { Deployment } from '../../src/chain/deployment.ts'
import { openJournal } from '../../src/chain/journal.ts'
import { createKeystore, openKeystore } from '../../src/chain/keystore.ts'
import { readOutcome, type Outcome } from '../../src/chain/read-outcome.ts'
import { writeSecretFile } from '../../src/chain/secret-file.ts'
import { createSender, type Sender } from '../../src/chain/sender.ts'
import type { Hex } from '../../src/domain/fields.ts'
import { entityNames, officeNames } from './cast.ts'

export const playerNames = [...officeNames, ...entityNames] as const
export type PlayerName = (typeof playerNames)[number]
export type Player = { readonly account: Hex; readonly keystore: string; readonly password_file: string; readonly sender: Sender }

/** What a transaction came to. */
export type Acted = Outcome & { readonly hash: Hex; readonly block: number; readonly gas: number }

export type People = {
  readonly players: Readonly<Record<PlayerName, Player>>
  act(player: PlayerName, deployment: Deployment, call: ContractCall): Promise<Acted>
  close(): void
}

/** Keystores of a demonstration are opened at once: their keys are worth nothing. */
const scryptN = 1024

/**
 * Gives everybody an account: a keystore and its password file, mode 0600, in `directory`.
 * @param privateKeys of those who have one already
 */
export async function gatherPeople(directory: string, client: Client, privateKeys: Partial<Record<PlayerName, Hex>> = {}): Promise<People> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const journal = openJournal(join(directory, 'transactions.sqlite'))
  const player = async (name: PlayerName): Promise<[PlayerName, Player]> => {
    const [keystore, password_file] = [join(directory, `${name}.keystore.json`), join(directory, `${name}.password`)]
    writeSecretFile(password_file, `${randomBytes(16).toString('hex')}\n`, 'dir')
    await createKeystore(keystore, password_file, { scryptN }, privateKeys[name])
    const signer = await openKeystore(keystore, password_file)
    return [name, { account: signer.address, keystore, password_file, sender: await createSender({ client, signer, journal }) }]
  }
  const players = Object.fromEntries(await Promise.all(playerNames.map(player))) as Record<PlayerName, Player>
  return {
    players,
    act: async (name, deployment, call) => {
      const { hash, receipt } = await players[name].sender.send({ id: randomUUID(), ...call })
      return { ...readOutcome(deployment, receipt), hash, block: Number(receipt.blockNumber), gas: Number(receipt.gasUsed) }
    },
    close: () => journal.close(),
  }
}
