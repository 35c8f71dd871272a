import { DatabaseSync } from 'node:sqlite'
import { expect } from 'chai'
import { deviceRequestOf } from '../../src/ca/device-request.ts'
import type { DeviceRequest } from '../../src/ca/device-request.ts'
import { deviceName } from '../../src/ca/hardware-module-name.ts'
import { initCa } from '../../src/ca/init-ca.ts'
import { issueCertificate, issueCertificates } from '../../src/ca/issue-certificates.ts'
import type { IssueResult } from '../../src/ca/issue-certificates.ts'
import type { Judge } from '../../src/ca/judge-key.ts'
import { openLedger } from '../../src/ca/ledger.ts'
import { openCa } from '../../src/ca/open-ca.ts'
import type { IssuingCa } from '../../src/ca/open-ca.ts'
import { readCsr } from '../../src/ca/read-csr.ts'
import { toTime } from '../../src/domain/fields.ts'
import type { Hex } from '../../src/domain/fields.ts'
import { configurationOf, now, password, pen, policyNamed, registryOf } from './certificate-authority.ts'
import { csrConfig, openFactory } from './openssl.ts'

describe('certificates of a line of successors', () => {
  const factory = openFactory()
  const directory = factory.file('ca')
  let ca: IssuingCa
  let registry: ReturnType<typeof registryOf>
  let count = 0
  before(async () => {
    await initCa(directory, configurationOf(), password, now)
    ca = await openCa(directory, password)
  })
  after(() => {
    ca.close()
    factory.remove()
  })
  beforeEach(() => {
    registry = registryOf()
  })

  const judge = (at = now, policy = 'csip-baseline'): Judge => {
    return { registries: [{ source: registry, policy: policyNamed(policy) }], client_type: 'device', now: at }
  }
  /** Requests with keys of their own and one hwSerialNum: one device, or so they say. */
  const requests = (amount: number): DeviceRequest[] => {
    const serial = `inverter-${(count += 1)}`
    return Array.from({ length: amount }, (_, index) => {
      const name = `${serial}-${index}`
      return deviceRequestOf(readCsr(factory.csr(name, factory.key(name), csrConfig(`1.3.6.1.4.1.${pen}.1`, serial))))
    })
  }
  /** The registry knows the keys as a line of successors, the first superseded at `end`; `proven`: the successors signed. */
  const rotate = (line: readonly DeviceRequest[], end: number, proven = true) => {
    const ids = line.map(({ key_id }) => key_id)
    for (const [index, keyId] of ids.entries()) {
      const isLast = index === ids.length - 1
      registry.register(keyId, (info) => {
        if (!isLast) Object.assign(info, { successor_id: ids[index + 1], superseded_at: toTime(end) })
      })
      const answer = registry.answers.get(keyId)
      if (proven && answer !== undefined && answer !== 'away') registry.answers.set(keyId, { ...answer, line: ids } as typeof answer)
    }
  }
  const findingsOf = ({ decision }: IssueResult) => decision.findings.map(({ rule, severity }) => `${rule} ${severity}`)
  const standsAs = (keyId: Hex, effective_status: 'suspended' | 'revoked' | 'void' | 'eol') =>
    registry.register(keyId, (info) => Object.assign(info, { effective_status, effective_reason: null }))

  it('are issued for the successor as for the same device, under the same hardwareModuleName', async () => {
    const [first, second] = requests(2) as [DeviceRequest, DeviceRequest]
    registry.register(first.key_id)
    expect((await issueCertificate(ca, first, judge())).state).to.equal('issued')
    rotate([first, second], now + 1000)
    const result = await issueCertificate(ca, second, judge())
    expect([result.state, findingsOf(result)]).to.deep.equal(['issued', []])
    expect(ca.ledger.keysNamed(deviceName(first.hardware_module))).to.deep.equal([second.key_id, first.key_id])
  })

  it('are issued for the old key during the overlap, with a finding, and not after it', async () => {
    const [first, second] = requests(2) as [DeviceRequest, DeviceRequest]
    rotate([first, second], now + 1000)
    expect((await issueCertificate(ca, second, judge())).state).to.equal('issued')
    const during = await issueCertificate(ca, first, judge(now + 999))
    expect([during.state, findingsOf(during)]).to.deep.equal(['issued', ['rotated admit']])
    const then = await issueCertificate(ca, first, judge(now + 1000))
    expect([then.state, findingsOf(then)]).to.deep.equal(['refused', ['status refuse']])
    expect(then.decision.findings[0]?.found).to.equal('superseded (superseded)')
  })

  it('are refused to another key of a device whose key is good, also where the policy only observes', async () => {
    const [first, second] = requests(2) as [DeviceRequest, DeviceRequest]
    for (const { key_id } of [first, second]) registry.register(key_id)
    await issueCertificate(ca, first, judge())
    for (const policy of ['csip-baseline', 'observe']) {
      const result = await issueCertificate(ca, second, judge(now, policy))
      expect([result.state, findingsOf(result)]).to.deep.equal(['refused', ['hw_serial refuse']])
    }
    const { decision } = await issueCertificate(ca, second, judge())
    expect(decision.findings[0]?.found).to.equal(`inverter-${count} in a certificate of ${first.key_id}, which is active`)
  })

  it('are refused to a key whose rotation is not signed, until the old key is superseded', async () => {
    const [first, second] = requests(2) as [DeviceRequest, DeviceRequest]
    rotate([first, second], now + 1000, false)
    await issueCertificate(ca, first, judge())
    expect(findingsOf(await issueCertificate(ca, second, judge(now + 999)))).to.deep.equal(['hw_serial refuse'])
    expect((await issueCertificate(ca, second, judge(now + 1000))).state).to.equal('issued')
  })

  for (const [status, wanted] of [
    ['suspended', 'refused'],
    ['away', 'refused'],
    ['revoked', 'issued'],
    ['eol', 'issued'],
    ['void', 'issued'],
    ['unknown', 'issued'],
  ] as const) {
    it(`are ${wanted} for a new key of a device whose former key is ${status}`, async () => {
      const [first, second] = requests(2) as [DeviceRequest, DeviceRequest]
      for (const { key_id } of [first, second]) registry.register(key_id)
      await issueCertificate(ca, first, judge())
      if (status === 'away') registry.answers.set(first.key_id, 'away')
      else if (status === 'unknown') registry.answers.delete(first.key_id)
      else standsAs(first.key_id, status)
      expect((await issueCertificate(ca, second, judge())).state).to.equal(wanted)
    })
  }

  it('go by the first registry that knows the old key, and by no other', async () => {
    const [first, second] = requests(2) as [DeviceRequest, DeviceRequest]
    registry.register(first.key_id)
    await issueCertificate(ca, first, judge())
    const home = registry
    registry = registryOf('eip155:2:0x00000000000000000000000000000000000000bb')
    rotate([first, second], now + 1000)
    const both = { ...judge(), registries: [home, registry].map((source) => ({ source, policy: policyNamed('csip-baseline') })) }
    expect(findingsOf(await issueCertificate(ca, second, both))).to.deep.equal(['hw_serial refuse'])
    expect((await issueCertificate(ca, second, { ...both, registries: both.registries.toReversed() })).state).to.equal('issued')
  })

  it('are issued once, where two keys of one device are in one folder', async () => {
    const both = requests(2)
    for (const { key_id } of both) registry.register(key_id)
    const results = await issueCertificates(ca, both, judge())
    expect(results.map(({ state }) => state)).to.deep.equal(['issued', 'refused'])
  })

  it('know the devices of a ledger from before, by their certificates', async () => {
    const [first] = requests(1) as [DeviceRequest]
    registry.register(first.key_id)
    await issueCertificate(ca, first, judge())
    const file = factory.file('ca/ledger.db')
    const old = factory.file('old.sqlite')
    const source = new DatabaseSync(file)
    source.exec(`VACUUM INTO '${old}'`)
    source.close()
    const database = new DatabaseSync(old)
    database.exec('DROP INDEX certificates_device; ALTER TABLE certificates DROP COLUMN device')
    database.close()
    for (const _ of ['the first time', 'again']) {
      const ledger = openLedger(old)
      expect(ledger.keysNamed(deviceName(first.hardware_module))).to.deep.equal([first.key_id])
      ledger.close()
    }
  })
})
