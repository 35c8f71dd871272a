import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generatePrivateKey } from 'viem/accounts'
import { registerEntity } from '../../../src/chain/calls/entity-calls.ts'
import { signerOf } from '../../../src/chain/keystore.ts'
import { readNodeLists } from '../../../src/chain/permissions/node-lists.ts'
import { Problem } from '../../../src/domain/problem.ts'
import { entityOf } from '../../demo/cast.ts'
import { must, type Drill } from '../drill.ts'
import { stopwatch, until } from '../until.ts'

const withinMs = 60_000

export const permissions: Drill = {
  name: 'permissions',
  shows:
    'no node takes a transaction of a stranger; who is admitted is on all allow-lists soon; a list that somebody changed by hand is put right',
  figures: {
    stranger: 'what the node says to a stranger',
    admitted: 'from admitting an entity until its account is on the list of every node, s',
    mended: 'from removing an entry of a running node, and another from the file of a second, until both are back, s',
  },
  run: async ({ home, network, validators, senderOf, act }) => {
    const key = generatePrivateKey()
    const { address } = signerOf(key)
    const send = async () => (await senderOf(key)).send({ id: crypto.randomUUID(), to: address, data: '0x' })
    const refused = await send().then(
      () => undefined,
      (error: unknown) => error,
    )
    must(refused instanceof Problem && refused.code === 'transaction_rejected', `a stranger's transaction: ${String(refused)}`)

    const nodes = (await validators()).filter((node) => node.running())
    const entity = { ...entityOf('utility', address), rlid: `drill:${address.slice(2, 10)}` }
    const admission = stopwatch()
    await act(network.keyOf(network.consortium.staff.registrar), registerEntity(network.deployment.contracts, entity))
    const onAll = () =>
      until('the account on every list', withinMs, async () => {
        const lists = await Promise.all(nodes.map(({ rpc }) => readNodeLists(rpc)))
        return lists.every(({ accounts }) => accounts.includes(address)) ? true : undefined
      })
    await onAll()
    const admitted = admission()
    await send()

    const mending = stopwatch()
    const [, second] = nodes
    must(second !== undefined, 'one node alone')
    await home.rpc({ method: 'perm_removeAccountsFromAllowlist', params: [[address]] })
    const file = join(second.folder, 'permissions_config.toml')
    writeFileSync(file, readFileSync(file, 'utf8').replace(address, `0x${'ab'.repeat(20)}`))
    await onAll()
    await until('the entry in the file', withinMs, async () => (readFileSync(file, 'utf8').includes(address) ? true : undefined))
    return { stranger: refused.message, admitted, mended: mending() }
  },
}
