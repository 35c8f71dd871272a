import { writeFileSync } from 'node:fs'
import { expect } from 'chai'
import { deviceRequestOf } from '../../src/ca/device-request.ts'
import type { DeviceRequest } from '../../src/ca/device-request.ts'
import { initCa } from '../../src/ca/init-ca.ts'
import { issueCertificate, issueCertificates } from '../../src/ca/issue-certificates.ts'
import type { IssueResult } from '../../src/ca/issue-certificates.ts'
import type { Judge } from '../../src/ca/judge-key.ts'
import { openCa } from '../../src/ca/open-ca.ts'
import type { IssuingCa } from '../../src/ca/open-ca.ts'
import { pemOf } from '../../src/ca/pem.ts'
import { readCsr } from '../../src/ca/read-csr.ts'
import type { CompiledPolicy } from '../../src/domain/compile-policy.ts'
import { changedPolicy, configurationOf, now, password, pen, policyNamed, registryOf } from './certificate-authority.ts'
import { csrConfig, openFactory } from './openssl.ts'

describe('issuing certificates', () => {
  const factory = openFactory()
  const directory = factory.file('ca')
  let ca: IssuingCa
  let registry: ReturnType<typeof registryOf>
  let judge: Judge
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
    judge = judgeBy(policyNamed('csip-baseline'))
  })

  const judgeBy = (policy: CompiledPolicy): Judge => ({ registries: [{ source: registry, policy }], client_type: 'device', now })
  const device = (hwType = `1.3.6.1.4.1.${pen}.1`): DeviceRequest => {
    const name = `device-${(count += 1)}`
    return deviceRequestOf(readCsr(factory.csr(name, factory.key(name), csrConfig(hwType, name))))
  }
  const registered = (): DeviceRequest => {
    const request = device()
    registry.register(request.key_id)
    return request
  }
  const issued = (result: IssueResult) => {
    if (result.state !== 'issued') throw new Error(`refused: ${JSON.stringify(result.decision.findings)}`)
    return result
  }
  const findingsOf = ({ decision }: IssueResult) => decision.findings.map(({ rule, severity }) => `${rule} ${severity}`)

  it('issues for an active key in a secure element what openssl verifies, strictly and by policy', async () => {
    const { certificate } = issued(await issueCertificate(ca, registered(), judge))

    writeFileSync(factory.file('leaf.pem'), pemOf('CERTIFICATE', certificate))
    for (const purpose of ['sslclient', 'any']) {
      const strictly = ['-x509_strict', '-purpose', purpose, '-explicit_policy', '-policy', '1.3.6.1.4.1.40732.1.1']
      const printed = factory.openssl('verify', ...strictly, '-CAfile', 'ca/serca.pem', '-untrusted', 'ca/mica.pem', 'leaf.pem')
      expect(printed).to.equal('leaf.pem: OK\n')
    }
  })

  it('has the device profile of IEEE 2030.5, 6.11, as openssl prints it', async () => {
    const { certificate, serial } = issued(await issueCertificate(ca, registered(), judge))

    writeFileSync(factory.file('leaf.der'), certificate)
    const text = factory.openssl('x509', '-inform', 'DER', '-in', 'leaf.der', '-noout', '-text')
    expect(text).to.match(/Subject: \n/)
    expect(text).to.contain('Not After : Dec 31 23:59:59 9999 GMT')
    expect(text).to.contain('Signature Algorithm: ecdsa-with-SHA256')
    expect(text).to.match(/X509v3 Key Usage: critical\s+Digital Signature, Key Agreement\n/)
    expect(text).to.match(
      /X509v3 Certificate Policies: critical\s+Policy: 1\.3\.6\.1\.4\.1\.40732\.1\.1\s+Policy: 1\.3\.6\.1\.4\.1\.40732\.2\.1\n/,
    )
    expect(text).to.match(/X509v3 Subject Alternative Name: critical\s+othername: 1\.3\.6\.1\.5\.5\.7\.8\.4:/)
    expect(text).to.match(/X509v3 Authority Key Identifier: \n/)
    expect(text).to.match(/1\.3\.6\.1\.4\.1\.32473\.2030\.1: \n/)
    expect(text).not.to.contain('Basic Constraints')
    expect(serial).to.match(/^[4-7][0-9a-f]{39}$/)
  })

  it('stands in the ledger before it is returned', async () => {
    const request = registered()
    const { serial, lfdi, decision } = issued(await issueCertificate(ca, request, judge))

    const entry = ca.ledger.entries().find((each) => each.serial === serial)
    expect(entry).to.include({
      key_id: request.key_id,
      lfdi,
      csr_digest: request.digest,
      state: 'issued',
      profile: 'device',
      issued_at: now,
    })
    expect(entry?.decision_digest).to.match(/^0x[0-9a-f]{64}$/)
    expect(decision.outcome).to.equal('admit')
  })

  it('gives the same request the same certificate again, also after the CA was opened anew', async () => {
    const request = registered()
    const first = issued(await issueCertificate(ca, request, judge))
    ca.close()
    ca = await openCa(directory, password)

    const again = issued(await issueCertificate(ca, request, { ...judge, now: now + 1000 }))

    expect(first.issued_before).to.equal(false)
    expect(again).to.include({ issued_before: true, serial: first.serial, lfdi: first.lfdi })
    expect(Buffer.compare(again.certificate, first.certificate)).to.equal(0)
  })

  it('gives another certificate for the same request when that is asked for', async () => {
    const request = registered()
    const first = issued(await issueCertificate(ca, request, judge))
    const anew = issued(await issueCertificate(ca, request, judge, { reissue: true }))
    const later = issued(await issueCertificate(ca, request, judge))

    expect(anew.serial).not.to.equal(first.serial)
    expect(later.serial).to.equal(anew.serial)
  })

  it('signs one certificate for a request that stands twice in a list', async () => {
    const request = registered()
    const results = await issueCertificates(ca, [request, request], judge)

    expect(new Set(results.map((result) => issued(result).serial)).size).to.equal(1)
    expect(ca.ledger.entries().filter(({ key_id }) => key_id === request.key_id)).to.have.length(1)
  })

  it('does not give a certificate again once the key has fallen', async () => {
    const request = registered()
    await issueCertificate(ca, request, judge)
    registry.register(request.key_id, (info) => Object.assign(info, { effective_status: 'revoked', effective_reason: 'keyCompromise' }))

    const result = await issueCertificate(ca, request, judge)

    expect(result.state).to.equal('refused')
    expect(findingsOf(result)).to.deep.equal(['status refuse'])
  })

  it('refuses a key that the registry does not know, and signs nothing', async () => {
    const before = ca.ledger.entries().length
    const result = await issueCertificate(ca, device(), judge)

    expect(result.state).to.equal('refused')
    expect(findingsOf(result)).to.include('unregistered refuse')
    expect(ca.ledger.entries()).to.have.length(before)
  })

  it('issues for a key that is to be restricted: the server restricts it', async () => {
    const request = device()
    registry.register(request.key_id, (info) => {
      info.key_protection.assessment_result.key_storage = 'unprotected_memory'
    })

    expect(issued(await issueCertificate(ca, request, judge)).decision.outcome).to.equal('restrict')
  })

  it('never takes silence for consent, whatever the policy', async () => {
    const request = device()
    registry.answers.set(request.key_id, 'away')
    for (const policy of [policyNamed('csip-baseline'), policyNamed('observe'), changedPolicy('lab', { unregistered: 'admit' })]) {
      const result = await issueCertificate(ca, request, judgeBy(policy))

      expect(result.state).to.equal('refused')
      expect(findingsOf(result)).to.deep.equal(['registry_unreachable refuse'])
    }
  })

  it('takes an answer about another key for no answer', async () => {
    const request = registered()
    registry.register(request.key_id, (info) => (info.key.key_id = `0x${'5a'.repeat(32)}`))

    expect((await issueCertificate(ca, request, judgeBy(policyNamed('observe')))).state).to.equal('refused')
  })

  it('enforces nothing but the maker where the policy observes', async () => {
    const policy = policyNamed('observe')
    const fallen = registered()
    registry.register(fallen.key_id, (info) => Object.assign(info, { effective_status: 'suspended', effective_reason: 'certificateHold' }))

    expect((await issueCertificate(ca, fallen, judgeBy(policy))).state).to.equal('issued')
    const foreign = device('1.3.6.1.4.1.99.1')
    registry.register(foreign.key_id)
    expect((await issueCertificate(ca, foreign, judgeBy(policy))).state).to.equal('refused')
  })

  it('signs one certificate for a request that two processes answer at once', async () => {
    const request = registered()
    const other = await openCa(directory, password)

    const results = await Promise.all([issueCertificate(ca, request, judge), issueCertificate(other, request, judge)])
    other.close()

    expect(new Set(results.map((result) => issued(result).lfdi)).size).to.equal(1)
  })

  it('leaves the maker of an unregistered key to the policy that admits it', async () => {
    const policy = changedPolicy('lab', { unregistered: 'admit' })

    expect(findingsOf(await issueCertificate(ca, device(), judgeBy(policy)))).to.deep.equal(['unregistered admit'])
  })

  describe('compares hwType with the enterprise number of the registrant', () => {
    const wanted: readonly [string, string, (number | null)[], string][] = [
      ['takes one under the arc of the owner', `1.3.6.1.4.1.${pen}.7.1`, [pen, null], 'issued'],
      ["takes one under the arc of the process's owner", `1.3.6.1.4.1.${pen}.7.1`, [99, pen], 'issued'],
      ['refuses the arc of another maker', '1.3.6.1.4.1.99.1', [pen, null], 'refused'],
      ['refuses an arc whose number only begins alike', `1.3.6.1.4.1.${pen}0.1`, [pen, null], 'refused'],
      ["refuses IEEE 2030.5's own arc", '1.3.6.1.4.1.40732.1', [pen, null], 'refused'],
      ['refuses where the registry has no number to compare with', `1.3.6.1.4.1.${pen}.1`, [null, null], 'refused'],
    ]
    for (const [what, hwType, [owner = null, processOwner = null], state] of wanted) {
      it(what, async () => {
        const request = device(hwType)
        registry.register(request.key_id, (info) => {
          info.process_owner = { ...info.owner, pen: processOwner }
          info.owner.pen = owner
        })

        const result = await issueCertificate(ca, request, judge)

        expect(result.state).to.equal(state)
        expect(result.decision.outcome).to.equal(state === 'issued' ? 'admit' : 'refuse')
        expect(findingsOf(result)).to.deep.equal(state === 'issued' ? [] : ['hw_type refuse'])
      })
    }
  })
})
