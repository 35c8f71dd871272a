import { Command } from '@commander-js/extra-typings'
import { privateKeyToAccount } from 'viem/accounts'
import { entryDigest, rotationDigest, signDigest, type SignedPlace } from '../../src/chain/calls/node-entry.ts'
import { rotateNodeKey, setNodeEndpoint } from '../../src/chain/calls/validator-calls.ts'
import { readBlock } from '../../src/chain/reads/block.ts'
import { readEntity } from '../../src/chain/reads/entity.ts'
import { readNode, readNodeNonce, readNodes } from '../../src/chain/reads/validators.ts'
import type { ChainRegistry } from '../../src/chain/registry.ts'
import { readSecretLine } from '../../src/chain/secret-file.ts'
import { segmentField } from '../../src/domain/consortium.ts'
import { groupOf } from '../../src/domain/consortium/group-of.ts'
import { accountOfEnode, formatEnode, parseEnode } from '../../src/domain/enode.ts'
import { countryField, entityIdField, type Hex } from '../../src/domain/fields.ts'
import { groupHashOf } from '../../src/domain/group-hash.ts'
import type { SignedEntry } from '../../src/domain/inputs/signed-entry.ts'
import { Problem } from '../../src/domain/problem.ts'
import { parseArgument } from '../parse-argument.ts'
import { acting, found, openRegistryOf, outputOf, reader, report, writer } from '../registry-command.ts'
import { writeNewFile } from '../write-new-file.ts'

const accountOf = (text: string, field = 'account') => parseArgument(field, entityIdField, text)

const list = reader('list', 'lists the consensus nodes: validators first, then those on standby').action(async (options, command) => {
  const registry = await openRegistryOf(options)
  const { block } = await readBlock(registry.client)
  const nodes = await readNodes(registry, block)
  const names = await Promise.all(nodes.map(({ operator_id }) => readEntity(registry, operator_id, block)))
  const rows = nodes.map((node, index) => ({ operator: names[index]?.name ?? null, ...node }))
  outputOf(command).list(rows, ['account', 'state', 'operator', 'control_country', 'hosting_country', 'segment', 'since', 'enode'])
})

/** The key of a node, as Besu writes it: 32 bytes in hex. */
function readNodeKey(file: string): Hex {
  const text = readSecretLine(file, 'node-key').trim().replace(/^0x/, '').toLowerCase()
  if (/^[0-9a-f]{64}$/.test(text)) return `0x${text}`
  throw new Problem('invalid_input', { field: 'node-key', detail: `${file} does not hold 64 hex digits, with or without 0x` })
}

const enodeOf = (privateKey: Hex, ip: string, port: string) => {
  const { publicKey } = privateKeyToAccount(privateKey)
  return formatEnode(parseEnode(`enode://${publicKey.slice(4)}@${ip.includes(':') ? `[${ip}]` : ip}:${port}`))
}

async function placeOf(registry: ChainRegistry, account: string): Promise<SignedPlace> {
  const { chain_id, contracts } = registry.deployment
  return { chain_id, validator_set: contracts.ValidatorSet.address, nonce: await readNodeNonce(registry, account) }
}

const entry = reader('entry', 'writes a node’s entry, signed with the node’s own key, for the motion that vets it')
  .requiredOption('--node-key <file>', 'the node’s private key, 64 hex digits, mode 0600: it is read, and goes nowhere')
  .requiredOption('--ip <address>', 'address of the node’s P2P port')
  .requiredOption('--port <port>', 'its P2P port', '30303')
  .requiredOption('--operator-id <entity-id>', 'who operates it; country of control and group are those that the registry has')
  .requiredOption('--operator-account <account>', 'account that acts for the operator: rotates the key, moves the endpoint')
  .requiredOption('--hosting-country <code>', 'where the machine stands')
  .requiredOption('--segment <segment>', 'the operator’s segment')
  .requiredOption('--out <file>', 'the entry, JSON; holds no secret')
  .action(async (options, command) => {
    const registry = await openRegistryOf(options)
    const privateKey = readNodeKey(options.nodeKey)
    const operator_id = accountOf(options.operatorId, 'operator_id')
    const operator = found(await readEntity(registry, operator_id), 'entity_unknown', operator_id)
    const enode = enodeOf(privateKey, options.ip, options.port)
    const account = accountOfEnode(parseEnode(enode))
    const place = await placeOf(registry, account)
    const written: SignedEntry['entry'] = {
      enode,
      operator_account: accountOf(options.operatorAccount, 'operator_account'),
      operator_id,
      group: groupHashOf(groupOf(operator)),
      control_country: operator.country,
      hosting_country: parseArgument('hosting_country', countryField, options.hostingCountry),
      segment: parseArgument('segment', segmentField, options.segment),
    }
    const signature = await signDigest(entryDigest(written, place), privateKey)
    const { chain_id, validator_set, nonce } = place
    const document: SignedEntry = { account, chain_id, validator_set, nonce: String(nonce), entry: written, signature }
    writeNewFile(options.out, document, 'out')
    outputOf(command).answer(document, `${options.out}: node ${account}, ${enode}`)
  })

async function nodeOf(registry: ChainRegistry, account: string) {
  const node = await readNode(registry, accountOf(account))
  if (node === undefined) throw new Problem('node_unknown', { field: 'account', detail: `no vetted node has or had ${account}` })
  return node
}

const rotate = writer('rotate', 'puts a node under another key, once a day; by its operator’s account')
  .argument('<account>', 'the node')
  .requiredOption('--node-key <file>', 'the new private key, 64 hex digits, mode 0600: it is read, and goes nowhere')
  .action((account, options, command) =>
    acting(options, async ({ registry, contracts, act }) => {
      const node = await nodeOf(registry, account)
      const privateKey = readNodeKey(options.nodeKey)
      const { ip, port } = parseEnode(node.enode)
      const enode = enodeOf(privateKey, ip, String(port))
      const next = accountOfEnode(parseEnode(enode))
      const signature = await signDigest(rotationDigest(node.account, enode, await placeOf(registry, next)), privateKey)
      const written = await act(rotateNodeKey(contracts, node.account, enode, signature))
      const document = { previous: node.account, account: next, enode, ...written }
      report(outputOf(command), document, `${node.account} is ${next} now`)
    }),
  )

const setEndpoint = writer('set-endpoint', 'records where a node is met; by its operator’s account')
  .argument('<account>', 'the node')
  .requiredOption('--ip <address>', 'address of the node’s P2P port')
  .requiredOption('--port <port>', 'its P2P port', '30303')
  .action((account, options, command) =>
    acting(options, async ({ registry, contracts, act }) => {
      const node = await nodeOf(registry, account)
      const key = /^enode:\/\/([0-9a-f]{128})@/.exec(node.enode)?.[1] ?? ''
      const enode = formatEnode(parseEnode(`enode://${key}@${options.ip.includes(':') ? `[${options.ip}]` : options.ip}:${options.port}`))
      report(outputOf(command), await act(setNodeEndpoint(contracts, node.account, enode)), `${node.account} is met at ${enode}`)
    }),
  )

/** `derkey node` */
export const node = new Command('node').description('consensus nodes: list; by an operator: entry, rotate, set-endpoint')
for (const verb of [list, entry, rotate, setEndpoint]) node.addCommand(verb)
