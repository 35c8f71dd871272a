import { expect } from 'chai'
import { mkdir, readFile } from 'node:fs/promises'
import { curl, writeDeviceConfiguration } from '../../scripts/demo/curl.ts'
import { createDemoCa, type DemoCa } from '../../scripts/demo/demo-ca.ts'
import { makeDevice } from '../../scripts/demo/device.ts'
import { startGateway, type DemoGateway } from '../../scripts/demo/gateway.ts'
import { createLegacyCa, issueLegacy, type LegacyCa } from '../../scripts/demo/legacy-ca.ts'
import { openssl } from '../../scripts/demo/openssl.ts'
import { keyIdOfCsr } from '../../scripts/demo/steps/make-devices.ts'
import type { KeyInfo } from '../../src/domain/records.ts'
import { startOracleWorld, type OracleWorld } from '../oracle/oracle-world.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('the flows of keys', () => {
  const folder = temporaryFolder()
  let there: OracleWorld
  let ca: DemoCa
  let legacy: LegacyCa
  let gateway: DemoGateway
  let openssl_conf: string
  let count = 0

  before(async () => {
    there = await startOracleWorld()
    const { chain, deploymentFile } = there.world
    const place = { directory: folder.path, chain, deploymentFile }
    ca = await createDemoCa(place)
    legacy = await createLegacyCa(folder.path)
    gateway = await startGateway(place, ca, legacy)
    openssl_conf = await writeDeviceConfiguration(folder.path)
    await mkdir(folder.file('out'))
  })
  after(async () => {
    await gateway?.stop()
    ca?.close()
    await there?.close()
    folder.remove()
  })

  /** A device of the manufacturer, its key registered by the manufacturer with the CSR. */
  const manufacture = async (registered = true) => {
    const name = `device-${(count += 1)}`
    const device = await makeDevice(folder.path, name, { pen: 32474, serial: `SN-${count}` })
    const key_id = await keyIdOfCsr(device.csr)
    const { process_id } = there.world.processes.unprotected_memory
    const csrs = [await readFile(device.csr, 'utf8')]
    if (registered) expect((await there.write('oem', 'POST', '/v1/keys', { process_id, csrs })).status).to.equal(201)
    return { ...device, key_id, name, process_id }
  }
  const visit = (path: string, key: string, certificate: string) =>
    curl(`${gateway.url}${path}`, { key, certificate, trust_anchors: gateway.trust_anchors, openssl_conf })

  it('figure 8, key generation and provisioning: the key’s entry links it to the audited process', async () => {
    const { key_id, process_id } = await manufacture()

    const { body } = await there.call<KeyInfo>('utility', 'GET', `/v1/keys/${key_id}`)
    expect(body.key).to.include({ key_id, process_id, status: 'active', owner_id: there.world.actors.oem.account })
    expect(body.process).to.include({
      key_generation_id: there.world.processes.unprotected_memory.key_generation_id,
      key_protection_id: there.world.processes.unprotected_memory.key_protection_id,
    })
  })

  it('figure 10, certificate generation: the CA verifies the request, asks the registry, amends and signs', async () => {
    const { csr, key_id, name } = await manufacture()
    const out = folder.file(`out/${name}.pem`)

    const [issued] = await ca.issue([{ csr, out }])
    expect(issued).to.include({ state: 'issued', key_id })
    expect(await openssl('verify', '-x509_strict', '-CAfile', ca.chain, out)).to.include('OK')
    expect(await openssl('x509', '-in', out, '-noout', '-text')).to.include('1.3.6.1.4.1.32473')
  })

  it('figure 10, certificate generation: no certificate for a key that the registry does not know', async () => {
    const { csr, name } = await manufacture(false)

    const [refused] = await ca.issue([{ csr, out: folder.file(`out/${name}.pem`) }])
    expect(refused).to.include({ state: 'refused' })
  })

  it('figure 12, communication security: the server authorises for specific operations, by what the registry says', async () => {
    const { csr, key, key_id, name } = await manufacture()
    const out = folder.file(`out/${name}.pem`)
    await ca.issue([{ csr, out }])

    expect(await visit('/dcap', key, out), 'kept in unprotected memory: restricted').to.include({ status: 200 })
    expect(await visit('/edev', key, out)).to.include({ status: 403, cause: 'restricted' })

    const { status } = await there.write('oem', 'PATCH', `/v1/keys/${key_id}`, { status: 'suspended', reason: 'certificateHold' })
    expect(status).to.equal(201)
    let answer = await visit('/dcap', key, out)
    while (answer.status === 200) answer = await visit('/dcap', key, out)
    expect(answer).to.include({ status: 403, cause: 'suspended' })
  })

  it('figure 12, communication security: the server rejects a request of a key that the registry does not know', async () => {
    const { csr, key, name } = await manufacture(false)
    const certificate = await issueLegacy(legacy, name, csr, 'sha256')

    expect(await visit('/dcap', key, certificate)).to.include({ status: 403, cause: 'unknown_key' })
  })
})
