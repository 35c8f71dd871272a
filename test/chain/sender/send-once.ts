/** A process that sends one transaction, to be killed while it does: RPC URL, journal, private key's file, id, bytes of data. */
import { readFileSync } from 'node:fs'
import type { Hex } from 'viem'
import { createClient } from '../../../src/chain/client.ts'
import { openJournal } from '../../../src/chain/journal.ts'
import { signerOf } from '../../../src/chain/keystore.ts'
import { createSender } from '../../../src/chain/sender.ts'

const [rpc, journal, keyFile, id, bytes = '0'] = process.argv.slice(2) as [string, string, string, string, string?]
const signer = signerOf(readFileSync(keyFile, 'utf8') as Hex)
const sender = await createSender({ client: createClient({ rpc }), signer, journal: openJournal(journal) })
await sender.send({ id, to: signer.address, data: `0x${'ab'.repeat(Number(bytes))}` })
