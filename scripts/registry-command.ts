import { Command, Option } from '@commander-js/extra-typings'
import { randomUUID } from 'node:crypto'
import type { ContractCall, Contracts, Supervisor } from '../src/chain/calls/contract-call.ts'
import { readDeployment } from '../src/chain/deployment.ts'
import { openJournal } from '../src/chain/journal.ts'
import { readOutcome, type Outcome } from '../src/chain/read-outcome.ts'
import { readRolesOf } from '../src/chain/reads/roles.ts'
import { openRegistry, type ChainRegistry } from '../src/chain/registry.ts'
import { createSender, type Sender } from '../src/chain/sender.ts'
import type { Signer } from '../src/chain/signer.ts'
import { Problem, type ProblemCode } from '../src/domain/problem.ts'
import { environment } from './environment.ts'
import { openSignerOf, openSignersOf, signing, signingTogether, type SignerOptions, type SignersOptions } from './open-signer.ts'
import { createOutput, type Output } from './output.ts'

export const rpcOption = new Option('--rpc <url>', 'node of the chain (DERKEY_RPC)')
export const deploymentOption = new Option('--deployment <file>', 'deployment file (DERKEY_DEPLOYMENT)')

type RegistryOptions = { rpc?: string | undefined; deployment?: string | undefined }

/** A command that reads the registry. */
export const reader = (name: string, description: string) =>
  new Command(name).description(description).addOption(rpcOption).addOption(deploymentOption)

/** A command that signs. */
export const writer = (name: string, description: string) => signing(name, description).addOption(rpcOption).addOption(deploymentOption)

/** A command that several accounts sign side by side. */
export const writerTogether = (name: string, description: string) =>
  signingTogether(name, description).addOption(rpcOption).addOption(deploymentOption)

/** `--json` is a global option. */
export const outputOf = (command: { optsWithGlobals(): object }): Output =>
  createOutput((command.optsWithGlobals() as { json?: boolean }).json === true)

/** @throws Problem `invalid_input` */
export function requireRpc({ rpc = environment.rpc }: RegistryOptions): string {
  if (rpc === undefined) throw new Problem('invalid_input', { field: 'rpc', detail: 'give --rpc, or DERKEY_RPC' })
  return rpc
}

/** The registry of `--rpc` and `--deployment`. @throws Problem */
export async function openRegistryOf(options: RegistryOptions): Promise<ChainRegistry> {
  const { deployment = environment.deployment } = options
  if (deployment === undefined) throw new Problem('deployment_missing', { field: 'deployment', detail: 'no file is named' })
  return openRegistry({ rpc: requireRpc(options), deployment: readDeployment(deployment) })
}

/** What a write came to. */
export type Written = Outcome & { readonly transaction: string; readonly block: number }

export type Acting = {
  readonly registry: ChainRegistry
  readonly contracts: Contracts
  readonly sender: Sender
  /** Where transactions stand before they are sent. */
  readonly journalFile: string
  /** Sends one call and waits for its block. */
  act(call: ContractCall): Promise<Written>
  /** The supervisor that the account is. @throws Problem `role_missing` */
  supervisor(): Promise<Supervisor>
}

/** Runs `work` as the account of who signs; what an earlier, interrupted command left unsent is sent first. */
export async function acting<T>(options: RegistryOptions & SignerOptions, work: (acting: Acting) => Promise<T>): Promise<T> {
  const registry = await openRegistryOf(options)
  const { signer, journalFile } = await openSignerOf(options)
  const journal = openJournal(journalFile)
  try {
    const sender = await createSender({ client: registry.client, signer, journal })
    await sender.resume()
    const act: Acting['act'] = async (call) => {
      const { hash, receipt } = await sender.send({ id: randomUUID(), ...call })
      return { ...readOutcome(registry.deployment, receipt), transaction: hash, block: Number(receipt.blockNumber) }
    }
    const supervisor = () => supervisorOf(registry, signer)
    return await work({ registry, contracts: registry.deployment.contracts, sender, journalFile, act, supervisor })
  } finally {
    journal.close()
    signer.close?.()
  }
}

/** Accounts of one entity that act side by side. */
export type ActingTogether = Pick<Acting, 'registry' | 'journalFile'> & { readonly senders: readonly [Sender, ...Sender[]] }

/** Runs `work` as the accounts of all who sign; what an earlier, interrupted command left unsent is sent first. */
export async function actingTogether<T>(
  options: RegistryOptions & SignersOptions,
  work: (acting: ActingTogether) => Promise<T>,
): Promise<T> {
  const registry = await openRegistryOf(options)
  const { signers, journalFile } = await openSignersOf(options)
  const journal = openJournal(journalFile)
  try {
    const senderOf = async (signer: Signer) => {
      const sender = await createSender({ client: registry.client, signer, journal })
      await sender.resume()
      return sender
    }
    const [first, ...others] = signers
    const senders = [await senderOf(first), ...(await Promise.all(others.map(senderOf)))] as const
    return await work({ registry, senders, journalFile })
  } finally {
    journal.close()
    for (const { close } of signers) close?.()
  }
}

async function supervisorOf(registry: ChainRegistry, { address }: Signer): Promise<Supervisor> {
  const roles = await readRolesOf(registry, address)
  if (roles.includes('PROGRAMME_MANAGER')) return 'programme_manager'
  if (roles.includes('REGULATOR')) return 'regulator'
  throw new Problem('role_missing', { detail: `${address} is neither programme manager nor regulator` })
}

/** Ends a command that wrote: `text` and where it stands. */
export function report(
  output: Output,
  written: Pick<Written, 'block' | 'transaction'> & Readonly<Record<string, unknown>>,
  text: string,
): void {
  output.answer(written, `${text} (block ${written.block}, transaction ${written.transaction})`)
}

/** A record in lines, for people: nested objects are indented. */
export function linesOf(record: object, indent = ''): string[] {
  return Object.entries(record).flatMap(([name, value]: [string, unknown]) => {
    if (Array.isArray(value) && value.some((item) => typeof item === 'object')) {
      return value.flatMap((item: object, index) => [`${indent}${name}[${index}]`, ...linesOf(item, `${indent}  `)])
    }
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return [`${indent}${name}`, ...linesOf(value, `${indent}  `)]
    const shown = Array.isArray(value) ? value.join(', ') : typeof value === 'string' ? value : JSON.stringify(value)
    return [`${indent}${name}: ${value === null || shown === '' ? '-' : shown}`]
  })
}

/** @throws Problem of `code` when there is no such record */
export function found<T>(
  record: T | undefined,
  code: Extract<ProblemCode, `${'entity' | 'process' | 'assessment' | 'lot' | 'key' | 'document' | 'offer' | 'sample'}_unknown`>,
  id: string,
): T {
  if (record === undefined) throw new Problem(code, { detail: `${id} is not in the registry` })
  return record
}
