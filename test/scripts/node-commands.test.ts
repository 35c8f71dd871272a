import { readFileSync, writeFileSync } from 'node:fs'
import { expect } from 'chai'
import { generatePrivateKey } from 'viem/accounts'
import { setNodeOperatorAccount, vetNode } from '../../src/chain/calls/validator-calls.ts'
import { signedEntryInput } from '../../src/domain/inputs/signed-entry.ts'
import type { Hex } from '../../src/domain/fields.ts'
import { passMotion } from '../support/pass-motion.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { deployWorld, type World } from '../support/world.ts'
import { commandLineOf } from './command-line.ts'

type Listed = { account: string; state: string; enode: string; operator_account: string }

describe('derkey node and derkey board', () => {
  const folder = temporaryFolder()
  let world: World
  const { run, as, document, refusal } = commandLineOf(() => world)
  before(async () => {
    world = await deployWorld()
  })
  after(async () => {
    await world.close()
    folder.remove()
  })
  const nodes = async () => document<Listed[]>(await run('node', 'list'))
  const keyFile = (name: string, text = generatePrivateKey().slice(2)) => {
    writeFileSync(folder.file(name), `${text}\n`, { mode: 0o600 })
    return folder.file(name)
  }
  const entryOf = (name: string, key: string, ...more: string[]) => {
    const operator = world.consortium.validators[0]?.operator_id ?? ''
    const operation = ['--operator-id', operator, '--operator-account', world.actors.utility.account, '--segment', 'utility']
    const place = ['--ip', '10.0.0.9', '--port', '30310', '--hosting-country', 'US']
    return run('node', 'entry', '--node-key', key, ...operation, ...place, '--out', folder.file(name), ...more)
  }

  it('signs an entry with the node’s key, which a motion vets', async () => {
    const entry = document<{ account: string }>(await entryOf('entry.json', keyFile('node.key')))
    expect(JSON.parse(readFileSync(folder.file('entry.json'), 'utf8'))).to.deep.equal(entry)
    const proposed = document<{ kind: string; refused_now: unknown[] }>(
      await as('north_utility', 'motion', 'propose', 'vet-node', folder.file('entry.json')),
    )
    expect(proposed).to.deep.include({ kind: 'constitution', refused_now: [null] })

    const signed = signedEntryInput.parse(entry)
    await passMotion(world, [vetNode(world.deployment.contracts, signed.entry, signed.signature as Hex)], 'constitution')
    const listed = await nodes()
    expect(listed.find(({ account }) => account === entry.account)).to.include({ state: 'standby' })
    expect(refusal(await entryOf('entry.json', folder.file('node.key'))).code).to.equal('file_exists')
  })

  it('names a key file that is none, or open to others, an unknown operator, an entry of another chain', async () => {
    expect(refusal(await entryOf('x.json', keyFile('short', 'abcd'))).detail).to.contain('64 hex digits')
    writeFileSync(folder.file('open'), generatePrivateKey(), { mode: 0o644 })
    expect(refusal(await entryOf('x.json', folder.file('open'))).code).to.equal('secret_exposed')
    const stranger = await entryOf('x.json', keyFile('other'), '--operator-id', `0x${'66'.repeat(20)}`)
    expect(refusal(stranger).code).to.equal('entity_unknown')
    const entry = JSON.parse(readFileSync(folder.file('entry.json'), 'utf8')) as object
    writeFileSync(folder.file('elsewhere.json'), JSON.stringify({ ...entry, chain_id: 1 }))
    const refused = refusal(await as('north_utility', 'motion', 'propose', 'vet-node', folder.file('elsewhere.json')))
    expect(refused.detail).to.contain('on chain 1, not for')
  })

  it('rotates a node’s key and moves its endpoint, by its operator alone', async () => {
    const [validator] = await nodes()
    const account = validator?.account ?? ''
    await passMotion(world, [setNodeOperatorAccount(world.deployment.contracts, account, world.actors.oem.account)], 'constitution')
    const moved = ['node', 'set-endpoint', account, '--ip', '2001:db8::7', '--port', '30399']
    expect(refusal(await as('intruder', ...moved)).code).to.not.equal('transaction_reverted')
    document(await as('oem', ...moved))
    const rotated = document<{ previous: string; account: string }>(
      await as('oem', 'node', 'rotate', account, '--node-key', keyFile('next', generatePrivateKey())),
    )

    const [now] = await nodes()
    expect(rotated.previous).to.equal(account)
    expect(now?.account).to.equal(rotated.account)
    expect(now?.enode).to.match(/@\[2001:db8::7\]:30399$/)
    const again = refusal(await as('oem', 'node', 'rotate', rotated.account, '--node-key', keyFile('third')))
    expect(again.detail).to.match(/20\d\d-/)
    expect(refusal(await as('oem', 'node', 'rotate', `0x${'67'.repeat(20)}`, '--node-key', keyFile('fourth'))).code).to.equal(
      'node_unknown',
    )
  })

  it('shows the seats and how they stand, and lets a seat go over to its next account', async () => {
    type Board = { seats: { account: string; entity_id: string; name: string }[]; standing: { seats: object }; breach: null }
    const board = document<Board>(await run('board', 'show'))
    expect(board.seats).to.have.length(7)
    expect(board.standing.seats).to.deep.include({ size: 7, foreign: { count: 2, most: 3, name: null } })

    const seat = board.seats[6]
    document(await as('energy_agency', 'board', 'propose-account', world.actors.intruder.account))
    const entity = seat?.entity_id ?? ''
    expect(refusal(await as('oem', 'board', 'accept-account', entity)).code).to.equal('seat_account_not_proposed')
    document(await as('intruder', 'board', 'accept-account', entity))
    const after = document<Board>(await run('board', 'show'))
    expect(after.seats[6]).to.include({ entity_id: entity, account: world.actors.intruder.account, name: 'Energy Agency' })
  })
})
