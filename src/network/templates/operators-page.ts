import type { Consortium } from '../../domain/consortium.ts'
import { toTime, toSeconds, type Hex } from '../../domain/fields.ts'
import { nodeFiles } from '../besu-config.ts'
import type { NetworkNode } from '../network-nodes.ts'
import { quorumOf } from '../../domain/quorum.ts'
import { installedFolder } from './systemd.ts'

type Page = {
  readonly consortium: Consortium
  readonly nodes: readonly NetworkNode[]
  /** Hash of block 0. */
  readonly hash: Hex
  /** SHA-256 of genesis.json as it is first written, without transitions. */
  readonly digest: Hex
  readonly validatorSet: Hex
}

/** README.md of a network's folder: what every operator does with it. */
export function operatorsPage({ consortium, nodes, hash, digest, validatorSet }: Page): string {
  const { name, chain_id, genesis_time, network } = consortium
  const size = consortium.validators.length
  const ports = [...new Set(nodes.map(({ port }) => port))]
  const rows = nodes.map((node) =>
    row([
      node.name,
      node.operator,
      `${node.control_country}, ${node.hosting_country}`,
      node.segment,
      node.storage,
      `\`${node.account}\``,
      `${node.ip}:${node.port}`,
      String(node.rpc_port),
    ]),
  )
  return `# ${name}: the network, for its operators

| what | value |
|---|---|
| chain id | ${chain_id} |
| time of block 0 | ${toTime(toSeconds(genesis_time))} |
| hash of block 0 | \`${hash}\` |
| SHA-256 of ${nodeFiles.genesis}, before any transition | \`${digest.slice(2)}\` |
| contract that names the validators | \`${validatorSet}\` |
| blocks | every ${network.block_period_seconds} s, ${network.gas_limit} gas each |
| validators | ${size}; ${quorumOf(size)} have to be at work, ${size - quorumOf(size)} may be down |

| node | operator | controlled, hosted in | segment | storage | account | address | RPC port |
|---|---|---|---|---|---|---|---|
${rows.join('\n')}

## What is here
- \`consortium.json\`: the description that everything else was made from. \`derkey network init consortium.json --dir OTHER\` makes the same bytes again.
- \`${nodeFiles.genesis}\`, and a copy in each node's folder: block 0 with all contracts in it. \`deployment.json\`: their addresses, for \`--deployment\`.
- \`nodes/NODE\`: the folder that Besu is started in. Each operator takes its own.
- \`docker-compose.yml\`, \`systemd/\`, \`prometheus.yml\`: three ways of running and watching; take what fits.

## Before the first block
1. Besu 26.8.0 or later, Java 25. Make your node's key on the machine itself and let it never leave: \`besu --data-path=${nodeFiles.data} public-key export --to=key.pub\`
   makes \`${nodeFiles.data}/key\`; move it to \`nodes/NODE/${nodeFiles.key}\`, mode 0600. Hand in the public key as \`enode://PUBLIC_KEY@ADDRESS:PORT\` and nothing else.
2. When the description holds everybody's enode: \`derkey network init consortium.json --dir network\` on your own machine, then \`derkey network check network\`.
3. Compare the hash of block 0 and the SHA-256 above with the other operators by telephone, not by the way the files came.
4. Firewall: let the other nodes' addresses reach TCP port ${ports.join(', ')}, and nobody else. Your own connections have to come from the address in your enode: no
   address translation between. RPC and metrics stay on loopback; RPC has ADMIN and PERM, which is power over the node.
5. Keep the clock right (NTP): a block from the future is refused.

## Start
- systemd: copy \`nodes/NODE\` to \`${installedFolder}\`, owned by user besu, mode 0700; \`systemd/*.service\` to /etc/systemd/system; \`systemctl enable --now derkey-node derkey-permissions\`.
- Docker: \`docker-compose.yml\` says how at its beginning.
- By hand: \`cd nodes/NODE && besu --config-file=${nodeFiles.config}\`.

Blocks come as soon as ${quorumOf(size)} of ${size} validators are up. "Waiting for 5 peers minimum", a missing jemalloc and words on a gas price of 0 mean nothing.

## See that it works
\`\`\`
curl -s -H 'content-type: application/json' -d '{"jsonrpc":"2.0","id":1,"method":"eth_getBlockByNumber","params":["0x0",false]}' http://127.0.0.1:${nodes[0]?.rpc_port ?? 8545}
\`\`\`
gives the hash of block 0 above. \`derkey doctor --rpc http://127.0.0.1:${nodes[0]?.rpc_port ?? 8545} --deployment deployment.json\` proves from the chain who holds which power.

## Then
\`derkey network permissions nodes/NODE\` (systemd: \`derkey-permissions\`) keeps \`${nodeFiles.permissions}\` as the chain says. Everything that can happen later (a new operator, an upgrade of Besu, a halt, a stolen key) is in the
runbook. One thing to know by heart: after a halt, stop **all** validators, then start all of them; their round timers have doubled again and again meanwhile.
`
}

const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
