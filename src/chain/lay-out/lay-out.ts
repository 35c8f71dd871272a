import { encodeDeployData, encodeFunctionData, getContractAddress, type Hex } from 'viem'
import type { Consortium, MotionPeriods } from '../../domain/consortium.ts'
import { motionKinds } from '../../domain/motions/motion-record.ts'
import { Problem } from '../../domain/problem.ts'
import { readArtifact } from '../artifacts.ts'
import { layOutOrder, recordContracts, type ContractName } from '../deployment.ts'
import { accountsOf, breachTermOf, homeOf, nodeEntries, seatDetails, segmentsOf } from './constructor-arguments.ts'
import { foundingActs } from './founding-acts.ts'
import { handOver } from './hand-over.ts'

/** Where the contracts are put: a chain, through the journaled sender, or the state of a genesis file. */
export type LayOutHost = {
  /** The account that everything comes from, in lower case. It has all power until the last step, and none after it. */
  readonly deployer: Hex
  /** Runs a constructor. @returns the contract's address, in lower case */
  create(step: string, initCode: Hex): Promise<Hex>
  call(step: string, to: Hex, data: Hex): Promise<void>
}

/** `implementation` is the proxy's, null where there is no proxy. */
export type Laid = Record<ContractName, { readonly address: Hex; readonly implementation: Hex | null }>

/** Calls of one transaction: at 200 founding entities none comes near a block's gas. */
const batchSize = 40

/**
 * Puts a consortium's contracts in place, enters what it was founded with, and hands everything over to the board. Up to the last step nobody
 * but the deployer has any power; the last, one call of the Authority, takes all of it from the deployer and gives it to the board, the
 * ValidatorSet's included, whose governance is the Authority until then. So there is no moment at which a third party could step in.
 * @throws Problem `invalid_input` where the deployer is an account of the consortium, and those of the host
 */
export async function layOut(host: LayOutHost, consortium: Consortium): Promise<Laid> {
  requireOutsider(host.deployer, consortium)
  const create = (step: string, contract: string, args: readonly unknown[]) => {
    const { abi, bytecode } = readArtifact(`contracts/${contract}.sol`, contract)
    return host.create(step, encodeDeployData({ abi, bytecode, args }))
  }
  const plain = (address: Hex) => ({ address, implementation: null })

  const authority = await create('Authority', 'Authority', [host.deployer])
  const nodes = [nodeEntries(consortium, 'validators'), nodeEntries(consortium, 'standby')]
  const rules = [homeOf(consortium), segmentsOf(consortium), breachTermOf(consortium)]
  const validatorSet = await create('ValidatorSet', 'ValidatorSet', [...nodes, ...rules, authority, authority, authority])
  const board = await create('Board', 'Board', [authority, validatorSet, seatDetails(consortium)])
  const laid = { Authority: plain(authority), ValidatorSet: plain(validatorSet), Board: plain(board) } as Laid
  for (const [index, kind] of motionKinds.entries()) {
    const name = kind === 'ordinary' ? 'Ordinary' : 'Constitution'
    const governor = await create(`${name}Governor`, 'BoardGovernor', [
      `${name}Governor`,
      board,
      index,
      ...periodsOf(consortium.motions[kind]),
    ])
    laid[`${name}Governor`] = plain(governor)
    laid[`${name}Timelock`] = plain(timelockMadeBy(governor))
  }
  for (const name of layOutOrder) {
    const before = readBy[name].map((read) => laid[read].address)
    const implementation = await create(name, name, before)
    if (!isRecordContract(name)) {
      laid[name] = plain(implementation)
      continue
    }
    const initialize = encodeFunctionData({ abi: initializeAbi, args: [authority] })
    laid[name] = { address: await create(`${name} proxy`, 'RegistryProxy', [implementation, initialize]), implementation }
  }

  const acts = foundingActs(laid, host.deployer, consortium)
  for (let done = 0; done < acts.length; done += batchSize) {
    const batch = acts.slice(done, done + batchSize)
    await host.call(`founding acts ${done + 1} to ${done + batch.length}`, authority, inOneCall(batch))
  }
  await host.call('handing over to the board', authority, inOneCall(handOver(laid, host.deployer, consortium)))
  return laid
}

/** Which contracts one is told of: arguments of its constructor. */
const readBy: Record<(typeof layOutOrder)[number], readonly ContractName[]> = {
  DocumentRegistry: [],
  EntityRegistry: [],
  ProcessRegistry: ['EntityRegistry'],
  AssessmentRegistry: ['DocumentRegistry', 'EntityRegistry', 'ProcessRegistry'],
  KeyLifeCycle: ['EntityRegistry', 'ProcessRegistry', 'AssessmentRegistry'],
  KeyRegistry: ['EntityRegistry', 'ProcessRegistry', 'AssessmentRegistry', 'KeyLifeCycle'],
  KeyLens: ['EntityRegistry', 'ProcessRegistry', 'AssessmentRegistry', 'KeyRegistry'],
  SampleRegistry: ['EntityRegistry', 'ProcessRegistry', 'KeyRegistry'],
}

function isRecordContract(name: string): name is (typeof recordContracts)[number] {
  return (recordContracts as readonly string[]).includes(name)
}

const initializeAbi = [
  { type: 'function', name: 'initialize', stateMutability: 'nonpayable', inputs: [{ name: 'authority', type: 'address' }], outputs: [] },
] as const

const multicallAbi = [
  { type: 'function', name: 'multicall', stateMutability: 'nonpayable', inputs: [{ name: 'data', type: 'bytes[]' }], outputs: [] },
] as const

/** All or nothing. */
function inOneCall(calls: readonly Hex[]): Hex {
  return encodeFunctionData({ abi: multicallAbi, args: [calls] })
}

/** A Governor makes its timelock in its constructor: the first contract that it creates (EIP-161: its nonce begins at 1), and the only one. */
export function timelockMadeBy(governor: Hex): Hex {
  return getContractAddress({ from: governor, nonce: 1n }).toLowerCase() as Hex
}

function periodsOf(periods: MotionPeriods): readonly number[] {
  const { voting_delay_seconds, voting_period_seconds, timelock_seconds, queue_period_seconds, execution_period_seconds } = periods
  return [voting_delay_seconds, voting_period_seconds, timelock_seconds, queue_period_seconds, execution_period_seconds]
}

/** The deployer ends without any power: so it can be nobody who has one. */
function requireOutsider(deployer: Hex, consortium: Consortium): void {
  const named = accountsOf(consortium).find(({ account }) => account === deployer.toLowerCase())
  if (named === undefined) return
  const detail = `${deployer}, which deploys, stands at ${named.field}: deploy with an account that is used for nothing else`
  throw new Problem('invalid_input', { field: 'keystore', detail })
}
