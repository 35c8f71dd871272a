import { createPrivateKey } from 'node:crypto'
import { expect } from 'chai'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { openssl } from '../../scripts/demo/openssl.ts'
import { setKeyStatus } from '../../src/chain/calls/key-calls.ts'
import { offerKeys } from '../../src/chain/calls/offer-calls.ts'
import { readKeyInfo } from '../../src/chain/reads/key-info.ts'
import type { Hex } from '../../src/domain/fields.ts'
import { rotatingKeyOf, type RotatingKey } from '../support/rotating-key.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { deployWorld, type World } from '../support/world.ts'
import { commandLineOf } from './command-line.ts'

describe('derkey key rotate', () => {
  const folder = temporaryFolder()
  let world: World
  const { as, run, document, refusal } = commandLineOf(() => world)
  const keys: Record<string, RotatingKey> = {}
  const ids = (name: string) => keys[name]?.key_id as Hex
  const fileOf = (name: string) => folder.file(`${name}.key`)
  const make = async (name: string) => {
    await openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', fileOf(name))
    chmodSync(fileOf(name), 0o600)
    keys[name] = rotatingKeyOf(createPrivateKey(readFileSync(fileOf(name))))
  }

  before(async () => {
    world = await deployWorld()
    const names = ['old', 'new', 'third', 'fallen', 'offered', 'other']
    await Promise.all(names.map(make))
    const { secure_element, unprotected_memory } = world.processes
    const mine = names.filter((name) => name !== 'other').map(ids)
    await world.registerKeys('chip_maker', secure_element.process_id, mine)
    await world.registerKeys('oem', unprotected_memory.process_id, [ids('other')])
    const { contracts } = world.deployment
    await world.act('chip_maker', setKeyStatus(contracts, 'owner', [ids('fallen')], 'revoked', 'keyCompromise'))
    await world.act('chip_maker', offerKeys(contracts, [ids('offered')], world.actors.oem.account, '2027-01-01T00:00:00Z'))
  })
  after(async () => {
    await world.close()
    folder.remove()
  })

  const rotate = (name: string, successor: string) =>
    as('chip_maker', 'key', 'rotate', ids(name), '--successor-key', fileOf(successor), '--overlap', '0d')

  const refused: readonly [string, string, string, string][] = [
    ['to a key of another owner', 'old', 'other', 'not_key_owner'],
    ['to a fallen key', 'old', 'fallen', 'key_not_active'],
    ['of a fallen key', 'fallen', 'new', 'key_not_active'],
    ['to a key that is offered', 'old', 'offered', 'key_offered'],
    ['to itself', 'old', 'old', 'rotation_to_itself'],
  ]
  for (const [what, name, successor, code] of refused) {
    it(`${what} is refused, and nothing changes: ${code}`, async () => {
      expect(refusal(await rotate(name, successor))).to.include({ code })
      expect((await readKeyInfo(world.registry, ids(name)))?.successor_id).to.equal(null)
    })
  }

  it('takes what a device signed with openssl, and no other signature', async () => {
    const [statement, signature, publicKey] = ['statement', 'signature', 'new.pub'].map((name) => folder.file(name)) as [
      string,
      string,
      string,
    ]
    document(await run('key', 'rotation-statement', ids('old'), ids('new'), '--out', statement))
    await openssl('pkey', '-in', fileOf('new'), '-pubout', '-out', publicKey)
    const signed = ['--signature', signature, '--public-key', publicKey]
    await openssl('dgst', '-sha256', '-sign', fileOf('third'), '-out', signature, statement)
    expect(refusal(await as('chip_maker', 'key', 'rotate', ids('old'), ...signed))).to.include({ code: 'rotation_unproven' })
    writeFileSync(signature, '')
    expect(refusal(await as('chip_maker', 'key', 'rotate', ids('old'), ...signed))).to.include({ code: 'rotation_unproven' })
    await openssl('dgst', '-sha256', '-sign', fileOf('new'), '-out', signature, statement)
    document(await as('chip_maker', 'key', 'rotate', ids('old'), ...signed, '--overlap', '0d'))

    expect(await readKeyInfo(world.registry, ids('old'))).to.include({ effective_status: 'superseded', successor_id: ids('new') })
    expect(refusal(await rotate('old', 'third'))).to.include({ code: 'key_not_active' })
    const { owners } = document<{ owners: object[] }>(await run('key', 'history', ids('new')))
    expect(owners).to.have.length(1)
  })

  it('reads no private key that others can read, and wants one way to sign', async () => {
    chmodSync(fileOf('third'), 0o644)
    expect(refusal(await rotate('new', 'third'))).to.include({ code: 'secret_exposed', field: 'successor-key' })
    expect(refusal(await as('chip_maker', 'key', 'rotate', ids('new')))).to.include({ code: 'invalid_input', field: 'successor-key' })
    expect(refusal(await as('chip_maker', 'key', 'rotate', ids('new'), '--overlap', '3h'))).to.include({ field: 'overlap' })
  })
})
