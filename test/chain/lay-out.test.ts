import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { getContractAddress, keccak256, parseAbi, type Hex } from 'viem'
import { generatePrivateKey } from 'viem/accounts'
import type { LocalChain } from '../../scripts/local-chain.ts'
import { authorityAbi } from '../../src/chain/abi/authority.generated.ts'
import { validatorSetAbi } from '../../src/chain/abi/validator-set.generated.ts'
import { createClient, type Client } from '../../src/chain/client.ts'
import { recordContracts } from '../../src/chain/deployment.ts'
import { openJournal } from '../../src/chain/journal.ts'
import { signerOf } from '../../src/chain/keystore.ts'
import { layOut, type Laid, type LayOutHost } from '../../src/chain/lay-out/lay-out.ts'
import { roleIds } from '../../src/chain/powers.ts'
import { createSender } from '../../src/chain/sender.ts'
import { parseConsortium } from '../../src/domain/consortium/parse-consortium.ts'
import { startChain } from '../support/chain.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const example = join(import.meta.dirname, '..', '..', 'examples', 'consortium.json')
const consortium = parseConsortium(JSON.stringify({ ...(JSON.parse(readFileSync(example, 'utf8')) as object), chain_id: 31_337 }))

describe('the layout of the contracts', () => {
  const folder = temporaryFolder()
  let chain: LocalChain
  let client: Client
  let laid: Laid
  before(async () => {
    chain = await startChain()
    client = createClient({ rpc: chain.url })
  })
  after(async () => {
    await chain.close()
    folder.remove()
  })

  it('leaves all power with the deployer until its last step, which gives it to the board at once', async () => {
    const signer = signerOf(generatePrivateKey())
    const journal = openJournal(folder.file('journal.sqlite'))
    const sender = await createSender({ client, signer, journal })
    const deployer = signer.address
    const [authority, validatorSet] = [0n, 1n].map((nonce) => getContractAddress({ from: deployer, nonce })) as [Hex, Hex]
    const holders = async () => {
      const members = Object.values(roleIds).map((role) =>
        client.readContract({ address: authority, abi: authorityAbi, functionName: 'roleMembers', args: [role] }),
      )
      const governance = (['constitution', 'ordinary', 'board'] as const).map((functionName) =>
        client.readContract({ address: validatorSet, abi: validatorSetAbi, functionName }),
      )
      return [...(await Promise.all(members)).flat(), ...(await Promise.all(governance))].map((account) => account.toLowerCase())
    }
    const seen: string[][] = []
    const send = async (step: string, to: Hex | null, data: Hex) => {
      if (seen.length > 0 || step === 'Board') seen.push(await holders())
      return (await sender.send({ id: `${step}:${keccak256(data)}`, to, data })).receipt
    }
    const host: LayOutHost = {
      deployer,
      create: async (step, initCode) => (await send(step, null, initCode)).contractAddress as Hex,
      call: async (step, to, data) => void (await send(step, to, data)),
    }
    laid = await layOut(host, consortium)
    journal.close()

    // the ValidatorSet obeys the Authority, whose only ADMIN is the deployer
    for (const accounts of seen)
      expect(accounts.filter((account) => ![deployer, authority.toLowerCase()].includes(account))).to.deep.equal([])
    const { registrar, programme_manager, regulator } = consortium.staff
    const [ordinary, constitution] = [laid.OrdinaryTimelock.address, laid.ConstitutionTimelock.address]
    const board = laid.Board.address.toLowerCase()
    const roles = [constitution, ordinary, registrar, programme_manager, regulator]
    expect(await holders()).to.deep.equal([...roles, constitution, ordinary, board])
  })

  it('leaves neither a proxy nor what is behind it to be initialised again', async () => {
    const initialize = parseAbi(['function initialize(address authority)'])
    const contracts = recordContracts.flatMap((name) => [laid[name].address, laid[name].implementation!])
    for (const address of contracts) {
      const again = client.simulateContract({ address, abi: initialize, functionName: 'initialize', args: [`0x${'11'.repeat(20)}`] })
      expect(await again.then(String, String)).to.contain('0xf92ee8a9')
    }
  })
})
