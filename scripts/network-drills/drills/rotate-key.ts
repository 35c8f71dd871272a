import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { rotationDigest, signDigest } from '../../../src/chain/calls/node-entry.ts'
import { rotateNodeKey } from '../../../src/chain/calls/validator-calls.ts'
import { readNode } from '../../../src/chain/reads/validators.ts'
import type { Hex } from '../../../src/domain/fields.ts'
import { agreeing, longestPause, sealedBy, validatorsAfter } from '../blocks.ts'
import { must, type Drill } from '../drill.ts'
import { stopwatch } from '../until.ts'

export const rotateKey: Drill = {
  name: 'rotate-key',
  shows: "an operator gives its node another key, without a motion; the set's size stays, the old key seals no more, the new one does",
  figures: {
    size: 'validators before, after',
    seconds: "from the operator's transaction until the first block with a seal by the new key, restart of the node included, s",
    pause: 'longest time between two blocks meanwhile, s',
  },
  run: async ({ home, network, registry, validators, act, say }) => {
    const node = (await validators()).findLast((each) => network.validators.includes(each) && each !== home)
    must(node !== undefined, 'no other node')
    const { deployment } = network
    const before = node.account()
    const record = await readNode(registry, before)
    must(record !== undefined, `${before} is no node`)
    const key = generatePrivateKey()
    const account = privateKeyToAccount(key).address.toLowerCase() as Hex
    const enode = `enode://${privateKeyToAccount(key).publicKey.slice(4)}@${record.enode.split('@')[1] ?? ''}`
    const where = { chain_id: deployment.chain_id, validator_set: deployment.contracts.ValidatorSet.address, nonce: 0n }
    const signature = await signDigest(rotationDigest(before, enode, where), key)

    const elapsed = stopwatch()
    const from = await home.height()
    const set = await validatorsAfter(home, from)
    await act(network.keyOf(record.operator_account), rotateNodeKey(deployment.contracts, before, enode, signature))
    const rotated = await home.height()
    const now = await validatorsAfter(home, rotated)
    must(now.includes(account) && !now.includes(before), 'the set still has the old key')
    say(`${node.name} goes on as ${account}`)
    await node.stop()
    writeFileSync(join(node.folder, 'key'), key, { mode: 0o600 })
    node.start()
    const first = await sealedBy(home, account, rotated + 1)
    const seconds = elapsed()
    await agreeing(node, home)
    return { size: `${set.length}, ${now.length}`, seconds, pause: await longestPause(home, from, first) }
  },
}
