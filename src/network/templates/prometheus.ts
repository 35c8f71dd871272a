import { stringify } from 'yaml'
import type { NetworkNode } from '../network-nodes.ts'
import { scrapeTargets } from './compose.ts'

/** prometheus.yml: one target a node, labelled with its name, operator and segment. */
export function prometheusFile(network: string, nodes: readonly NetworkNode[]): string {
  const static_configs = scrapeTargets(nodes).map(({ node: { name, operator, segment }, target }) => ({
    targets: [target],
    labels: { node: name, operator, segment },
  }))
  const document = {
    global: { scrape_interval: '15s', external_labels: { network } },
    scrape_configs: [{ job_name: 'besu', metrics_path: '/metrics', static_configs }],
  }
  return `# An operator whose machine has one node scrapes that one: delete the others.\n${stringify(document, { lineWidth: 0 })}`
}
