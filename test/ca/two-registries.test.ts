import { expect } from 'chai'
import { describeCertificate } from '../../src/ca/describe-certificate.ts'
import { deviceRequestOf } from '../../src/ca/device-request.ts'
import type { DeviceRequest } from '../../src/ca/device-request.ts'
import { initCa } from '../../src/ca/init-ca.ts'
import { issueCertificate } from '../../src/ca/issue-certificates.ts'
import type { Judge } from '../../src/ca/judge-key.ts'
import { openCa } from '../../src/ca/open-ca.ts'
import type { IssuingCa } from '../../src/ca/open-ca.ts'
import { readCsr } from '../../src/ca/read-csr.ts'
import { changedPolicy, configurationOf, now, password, pen, registryOf } from './certificate-authority.ts'
import { csrConfig, openFactory } from './openssl.ts'

const names = [
  'eip155:31337:0x00000000000000000000000000000000000000aa',
  'eip155:31338:0x00000000000000000000000000000000000000bb',
] as const

describe('a CA that asks the registries of two nations', () => {
  const factory = openFactory()
  let ca: IssuingCa
  let home: ReturnType<typeof registryOf>
  let abroad: ReturnType<typeof registryOf>
  let judge: Judge
  let count = 0

  before(async () => {
    const directory = factory.file('ca')
    await initCa(directory, configurationOf(), password, now)
    ca = await openCa(directory, password)
  })
  after(() => {
    ca.close()
    factory.remove()
  })
  beforeEach(() => {
    home = registryOf(names[0])
    abroad = registryOf(names[1])
    // what the first nation refuses, the second accepts
    const strict = changedPolicy('lab', { name: 'home', rules: { key_storage: { accept: ['hsm'], otherwise: 'refuse' } } })
    const mild = changedPolicy('lab', { name: 'abroad' })
    const registries = [
      { source: home, policy: strict },
      { source: abroad, policy: mild },
    ]
    judge = { registries, client_type: 'device', now }
  })

  const device = (hwType = `1.3.6.1.4.1.${pen}.1`): DeviceRequest => {
    const name = `device-${(count += 1)}`
    return deviceRequestOf(readCsr(factory.csr(name, factory.key(name), csrConfig(hwType, name))))
  }
  const issue = (request: DeviceRequest) => issueCertificate(ca, request, judge)

  it('issues by the policy of the registry that knows the key, and names that one in the certificate', async () => {
    const request = device()
    abroad.register(request.key_id, (info) => {
      info.process.process_id = '7'
      info.key_generation.assessment_id = '8'
    })

    const result = await issue(request)

    if (result.state !== 'issued') throw new Error(JSON.stringify(result.decision))
    expect(result.decision).to.deep.include({ outcome: 'admit', registry: names[1] })
    expect(result.decision.policy.name).to.equal('abroad')
    const { registry_reference } = describeCertificate(result.certificate)
    expect(registry_reference).to.deep.include({ registry: names[1], key_id: request.key_id })
    expect(registry_reference?.process).to.include({ process_id: '7', key_generation_id: '8' })
  })

  it('refuses by the policy of the first in the order that knows the key', async () => {
    const request = device()
    home.register(request.key_id)
    abroad.register(request.key_id)

    const { state, decision } = await issue(request)

    expect([state, decision.registry, decision.findings[0]?.rule]).to.deep.equal(['refused', names[0], 'key_storage'])
  })

  for (const order of ['as configured', 'the other way round']) {
    it(`refuses a key that is revoked in either, ${order}`, async () => {
      if (order !== 'as configured') judge = { ...judge, registries: judge.registries.toReversed() }
      const revoked = { effective_status: 'revoked', effective_reason: 'keyCompromise' } as const
      for (const [good, fallen] of [
        [home, abroad],
        [abroad, home],
      ] as const) {
        const request = device()
        good.register(request.key_id, (info) => (info.key_protection.assessment_result.key_storage = 'hsm'))
        fallen.register(request.key_id, (info) => Object.assign(info, revoked))

        const { state, decision } = await issue(request)

        expect([state, decision.registry, decision.outcome]).to.deep.equal(['refused', fallen.registry, 'refuse'])
      }
    })
  }

  it('takes a registry that is away neither for consent nor for one that does not know the key', async () => {
    const [known, unknown] = [device(), device()]
    abroad.register(known.key_id)
    for (const { key_id } of [known, unknown]) home.answers.set(key_id, 'away')
    for (const request of [known, unknown]) {
      const { state, decision } = await issue(request)

      expect([state, decision.registry, decision.findings[0]?.rule]).to.deep.equal(['refused', names[0], 'registry_unreachable'])
    }
  })

  it('compares hwType with the registrant of the registry that decides', async () => {
    const request = device('1.3.6.1.4.1.99.1')
    abroad.register(request.key_id, (info) => (info.owner.pen = 98))
    home.register(request.key_id, (info) => {
      info.owner.pen = 99
      info.key_protection.assessment_result.key_storage = 'hsm'
    })

    expect((await issue(request)).state).to.equal('issued')
    judge = { ...judge, registries: judge.registries.toReversed() }
    const { state, decision } = await issue(request)
    expect([state, decision.findings.at(-1)?.rule, decision.findings.at(-1)?.registry]).to.deep.equal(['refused', 'hw_type', names[1]])
  })
})
