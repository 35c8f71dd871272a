import { Interface, type Result } from 'ethers'
import { ethers } from './network.ts'

export type Refusal = { readonly name: string; readonly args: Result }

const contracts = [
  'Authority',
  'ValidatorSet',
  'Board',
  'BoardGovernor',
  'BoardTimelock',
  'DocumentRegistry',
  'EntityRegistry',
  'ProcessRegistry',
  'AssessmentRegistry',
  'KeyRegistry',
  'KeyLifeCycle',
  'SampleRegistry',
]
const interfaces = await Promise.all(contracts.map(async (name) => (await ethers.getContractFactory(name)).interface))
/** Errors of all contracts: one calls another, and passes on what that refuses. */
const errors = new Interface(interfaces.flatMap((each) => each.fragments.filter((fragment) => fragment.type === 'error')))

/** The error with which `call` reverts; null: it succeeds. A revert without data has the empty name. */
export async function refusalOf(call: Promise<unknown>): Promise<Refusal | null> {
  try {
    await call
    return null
  } catch (error) {
    const data = (error as { data?: string }).data
    if (data === undefined || data === '0x') return { name: '', args: [] as unknown as Result }
    const parsed = errors.parseError(data)
    if (parsed === null) throw error
    return { name: parsed.name, args: parsed.args }
  }
}
