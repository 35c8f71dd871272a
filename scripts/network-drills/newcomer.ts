import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { entryDigest, signDigest } from '../../src/chain/calls/node-entry.ts'
import { vetNode } from '../../src/chain/calls/validator-calls.ts'
import type { ContractCall } from '../../src/chain/calls/contract-call.ts'
import { groupHashOf } from '../../src/domain/group-hash.ts'
import type { NodeEntry } from '../../src/domain/validators.ts'
import { besuNode, type BesuNode } from './besu-node.ts'
import type { Ground } from './ground.ts'

/**
 * A node of an operator that nobody knew when the network began: its folder is that of another node with a key and ports of its own.
 * @returns the node, and the call by which the constitution's motion vets it
 */
export async function newcomer({ network }: Ground): Promise<{ node: BesuNode; vetting: ContractCall }> {
  const { options, directory, validators, standby, others, deployment } = network
  const [model] = validators
  if (model === undefined) throw new TypeError('a network without nodes')
  const place = validators.length + standby.length + others.length
  const name = `newcomer-${others.length + 1}`
  const folder = join(directory, 'nodes', name)
  mkdirSync(folder)
  const key = generatePrivateKey()
  writeFileSync(join(folder, 'key'), key, { mode: 0o600 })
  for (const file of ['genesis.json', 'static-nodes.json', 'permissions_config.toml'])
    copyFileSync(join(model.folder, file), join(folder, file))
  const config = readFileSync(join(model.folder, 'config.toml'), 'utf8')
  const moved = config
    .replaceAll(model.name, name)
    .replace(/^((?:p2p|rpc-http|metrics)-port = )(\d+)$/gm, (_, option: string, port: string) => {
      return `${option}${Number(port) + place}`
    })
  writeFileSync(join(folder, 'config.toml'), moved)

  const entry: NodeEntry = {
    enode: `enode://${privateKeyToAccount(key).publicKey.slice(4)}@127.0.0.1:${options.basePort + place}`,
    operator_account: privateKeyToAccount(generatePrivateKey()).address.toLowerCase(),
    operator_id: privateKeyToAccount(generatePrivateKey()).address.toLowerCase(),
    group: groupHashOf(`drill:${name}`),
    control_country: 'US',
    hosting_country: 'US',
    segment: 'auto_manufacturer',
  }
  const where = { chain_id: deployment.chain_id, validator_set: deployment.contracts.ValidatorSet.address, nonce: 0n }
  const signature = await signDigest(entryDigest(entry, where), key)
  const node = besuNode(folder, options)
  others.push(node)
  return { node, vetting: vetNode(deployment.contracts, entry, signature) }
}
