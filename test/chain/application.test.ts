import { expect } from 'chai'
import { generatePrivateKey } from 'viem/accounts'
import { signApplication, verifyApplication } from '../../src/chain/application.ts'
import type { Deployment } from '../../src/chain/deployment.ts'
import { signerOf } from '../../src/chain/keystore.ts'
import { registryNameOf } from '../../src/chain/registry.ts'
import { signedApplicationInput, type Application, type SignedApplication } from '../../src/domain/inputs/application.ts'
import { parseInput } from '../../src/domain/parse-input.ts'
import { problemOf } from '../support/problem-of.ts'

const deployment = { chain_id: 20305, contracts: { KeyRegistry: { address: `0x${'0a'.repeat(20)}` } } } as Deployment
const signer = signerOf(generatePrivateKey())
const now = new Date('2026-11-21T12:00:00Z')

const application: Application = {
  chain_id: 20305,
  registry: registryNameOf(deployment),
  date: '2026-11-20T12:00:00Z',
  evidence: `0x${'ee'.repeat(32)}`,
  entity: {
    entity_id: signer.address,
    type: 'company',
    name: 'Applicant',
    rlid: 'duns:123456789',
    country: 'US',
    role: ['assessor'],
    role_certification: '',
    group: '',
    pen: null,
  },
}

describe('an application to be registered', () => {
  let signed: SignedApplication
  before(async () => {
    signed = await signApplication(signer, application)
  })
  const verify = (change: object = {}, at = now) =>
    verifyApplication(parseInput(signedApplicationInput, JSON.parse(JSON.stringify({ ...signed, ...change }))), deployment, at)

  it('stands where its account signed it, whatever the order of its fields in the file', async () => {
    await verify()
    await verify(Object.fromEntries(Object.entries(application).toReversed()))
  })

  const changed: [string, object, string][] = [
    ['another name', { entity: { ...application.entity, name: 'Somebody else' } }, 'application_signature'],
    ['another role', { entity: { ...application.entity, role: ['assessor', 'utility'] } }, 'application_signature'],
    ['another account', { entity: { ...application.entity, entity_id: `0x${'0b'.repeat(20)}` } }, 'application_signature'],
    ['other evidence', { evidence: `0x${'ef'.repeat(32)}` }, 'application_signature'],
    ['a later date', { date: '2026-11-21T11:00:00Z' }, 'application_signature'],
    ['another signature', { signature: `0x${'11'.repeat(64)}1b` }, 'application_signature'],
    ['another chain', { chain_id: 1 }, 'application_elsewhere'],
    ['another registry', { registry: `eip155:20305:0x${'0c'.repeat(20)}` }, 'application_elsewhere'],
    ['an unknown field', { admin: true }, 'invalid_input'],
    ['a country that is none', { entity: { ...application.entity, country: 'XX' } }, 'invalid_input'],
  ]
  for (const [what, change, code] of changed) {
    it(`with ${what} is refused: ${code}`, async () => {
      expect((await problemOf(Promise.resolve().then(() => verify(change)))).code).to.equal(code)
    })
  }

  it('is refused when it is older than 90 days, or of the future', async () => {
    expect((await problemOf(verify({}, new Date('2027-02-19T12:00:01Z')))).code).to.equal('application_date')
    expect((await problemOf(verify({}, new Date('2026-11-20T11:00:00Z')))).message).to.contain('it is of 2026-11-20T12:00:00Z')
    await verify({}, new Date('2027-02-18T12:00:00Z'))
  })
})
