import { stringify } from 'smol-toml'
import type { Consortium } from '../domain/consortium.ts'
import { isIPv6 } from 'node:net'
import { isLoopback, type NetworkNode } from './network-nodes.ts'

export type BesuOptions = Readonly<Record<string, string | number | boolean | readonly string[]>>
type Section = { readonly why: string; readonly options: BesuOptions }

/** Names of a node's files, in its folder: Besu is started there. */
export const nodeFiles = {
  config: 'config.toml',
  genesis: 'genesis.json',
  staticNodes: 'static-nodes.json',
  permissions: 'permissions_config.toml',
  key: 'key',
  data: 'data',
} as const

/**
 * config.toml of a node: each option that bears on a permissioned QBFT network, those at Besu's default too, so that a new version's other
 * default changes nothing. What is off takes none of its further options.
 */
export function besuConfig(consortium: Consortium, node: NetworkNode): string {
  const head = [
    `# ${node.name}: ${node.operator}. Besu 26.8.0 or later, started in this folder: besu --config-file=${nodeFiles.config}`,
    '# Written by `derkey network init`; `derkey network check` compares it.',
  ]
  return [...head, ...sections(consortium, node).flatMap(({ why, options }) => ['', `# ${why}`, stringify(options).trimEnd()]), ''].join(
    '\n',
  )
}

/** The same without words. */
export function besuOptions(consortium: Consortium, node: NetworkNode): BesuOptions {
  return Object.assign({}, ...sections(consortium, node).map(({ options }) => options)) as BesuOptions
}

/** An operator may set these otherwise: they bear on nobody else. */
export const ownOptions: readonly string[] = [
  'identity',
  'data-path',
  'node-private-key-file',
  'logging',
  'logging-format',
  'rpc-http-port',
  'rpc-http-max-active-connections',
  'metrics-enabled',
  'metrics-host',
  'metrics-port',
  'p2p-interface',
  'cache-last-blocks',
  'tx-pool-enable-save-restore',
]

function sections({ chain_id, network }: Consortium, node: NetworkNode): Section[] {
  return [
    {
      why: 'Chain',
      options: {
        'genesis-file': nodeFiles.genesis,
        'network-id': chain_id,
        'data-path': nodeFiles.data,
        'node-private-key-file': nodeFiles.key,
        'sync-mode': 'FULL',
        identity: node.name,
      },
    },
    {
      why:
        node.storage === 'FOREST'
          ? 'Storage: Forest, as on a quorum of the validators (faster; the stalls reported of Besu are about Bonsai)'
          : 'Storage: Bonsai, which is far smaller; Forest stands on a quorum of the validators',
      options: {
        'data-storage-format': node.storage,
        'key-value-storage': 'rocksdb',
        'receipt-compaction-enabled': true,
        'version-compatibility-protection': true,
        'cache-last-blocks': 0,
        ...(node.storage === 'BONSAI' ? { 'bonsai-historical-block-limit': 512, 'bonsai-limit-trie-logs-enabled': false } : {}),
      },
    },
    {
      why: 'Peers: those of static-nodes.json, no others. Enodes need addresses; ports stay below 32768, where no outgoing connection takes them',
      options: {
        'p2p-enabled': true,
        'p2p-host': node.ip,
        'p2p-interface': isLoopback(node.ip) ? node.ip : isIPv6(node.ip) ? '::' : '0.0.0.0',
        'p2p-port': node.port,
        'discovery-enabled': false,
        'nat-method': 'NONE',
        'max-peers': 100,
        'remote-connections-limit-enabled': false,
        'static-nodes-file': nodeFiles.staticNodes,
      },
    },
    {
      why: 'Who may connect, and whose transactions are taken: `derkey network permissions` keeps the file as the chain says',
      options: {
        'permissions-nodes-config-file-enabled': true,
        'permissions-nodes-config-file': nodeFiles.permissions,
        'permissions-accounts-config-file-enabled': true,
        'permissions-accounts-config-file': nodeFiles.permissions,
      },
    },
    {
      why: 'JSON-RPC, on loopback alone: ADMIN, PERM and QBFT give power over the node. Others reach it through a proxy that authenticates',
      options: {
        'rpc-http-enabled': true,
        'rpc-http-host': '127.0.0.1',
        'rpc-http-port': node.rpc_port,
        'rpc-http-api': ['ETH', 'NET', 'WEB3', 'TXPOOL', 'QBFT', 'PERM', 'ADMIN'],
        'rpc-http-cors-origins': ['none'],
        'host-allowlist': ['localhost', '127.0.0.1'],
        'rpc-http-max-active-connections': 80,
        'rpc-http-max-batch-size': 1024,
        'rpc-http-max-request-content-length': 5_242_880,
        'rpc-max-logs-range': 5000,
        'rpc-gas-cap': network.gas_limit,
        'rpc-ws-enabled': false,
        'graphql-http-enabled': false,
        'engine-rpc-enabled': false,
        'revert-reason-enabled': false,
      },
    },
    {
      why: 'Transactions cost nothing; an account may fill 15 % of the pool, and its day of writes has a limit in the registry',
      options: {
        'min-gas-price': 0,
        'min-priority-fee': 0,
        'tx-pool': 'SEQUENCED',
        'tx-pool-max-size': 4096,
        'tx-pool-limit-by-account-percentage': 0.15,
        'tx-pool-retention-hours': 13,
        'tx-pool-min-gas-price': 0,
        'tx-pool-no-local-priority': false,
        'tx-pool-enable-save-restore': false,
        'strict-tx-replay-protection-enabled': true,
      },
    },
    {
      why: 'Blocks',
      options: { 'target-gas-limit': network.gas_limit, 'poa-block-txs-selection-max-time': 75 },
    },
    {
      why: 'Metrics, for Prometheus',
      options: {
        'metrics-enabled': true,
        'metrics-protocol': 'PROMETHEUS',
        'metrics-host': '127.0.0.1',
        'metrics-port': node.metrics_port,
        'metrics-push-enabled': false,
      },
    },
    { why: 'Log, on standard output', options: { logging: 'INFO', 'logging-format': 'PLAIN', 'color-enabled': false } },
  ]
}
