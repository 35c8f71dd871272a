import { mkdir, readFile } from 'node:fs/promises'
import { expect } from 'chai'
import { curl, writeDeviceConfiguration } from '../../scripts/demo/curl.ts'
import { createDemoCa, type DemoCa } from '../../scripts/demo/demo-ca.ts'
import { makeDevice } from '../../scripts/demo/device.ts'
import { startGateway, type DemoGateway } from '../../scripts/demo/gateway.ts'
import { createLegacyCa } from '../../scripts/demo/legacy-ca.ts'
import { openssl } from '../../scripts/demo/openssl.ts'
import { keyIdOfCsr } from '../../scripts/demo/steps/make-devices.ts'
import { acceptOffer, offerKeys } from '../../src/chain/calls/offer-calls.ts'
import { toTime, type Hex } from '../../src/domain/fields.ts'
import type { KeyInfo } from '../../src/domain/records.ts'
import { startOracleWorld, type ActorName, type OracleWorld } from '../oracle/oracle-world.ts'
import { runDerkey, type DerkeyRun } from '../support/run-derkey.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** Each step goes on where the one before ended: one device, from its manufacturer to its end. */
describe('the flow of figure 14, key life cycle', function () {
  this.timeout(120_000)
  const folder = temporaryFolder()
  let there: OracleWorld
  let ca: DemoCa
  let gateway: DemoGateway
  let openssl_conf: string
  const device = { name: 'device', key: '', csr: '', key_id: '' }
  const successor = { name: 'successor', key: '', csr: '', key_id: '' }

  before(async () => {
    there = await startOracleWorld()
    const { chain, deploymentFile } = there.world
    const place = { directory: folder.path, chain, deploymentFile }
    ca = await createDemoCa(place)
    gateway = await startGateway(place, ca, await createLegacyCa(folder.path))
    openssl_conf = await writeDeviceConfiguration(folder.path)
    await mkdir(folder.file('out'))
    for (const each of [device, successor]) {
      // one device: both of its keys have its name
      Object.assign(each, await makeDevice(folder.path, each.name, { pen: 32474, serial: 'SN-14' }))
      each.key_id = await keyIdOfCsr(each.csr)
    }
  })
  after(async () => {
    await gateway?.stop()
    ca?.close()
    await there?.close()
    folder.remove()
  })

  const derkey = async (actor: ActorName, ...args: string[]): Promise<DerkeyRun> => {
    const { keystore, password_file } = await there.world.keystoreOf(actor)
    return runDerkey([...args, '--json'], {
      DERKEY_RPC: there.world.chain.url,
      DERKEY_DEPLOYMENT: there.world.deploymentFile,
      DERKEY_KEYSTORE: keystore,
      DERKEY_PASSWORD_FILE: password_file,
    })
  }
  const done = async (actor: ActorName, ...args: string[]): Promise<Record<string, unknown>> => {
    const { code, stdout, stderr } = await derkey(actor, ...args)
    expect(code, `${args.join(' ')}: ${stderr}`).to.equal(0)
    return JSON.parse(stdout) as Record<string, unknown>
  }
  const record = async ({ csr }: { csr: string }) => {
    const { process_id } = there.world.processes.unprotected_memory
    const body = { process_id, csrs: [await readFile(csr, 'utf8')] }
    expect((await there.write('oem', 'POST', '/v1/keys', body)).status).to.equal(201)
  }
  const infoOf = async ({ key_id }: { key_id: string }) => (await there.call<KeyInfo>('utility', 'GET', `/v1/keys/${key_id}`)).body
  const accountOf = (actor: ActorName) => there.world.actors[actor].account
  const issue = async ({ name, csr }: { name: string; csr: string }) => {
    const [issued] = await ca.issue([{ csr, out: folder.file(`out/${name}.pem`) }])
    return issued?.state
  }
  const visit = ({ name, key }: { name: string; key: string }) => {
    const certificate = folder.file(`out/${name}.pem`)
    return curl(`${gateway.url}/dcap`, { key, certificate, trust_anchors: gateway.trust_anchors, openssl_conf })
  }
  /** The DER Server's answer, once it has heard of what was recorded. */
  const refusal = async (of: { name: string; key: string }) => {
    let answer = await visit(of)
    while (answer.status === 200) answer = await visit(of)
    return answer
  }

  it('begins with manufacturer A, who records the key', async () => {
    await record(device)
    const { key, effective_status } = await infoOf(device)
    expect([key.owner_id, key.installed_at, effective_status]).to.deep.equal([accountOf('oem'), null, 'active'])
    expect(await issue(device)).to.equal('issued')
    expect(await visit(device)).to.include({ status: 200 })
  })

  it('leaves the key with manufacturer A until manufacturer B has accepted it; nobody else can', async () => {
    const offered = await done('oem', 'key', 'offer', device.key_id, '--to', accountOf('distributor'))
    const [offerId = ''] = offered['offer_ids'] as string[]
    expect((await infoOf(device)).key).to.include({ owner_id: accountOf('oem'), is_offered: true })
    expect((await derkey('utility', 'offer', 'accept', offerId)).code).to.equal(1)
    await done('distributor', 'offer', 'accept', offerId)
    expect((await infoOf(device)).key).to.include({ owner_id: accountOf('distributor'), is_offered: false })
    expect((await derkey('oem', 'key', 'revoke', device.key_id, '--reason', 'keyCompromise')).code, 'it is no longer its key').to.equal(1)
  })

  it('makes the ownership transparent: who had it, since when, from the chain alone', async () => {
    const { owners } = (await done('distributor', 'key', 'history', device.key_id)) as { owners: { owner_id: string }[] }
    expect(owners.map(({ owner_id }) => owner_id)).to.deep.equal([accountOf('oem'), accountOf('distributor')])
  })

  it('goes on with the installation, by the installer that the owner named', async () => {
    expect((await derkey('installer', 'key', 'install', device.key_id)).code).to.equal(1)
    await done('distributor', 'key', 'installer', 'name', accountOf('installer'))
    await done('installer', 'key', 'install', device.key_id)
    const { key } = await infoOf(device)
    expect(key.installed_at).not.to.equal(null)
    expect(key.owner_id, 'the last registered owner stays answerable').to.equal(accountOf('distributor'))
    expect(await visit(device)).to.include({ status: 200 })
  })

  it('takes in a new key of the device, which it signs with itself, without a new registration', async () => {
    const { id } = (await gateway.admin('POST', '/v1/devices', {
      certificate: await readFile(folder.file('out/device.pem'), 'utf8'),
      pin: '111115',
    })) as { id: number }
    await record(successor)
    // as the first one was, by the same calls
    const { contracts } = there.world.deployment
    const key_ids = [successor.key_id as Hex]
    const term = toTime(Math.floor(Date.now() / 1000) + 3600)
    const { offer_id = '' } = await there.world.act('oem', offerKeys(contracts, key_ids, accountOf('distributor'), term))
    await there.world.act('distributor', acceptOffer(contracts, { offer_id, lot_id: null, key_ids }))
    expect(await issue(successor), 'two keys, and nothing that ties them').to.equal('refused')

    const [statement, signature, publicKey] = ['statement', 'signature', 'public.pem'].map(folder.file) as [string, string, string]
    await done('distributor', 'key', 'rotation-statement', device.key_id, successor.key_id, '--out', statement)
    await openssl('dgst', '-sha256', '-sign', successor.key, '-out', signature, statement)
    await openssl('pkey', '-in', successor.key, '-pubout', '-out', publicKey)
    const proof = ['--signature', signature, '--public-key', publicKey]
    await done('distributor', 'key', 'rotate', device.key_id, ...proof, '--overlap', '30d')

    expect(await issue(successor), 'one device').to.equal('issued')
    for (const key of [device, successor]) expect(await visit(key)).to.include({ status: 200 })
    const { devices } = (await gateway.admin('GET', '/v1/devices')) as { devices: { key_id: string; pin: string }[] }
    expect(
      devices.map(({ key_id, pin }) => [key_id, pin]),
      String(id),
    ).to.deep.equal([[successor.key_id, '111115']])
    expect((await infoOf(successor)).key.installed_at, 'it is where the old one was').not.to.equal(null)
  })

  it('ends: manufacturer B records that the device is decommissioned, and the DER Server denies service', async () => {
    const { status, body } = await there.call('utility', 'PATCH', `/v1/keys/${successor.key_id}`, { body: { status: 'eol' } })
    expect([status, body['code']], 'not by who does not own it').to.deep.equal([403, 'right_missing'])
    await done('distributor', 'key', 'retire', successor.key_id)
    expect(await refusal(successor)).to.include({ status: 403, cause: 'eol' })
    expect((await infoOf(successor)).effective_status).to.equal('eol')
    expect(await issue(successor)).to.equal('refused')
  })

  it('ends, like an end-of-life event, when a key is revoked because it leaked', async () => {
    await done('distributor', 'key', 'revoke', device.key_id, '--reason', 'keyCompromise')
    expect(await refusal(device)).to.include({ status: 403, cause: 'revoked' })
  })
})
