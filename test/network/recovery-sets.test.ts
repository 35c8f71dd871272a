import { decodeErrorResult, decodeFunctionResult, encodeFunctionData, type Abi, type Hex } from 'viem'
import { expect } from 'chai'
import { readArtifact } from '../../src/chain/artifacts.ts'
import { recoverySetsOf } from '../../src/chain/recovery-sets.ts'
import { blockOf, buildGenesis, type BuiltGenesis } from '../../src/network/build-genesis.ts'
import { openGenesisEvm, type GenesisEvm } from '../../src/network/genesis-evm.ts'
import { networkNodes } from '../../src/network/network-nodes.ts'
import { example } from './network-folder.ts'

const { abi } = readArtifact('contracts/RecoverySets.sol', 'RecoverySets')
const lists = readArtifact('contracts/recovery/ListedValidators.sol', 'ListedValidators').abi
const anybody: Hex = `0x${'55'.repeat(20)}`
const account = (digit: string): Hex => `0x${digit.repeat(40)}`

describe('RecoverySets', () => {
  let built: BuiltGenesis
  let evm: GenesisEvm
  before(async () => {
    built = await buildGenesis(example)
  })
  beforeEach(async () => {
    evm = await openGenesisEvm(blockOf(example), built.genesis.alloc)
  })
  const sets = () => recoverySetsOf(built.deployment)
  const ask = async <T>(to: Hex, functionName: string, args: readonly unknown[] = [], of: Abi = abi): Promise<T> => {
    const { data, fault } = await evm.view(anybody, to, encodeFunctionData({ abi: of, functionName, args }))
    if (fault !== undefined) throw new Error(data === '0x' ? fault : decodeErrorResult({ abi: [...abi, ...lists], data }).errorName)
    return decodeFunctionResult({ abi: of, functionName, data }) as T
  }
  const named = async (set: Hex) => (await ask<Hex[]>(set, 'getValidators', [], lists)).map((each) => each.toLowerCase())
  const create = (validators: readonly Hex[]) =>
    evm.call(anybody, sets(), encodeFunctionData({ abi, functionName: 'create', args: [validators] }), 'create')
  const refusal = async (validators: readonly Hex[]) =>
    ask(sets(), 'create', [validators]).then(
      () => 'none',
      (error: Error) => error.message,
    )

  it('has from block 0 a set of each validator alone, by its place', async () => {
    const wanted = networkNodes(example).filter(({ state }) => state === 'validator')

    for (const [place, node] of wanted.entries())
      expect(await named(await ask(sets(), 'alone', [BigInt(place)]))).to.deep.equal([node.account])
  })

  it('has none at a place where no validator is, nor above the most that there can be', async () => {
    const empty = await ask<Hex>(sets(), 'alone', [7n])

    expect((await evm.view(anybody, empty, '0xb7ab4db5')).reverted).to.equal(true)
    expect(await ask(sets(), 'alone', [30n])).to.equal(account('0'))
  })

  it('creates a list where anybody could foresee it, once', async () => {
    const validators = [account('1'), account('2'), account('3')]
    const foreseen = await ask<Hex>(sets(), 'listOf', [validators])

    await create(validators)
    await create(validators)

    expect(await named(foreseen)).to.deep.equal(validators)
  })

  it('refuses a list that is empty, names zero, or names one twice', async () => {
    expect(await refusal([])).to.equal('RecoverySetsListEmpty')
    expect(await refusal([account('0'), account('1')])).to.equal('RecoverySetsValidatorZero')
    expect(await refusal([account('1'), account('1')])).to.equal('RecoverySetsUnordered')
    expect(await refusal([account('2'), account('1')])).to.equal('RecoverySetsUnordered')
  })
})
