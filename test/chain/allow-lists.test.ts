import { expect } from 'chai'
import { generatePrivateKey } from 'viem/accounts'
import { acceptSeatAccount, proposeSeatAccount } from '../../src/chain/calls/board-calls.ts'
import { proposeController, setEntityState } from '../../src/chain/calls/entity-calls.ts'
import { nameLineAccount, withdrawLineAccount } from '../../src/chain/calls/process-calls.ts'
import { signerOf } from '../../src/chain/keystore.ts'
import { allowListReader, type AsOfLists } from '../../src/chain/permissions/allow-lists.ts'
import { differenceOf } from '../../src/chain/permissions/difference.ts'
import { createSender } from '../../src/chain/sender.ts'
import { openJournal } from '../../src/chain/journal.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { deployWorld, type World } from '../support/world.ts'

describe('the allow-lists that the chain wants', () => {
  let world: World
  let read: () => Promise<AsOfLists>
  const newAccount = () => signerOf(generatePrivateKey()).address
  const accounts = async () => (await read()).accounts

  before(async () => {
    world = await deployWorld()
    read = allowListReader(world.registry)
  })
  after(() => world.close())

  it('hold seats, staff, controllers of entities and operators of nodes, each once', async () => {
    const { consortium } = world
    const wanted = new Set([
      ...consortium.seats.map(({ account }) => account),
      ...Object.values(consortium.staff),
      ...consortium.entities.map(({ entity_id }) => entity_id),
      ...consortium.validators.map(({ operator_account }) => operator_account),
    ])
    expect(await accounts()).to.deep.equal([...wanted].sort())
  })

  it('hold neither the deployer nor a contract', async () => {
    const { actors, deployment } = world
    expect(await accounts()).not.to.include(actors.deployer.account)
    for (const { address } of Object.values(deployment.contracts)) expect(await accounts()).not.to.include(address)
  })

  it('hold the enodes of all nodes that are vetted', async () => {
    const { nodes } = await read()
    const wanted = { accounts: [], nodes: world.consortium.validators.map(({ enode }) => enode) }
    expect(differenceOf({ accounts: [], nodes }, wanted).count).to.equal(0)
  })

  it('hold a line account from when it is named until it is withdrawn', async () => {
    const { act, deployment, processes } = world
    const [line, { process_id }] = [newAccount(), processes.secure_element]
    await act('chip_maker', nameLineAccount(deployment.contracts, process_id, line))
    expect(await accounts()).to.include(line)
    await act('chip_maker', withdrawLineAccount(deployment.contracts, process_id, line))
    expect(await accounts()).not.to.include(line)
  })

  it('leave out the line accounts of a suspended entity, and keep its controller, who may still call off a replacement', async () => {
    const { act, deployment, processes, actors } = world
    const line = newAccount()
    await act('oem', nameLineAccount(deployment.contracts, processes.unprotected_memory.process_id, line))
    await act('registrar', setEntityState(deployment.contracts, actors.oem.account, 'suspended'))
    expect(await accounts())
      .to.include(actors.oem.account)
      .and.not.to.include(line)
    await act('registrar', setEntityState(deployment.contracts, actors.oem.account, 'active'))
    expect(await accounts()).to.include(line)
  })

  it('hold who is asked to take over an entity', async () => {
    const next = newAccount()
    await world.act('utility', proposeController(world.deployment.contracts, next))
    expect(await accounts()).to.include.members([next, world.actors.utility.account])
  })

  it('hold who is asked to take over a seat; who gave it over leaves them', async () => {
    const { act, actors, deployment, client, consortium } = world
    const key = generatePrivateKey()
    const [next, before] = [signerOf(key), actors.university.account]
    await act('university', proposeSeatAccount(deployment.contracts, next.address))
    expect(await accounts()).to.include.members([next.address, before])

    const seat = consortium.seats.find(({ account }) => account === before)
    const folder = temporaryFolder()
    const journal = openJournal(folder.file('journal.sqlite'))
    const sender = await createSender({ client, signer: next, journal })
    await sender.send({ id: 'accept', ...acceptSeatAccount(deployment.contracts, seat?.entity_id ?? '') })
    journal.close()
    folder.remove()
    expect(await accounts())
      .to.include(next.address)
      .and.not.to.include(before)
  })

  it('are the same for who begins to read now', async () => {
    const [one, other] = [await read(), await allowListReader(world.registry)()]
    expect(other.accounts).to.deep.equal(one.accounts)
  })
})

describe('the difference of two allow-lists', () => {
  const enode =
    'enode://79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8'

  it('counts neither order nor spelling', () => {
    const found = {
      accounts: [`0x${'AB'.repeat(20)}`, `0x${'01'.repeat(20)}`],
      nodes: [`${enode.toUpperCase().replace('ENODE', 'enode')}@127.0.0.1:30303?discport=0`],
    }
    const wanted = { accounts: [`0x${'01'.repeat(20)}`, `0x${'ab'.repeat(20)}`], nodes: [`${enode}@127.0.0.1:30303`] }
    expect(differenceOf(found, wanted).count).to.equal(0)
  })

  it('names what is missing, what is too much, and what stands there twice', () => {
    const [one, two, three] = ['01', '02', '03'].map((byte) => `0x${byte.repeat(20)}`) as [string, string, string]
    const { accounts, count } = differenceOf({ accounts: [one, one, two], nodes: ['nonsense'] }, { accounts: [one, three], nodes: [] })
    expect([accounts.missing, accounts.surplus, count]).to.deep.equal([[three], [one, two], 4])
  })
})
