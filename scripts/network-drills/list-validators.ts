import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { toRlp, type Hex } from 'viem'
import { nodeFiles } from '../../src/network/besu-config.ts'
import type { BesuNode } from './besu-node.ts'

/** Fewest validators that ValidatorSet allows. */
export const fewestByContract = 7

const vanity: Hex = `0x${'00'.repeat(32)}`

/**
 * Lets block 0 list the validators, instead of the contract: a network of fewer than seven, to be compared with others' figures. Everything else of it
 * stays as `derkey network init` wrote it.
 */
export function listValidators(nodes: readonly BesuNode[], all: readonly BesuNode[]): void {
  // QBFT: vanity, validators, no votes, round 0, no seals
  const extraData = toRlp([vanity, nodes.map((node) => node.account()).sort(), [], '0x', []])
  for (const { folder } of all) {
    const file = join(folder, nodeFiles.genesis)
    const genesis = JSON.parse(readFileSync(file, 'utf8')) as { config: { qbft: Record<string, unknown> }; extraData: Hex }
    delete genesis.config.qbft['validatorcontractaddress']
    genesis.extraData = extraData
    writeFileSync(file, JSON.stringify(genesis))
  }
}
