import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { derOf } from '../../src/domain/der.ts'
import { certificateFields } from '../../src/tls/peer/certificate-fields.ts'
import { subjectKeyId } from '../../src/tls/peer/extensions.ts'
import { curl, sClientGet } from './devices.ts'
import { createPki, deviceExtensions, deviceSan, openssl, respell } from './pki.ts'
import type { Device, IssueOptions, Pki } from './pki.ts'
import { refusedBy, startGateway } from './start-gateway.ts'
import type { RunningGateway } from './start-gateway.ts'

const [usage = '', policies = '', authorityKey = ''] = deviceExtensions

describe('certificates of devices', () => {
  let pki: Pki
  let gateway: RunningGateway
  before(async () => {
    pki = createPki()
    gateway = await startGateway(pki)
  })
  after(async () => {
    await gateway?.close()
    pki?.remove()
  })

  const known = (name: string, options: IssueOptions): Device => {
    const device = pki.issue(name, options)
    gateway.registry.set(device.key_id)
    return device
  }

  for (const [depth, issuer] of [
    [2, 'serca'],
    [3, 'mca'],
    [4, 'mica'],
  ] as const) {
    it(`lets in a chain of depth ${depth}`, async () => {
      const device = known(`depth${depth}`, { issuer: pki[issuer] })
      const reply = await curl(pki, device, `${gateway.url}/dcap`)
      expect(reply.status, reply.body).to.equal(200)
      expect(reply.body).to.include('<DeviceCapability xmlns="urn:ieee:std:2030.5:ns" href="/dcap"')
    })
  }

  it('lets in a device that sends its certificate without the chain', async () => {
    const device = known('leafonly', { issuer: pki.mica })
    expect((await curl(pki, { ...device, chain: device.certificate }, `${gateway.url}/dcap`)).status).to.equal(200)
  })

  type Case = { readonly title: string; readonly cause: string; readonly make: () => Device }
  const cases: Case[] = [
    {
      title: 'that is self-signed',
      cause: 'untrusted_issuer',
      make: () => known('selfsigned', { subject: '/CN=self', extensions: [usage, deviceSan] }),
    },
    {
      title: 'of a CA that nobody configured',
      cause: 'untrusted_issuer',
      make: () => known('stranger', { issuer: pki.authority('Stranger') }),
    },
    {
      title: 'of an intermediate CA that the device brings itself',
      cause: 'untrusted_issuer',
      make: () => known('brought', { issuer: pki.authority('Brought', pki.mca) }),
    },
    {
      title: "of a CA that bears a configured CA's name",
      cause: 'untrusted_issuer',
      make: () => {
        const root = pki.authority('other-root', undefined, undefined, { subject: '/O=Test/CN=SERCA' })
        return known('namesake', { issuer: pki.authority('other-mica', root, undefined, { subject: '/O=Test/CN=MICA' }) })
      },
    },
    {
      title: "of an intermediate CA under the real root that bears a configured CA's name and key identifier",
      cause: 'untrusted_issuer',
      make: () => {
        const [, keyIdentifier = ''] =
          /Subject Key Identifier: *\n *([0-9A-F:]+)/.exec(openssl(['x509', '-in', pki.mica.certificate, '-noout', '-text'])) ?? []
        const extensions = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign', `subjectKeyIdentifier=${keyIdentifier}`]
        const forged = pki.authority('forged-mica', pki.serca, extensions, { subject: '/O=Test/CN=MICA', digest: 'sha1' })
        return known('forged', { issuer: forged })
      },
    },
    {
      title: "of such an intermediate CA, with an authority key identifier that speaks of that one's issuer",
      cause: 'untrusted_issuer',
      make: () => {
        const mica = new X509Certificate(readFileSync(pki.mica.certificate))
        const serca = certificateFields(new X509Certificate(readFileSync(pki.serca.certificate)).raw)
        const identifier = subjectKeyId(certificateFields(mica.raw)) ?? ''
        const extensions = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign', `subjectKeyIdentifier=${identifier}`]
        const misled = pki.authority('misled-mica', pki.serca, extensions, { subject: '/O=Test/CN=MICA' })
        const directoryName = derOf(0xa4, Buffer.from(serca.subject, 'hex'))
        const authority = derOf(0x30, derOf(0x80, Buffer.from(identifier, 'hex')), derOf(0xa1, directoryName))
        return known('misled', { issuer: misled, extensions: [usage, policies, deviceSan, `2.5.29.35=DER:${authority.toString('hex')}`] })
      },
    },
    { title: 'signed with SHA-1', cause: 'bad_signature_algorithm', make: () => known('sha1', { issuer: pki.mica, digest: 'sha1' }) },
    {
      title: 'whose key has explicit parameters',
      cause: 'bad_key_type',
      make: () => known('explicit', { issuer: pki.mica, key: respell(pki.newKey('explicit'), 'explicit') }),
    },
    { title: 'that has expired', cause: 'expired', make: () => known('expired', { issuer: pki.mica, until: '20210101000000Z' }) },
    {
      title: 'that is not valid yet',
      cause: 'not_yet_valid',
      make: () => known('notyet', { issuer: pki.mica, from: '20900101000000Z' }),
    },
    {
      title: 'for servers alone',
      cause: 'bad_purpose',
      make: () => known('serveronly', { issuer: pki.mica, extensions: [...deviceExtensions, 'extendedKeyUsage=serverAuth'] }),
    },
    {
      title: 'that may not sign',
      cause: 'bad_purpose',
      make: () => known('nosign', { issuer: pki.mica, extensions: ['keyUsage=critical,keyAgreement', policies, authorityKey, deviceSan] }),
    },
    {
      title: 'of a CA in place of a device',
      cause: 'bad_purpose',
      make: () =>
        known('isca', {
          issuer: pki.mca,
          extensions: ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,digitalSignature,keyCertSign', authorityKey],
          subject: '/CN=ca',
        }),
    },
    {
      title: 'that is larger than a device certificate ever is',
      cause: 'malformed_certificate',
      make: () =>
        known('large', { issuer: pki.mica, extensions: [...deviceExtensions, `1.3.6.1.4.1.32473.7=ASN1:UTF8String:${'x'.repeat(9000)}`] }),
    },
    {
      title: 'whose hardware has a serial number without end',
      cause: 'malformed_certificate',
      make: () => {
        const section = ['[endless]', 'type = OID:1.3.6.1.4.1.40732.9.1', `serial = FORMAT:ASCII,OCTETSTRING:${'7'.repeat(65)}`]
        const san = deviceSan.replace('SEQUENCE:hwm', 'SEQUENCE:endless')
        return known('endless', { issuer: pki.mica, extensions: [...deviceExtensions.slice(0, 3), san, ...section] })
      },
    },
    {
      title: 'with an unknown critical extension',
      cause: 'unknown_critical_extension',
      make: () =>
        known('critical', { issuer: pki.mica, extensions: [...deviceExtensions, '1.3.6.1.4.1.32473.7=critical,ASN1:UTF8String:x'] }),
    },
  ]

  for (const { title, cause, make } of cases) {
    it(`refuses one ${title}: ${cause}`, async () => {
      const device = make()
      const before = await gateway.metric(refusedBy(cause))
      const reply = await sClientGet(gateway.url, device, '/dcap')
      expect(reply.status, reply.body).to.equal(403)
      expect(reply.headers).to.include({ 'derkey-cause': cause, connection: 'close', 'content-type': 'application/sep+xml' })
      expect(reply.body).to.include('<Error xmlns="urn:ieee:std:2030.5:ns"><reasonCode>')
      expect(await gateway.metric(refusedBy(cause))).to.equal(before + 1)
      const { body } = await gateway.admin('GET', `/v1/refusals?lfdi=${device.lfdi.toLowerCase()}`)
      expect(body).to.have.nested.property('refusals[0].cause', cause)
      if (cause !== 'malformed_certificate') expect(body).to.have.nested.property('refusals[0].device.key_id', device.key_id)
      expect(
        gateway.log.some((line) => line['lfdi'] === device.lfdi && line['cause'] === cause && typeof line['issuer'] === 'string'),
      ).to.equal(true)
    })
  }

  it('lets in one with an unknown extension that is not critical', async () => {
    const device = known('extended', { issuer: pki.mica, extensions: [...deviceExtensions, '1.3.6.1.4.1.32473.7=ASN1:UTF8String:x'] })
    expect((await curl(pki, device, `${gateway.url}/dcap`)).status).to.equal(200)
  })

  /** RegistryReference of docs/asn1/DerKeyRegistry.asn1, in the words of openssl. */
  const reference = (keyId: string) => [
    ...deviceExtensions,
    '1.3.6.1.4.1.32473.2030.1=ASN1:SEQUENCE:reference',
    '[reference]',
    'version=INTEGER:1',
    'registry=UTF8:eip155:31337:0x00000000000000000000000000000000000000bb',
    `key=FORMAT:HEX,OCTETSTRING:${keyId.slice(2)}`,
    'block=INTEGER:7',
  ]

  it('refuses one whose registry extension is about another key, and lets in nobody because of one', async () => {
    const plain = pki.issue('referring', { issuer: pki.mica })
    const right = pki.issue('referring-right', { issuer: pki.mica, key: plain.key, extensions: reference(plain.key_id) })
    expect((await sClientGet(gateway.url, right, '/dcap')).headers).to.include({ 'derkey-cause': 'unknown_key' })
    gateway.registry.set(plain.key_id)
    expect((await sClientGet(gateway.url, right, '/dcap')).status).to.equal(200)
    const wrong = pki.issue('referring-wrong', { issuer: pki.mica, key: plain.key, extensions: reference(`0x${'00'.repeat(32)}`) })
    expect((await sClientGet(gateway.url, wrong, '/dcap')).headers).to.include({ 'derkey-cause': 'malformed_certificate' })
  })

  it('refuses a key on P-384 in the handshake itself: bad_key_type', async () => {
    const device = known('p384', { issuer: pki.mica, key: pki.newKey('p384', 'secp384r1') })
    expect((await sClientGet(gateway.url, device, '/dcap')).status).to.equal(0)
    expect(await gateway.metric(refusedBy('bad_key_type'))).to.equal(2)
  })

  it('offers no algorithm by which an RSA key could prove its possession: no_certificate', async () => {
    const key = pki.at('rsa.key')
    openssl(['genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:1024', '-out', key])
    const device = known('rsa', { issuer: pki.mica, key })
    const reply = await sClientGet(gateway.url, device, '/dcap', '-sigalgs', 'RSA+SHA256:ECDSA+SHA256')
    expect(reply.status).to.equal(403)
    expect(reply.headers).to.include({ 'derkey-cause': 'no_certificate' })
  })

  it('wants one of the configured certificate policies', async () => {
    const strict = await startGateway(pki, { certificate_policies: ['1.3.6.1.4.1.40732.1.3'], registry: gateway.registry })
    try {
      const generic = known('generic', { issuer: pki.mica })
      const postManufacture = known('post', {
        issuer: pki.mica,
        extensions: [usage, 'certificatePolicies=critical,1.3.6.1.4.1.40732.1.3', authorityKey, deviceSan],
      })
      expect((await curl(pki, generic, `${strict.url}/dcap`)).headers).to.include({ 'derkey-cause': 'bad_purpose' })
      expect((await curl(pki, postManufacture, `${strict.url}/dcap`)).status).to.equal(200)
    } finally {
      await strict.close()
    }
  })
})
