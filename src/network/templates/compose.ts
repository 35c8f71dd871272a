import { isIPv4 } from 'node:net'
import { stringify } from 'yaml'
import { nodeFiles } from '../besu-config.ts'
import { isLoopback, type NetworkNode } from '../network-nodes.ts'

/** Besu's and Prometheus' images: a version each, never `latest`. */
const images = { besu: 'hyperledger/besu:26.8.0', prometheus: 'prom/prometheus:v3.5.0' } as const

/**
 * docker-compose.yml. Where all nodes have addresses in one network of 256, it makes that network, with those addresses, since enodes need
 * them: the whole network on one machine. Otherwise each service uses its host's own network, and an operator starts its own alone.
 */
export function composeFile(nodes: readonly NetworkNode[]): string {
  const subnet = commonSubnet(nodes)
  const words =
    subnet === undefined
      ? ['# The nodes stand on different networks: each operator starts its own, on its machine: docker compose up --detach NODE']
      : ["# The whole network on this machine, with the addresses of the nodes' enodes: docker compose up --detach"]
  const services = Object.fromEntries(nodes.map((node) => [node.name, besuService(node, subnet)]))
  const document =
    subnet === undefined
      ? { services }
      : {
          services: { ...services, prometheus: prometheusService },
          networks: { chain: { driver: 'bridge', ipam: { config: [{ subnet }] } } },
        }
  words.push('# Besu runs as user 1000: nodes/NODE and its key (mode 0600) are to belong to it: chown -R 1000:1000 nodes/NODE')
  return `${words.join('\n')}\n${stringify(document, { lineWidth: 0, aliasDuplicateObjects: false })}`
}

/** What Prometheus reads: on the compose network by name, elsewhere on the machine itself. */
export function scrapeTargets(nodes: readonly NetworkNode[]): { node: NetworkNode; target: string }[] {
  const shared = commonSubnet(nodes) !== undefined
  return nodes.map((node) => ({ node, target: `${shared ? node.name : '127.0.0.1'}:${node.metrics_port}` }))
}

/** The image listens on all addresses by its environment, which outdoes config.toml: so it is told again where. */
function besuService(node: NetworkNode, subnet: string | undefined) {
  const folder = `/network/${node.name}`
  const host = subnet === undefined ? '127.0.0.1' : '0.0.0.0'
  return {
    image: images.besu,
    command: [`--config-file=${nodeFiles.config}`, `--rpc-http-host=${host}`, `--metrics-host=${host}`],
    user: '1000:1000',
    working_dir: folder,
    environment: { BESU_OPTS: '-Xmx2g' },
    volumes: [`./nodes/${node.name}:${folder}`],
    restart: 'unless-stopped',
    stop_grace_period: '60s',
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    ...(subnet === undefined
      ? { network_mode: 'host', profiles: [node.name] }
      : { networks: { chain: { ipv4_address: node.ip } }, ports: [`127.0.0.1:${node.rpc_port + lastByte(node.ip)}:${node.rpc_port}`] }),
  }
}

const prometheusService = {
  image: images.prometheus,
  volumes: ['./prometheus.yml:/etc/prometheus/prometheus.yml:ro'],
  networks: ['chain'],
  ports: ['127.0.0.1:9090:9090'],
  restart: 'unless-stopped',
}

const lastByte = (ip: string): number => Number(ip.split('.').at(-1))

/** `192.0.2.0/24`, where every node has an address of its own in it and leaves the router's, .1, alone. */
function commonSubnet(nodes: readonly NetworkNode[]): string | undefined {
  const addresses = nodes.map(({ ip }) => ip)
  const prefixes = new Set(addresses.map((ip) => ip.split('.').slice(0, 3).join('.')))
  const usable = addresses.every((ip) => isIPv4(ip) && !isLoopback(ip) && lastByte(ip) > 1 && lastByte(ip) < 255)
  if (!usable || prefixes.size !== 1 || new Set(addresses).size !== addresses.length) return undefined
  return `${[...prefixes][0]}.0/24`
}
