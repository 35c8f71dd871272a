import { generateKeyPairSync, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import * as fc from 'fast-check'
import { canonicalJson } from '../../../src/domain/canonical-json.ts'
import { checkBatch } from '../../../src/keygen/manifest/check-batch.ts'
import { encodeManifest, type KeyManifest } from '../../../src/keygen/manifest/key-manifest.ts'
import { openSeenManifests, type SeenManifests } from '../../../src/keygen/manifest/seen-manifests.ts'
import { sha256Of, verifyManifest, type VerifiedManifest } from '../../../src/keygen/manifest/verify-manifest.ts'
import { keyIdOf } from '../../../src/domain/key-id.ts'
import { openWorkbench, type Workbench } from '../appliance/workbench.ts'
import { thrownBy } from '../thrown-by.ts'

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const spki = publicKey.export({ type: 'spki', format: 'der' })
const digest = (n: number) => `0x${n.toString(16).padStart(64, '0')}`

const manifestOf = (change: Partial<KeyManifest> = {}): KeyManifest => ({
  type: 'derkey-key-manifest',
  version: 1,
  appliance_id: keyIdOf(spki),
  counter: 1,
  previous_manifest: null,
  process_id: '1',
  entropy_source: 'operating_system',
  entropy_certificate: null,
  made_at: '2026-11-02T00:00:00Z',
  keys: [{ key_id: digest(1), wrapped: { file: 'keys/a.p7m', sha256: digest(2), recipient: digest(3) } }],
  ...change,
})
const signed = (bytes: Buffer) => sign('sha256', bytes, privateKey)

describe('a manifest', () => {
  const bytes = encodeManifest(manifestOf())
  const signature = signed(bytes)
  const codeOf = (document: Uint8Array, by: Uint8Array = signature) => thrownBy(() => verifyManifest(document, by, spki))?.code

  it('is believed with the signature of the pinned appliance alone', () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' })

    expect(verifyManifest(bytes, signature, spki)).to.deep.equal({ manifest: manifestOf(), sha256: sha256Of(bytes) })
    expect(codeOf(bytes, sign('sha256', bytes, other.privateKey))).to.equal('manifest_signature')
    expect(codeOf(bytes, Buffer.of())).to.equal('manifest_signature')
    const foreign = other.publicKey.export({ type: 'spki', format: 'der' })
    const named = sign('sha256', bytes, other.privateKey)
    expect(
      thrownBy(() => verifyManifest(bytes, named, foreign)),
      "it names another's id",
    ).to.include({ code: 'manifest_signature' })
    const large = p384.publicKey.export({ type: 'spki', format: 'der' })
    expect(thrownBy(() => verifyManifest(bytes, sign('sha256', bytes, p384.privateKey), large))).to.include({ code: 'manifest_signature' })
  })

  it('is not believed with any bit of it or its signature flipped', () => {
    for (const [what, whole] of Object.entries({ bytes, signature })) {
      for (let bit = 0; bit < whole.length * 8; bit += what === 'bytes' ? 13 : 1) {
        const changed = Buffer.from(whole)
        changed[bit >> 3]! ^= 1 << (bit & 7)
        expect(what === 'bytes' ? codeOf(changed) : codeOf(bytes, changed), `${what}, bit ${bit}`).to.equal('manifest_signature')
      }
    }
  })

  it('has one form: what is signed but not canonical, incomplete, or more than it should be is refused', () => {
    const malformed: unknown[] = [
      { ...manifestOf(), extra: 1 },
      manifestOf({ counter: 2 }),
      manifestOf({ counter: 1, previous_manifest: digest(9) }),
      manifestOf({ counter: 0 }),
      manifestOf({ keys: [] }),
      manifestOf({ keys: [...manifestOf().keys, ...manifestOf().keys] }),
      manifestOf({ keys: [{ key_id: digest(1) }] }),
      manifestOf({ keys: [{ key_id: digest(1), wrapped: { file: 'keys/../../etc/x', sha256: digest(2), recipient: digest(3) } }] }),
      manifestOf({ keys: [{ key_id: digest(1), wrapped: { file: '/keys/x', sha256: digest(2), recipient: digest(3) } }] }),
      manifestOf({ process_id: '01' }),
      [],
      null,
    ]
    const texts = [
      ...malformed.map(canonicalJson),
      JSON.stringify(manifestOf(), null, 2),
      `${bytes.toString()}\n`,
      `\ufeff${bytes.toString()}`,
      '{',
      '\xff',
    ]
    for (const text of texts) {
      const document = Buffer.from(text)
      expect(codeOf(document, signed(document)), text.slice(0, 200)).to.equal('manifest_malformed')
    }
    fc.assert(
      fc.property(fc.json(), (text) => {
        const document = Buffer.from(text)
        expect(codeOf(document, signed(document))).to.equal('manifest_malformed')
      }),
    )
  })
})

describe('the record of manifests seen', () => {
  let bench: Workbench
  let seen: SeenManifests
  before(async () => {
    bench = await openWorkbench()
    seen = openSeenManifests(bench.file('seen'))
  })
  after(() => {
    seen.close()
    bench.remove()
  })
  const chain = (count: number, process_id = '1'): VerifiedManifest[] => {
    const all: VerifiedManifest[] = []
    for (let counter = 1; counter <= count; counter++) {
      const manifest = manifestOf({ counter, process_id, previous_manifest: all.at(-1)?.sha256 ?? null })
      all.push({ manifest, sha256: sha256Of(encodeManifest(manifest)) })
    }
    return all
  }
  const [first, second, third] = chain(3) as [VerifiedManifest, VerifiedManifest, VerifiedManifest]
  const [otherFirst, otherSecond] = chain(2, '2') as [VerifiedManifest, VerifiedManifest]

  it('takes them in their order, the same again without harm, and names gap, repeat and broken chain', () => {
    const codeOf = (verified: VerifiedManifest) => thrownBy(() => seen.take(verified))?.code
    expect(codeOf(second)).to.equal('manifest_gap')
    expect(seen.take(first)).to.equal(true)
    expect(seen.take(first)).to.equal(false)
    expect(codeOf(third)).to.equal('manifest_gap')
    expect(codeOf(otherFirst)).to.equal('manifest_repeated')
    expect(codeOf(otherSecond)).to.equal('manifest_chain')
    expect(seen.take(second)).to.equal(true)
    expect(codeOf(otherSecond)).to.equal('manifest_repeated')
    expect(seen.take(third)).to.equal(true)
    expect([first, second, third].map((each) => seen.take(each))).to.deep.equal([false, false, false])
  })

  it('keeps appliances apart, and outlives its process', () => {
    const foreign = { ...first, manifest: { ...first.manifest, appliance_id: digest(77) } }
    expect(seen.take(foreign)).to.equal(true)
    seen.close()
    seen = openSeenManifests(bench.file('seen'))
    expect(seen.take(first)).to.equal(false)
    expect(thrownBy(() => openSeenManifests(bench.file('no/such/folder')))).to.include({ code: 'manifest_record_unusable' })
  })

  describe('the files of a batch', () => {
    let manifest: KeyManifest
    let read: (file: string) => Buffer
    before(async () => {
      const { folder } = await bench.make()
      manifest = bench.manifestIn(folder)
      read = (file) => readFileSync(join(folder, file))
    })

    it('are checked where they are there', () => {
      expect(checkBatch(manifest, { read, recipients: [bench.line] })).to.deep.equal({ wrapped: 2, requests: 2 })
      expect(checkBatch(manifest, { read: () => undefined })).to.deep.equal({ wrapped: 0, requests: 0 })
    })

    it('are refused where one differs, or a request asks for another key', () => {
      const [one, two] = manifest.keys
      const csrOfOther = { ...manifest, keys: [{ ...one, csr: two?.csr }] } as KeyManifest
      const changed = (folder: string) => (file: string) =>
        file.startsWith(folder) ? Buffer.concat([read(file), Buffer.of(0)]) : read(file)

      for (const folder of ['keys', 'requests']) {
        expect(
          thrownBy(() => checkBatch(manifest, { read: changed(folder) })),
          folder,
        ).to.include({ code: 'manifest_file_differs' })
      }
      expect(thrownBy(() => checkBatch(csrOfOther, { read }))).to.include({ code: 'manifest_file_differs' })
    })

    it("are refused where they are another line's, by the manifest or by the file itself", () => {
      const other = bench.certify('other')
      const relabelled = {
        ...manifest,
        keys: manifest.keys.map((key) => ({ ...key, wrapped: { ...key.wrapped, recipient: sha256Of(other) } })),
      }
      expect(thrownBy(() => checkBatch(manifest, { read, recipients: [other] }))).to.include({ code: 'manifest_recipient' })
      expect(thrownBy(() => checkBatch(relabelled as KeyManifest, { read, recipients: [other] }))).to.include({
        code: 'manifest_recipient',
      })
    })
  })
})
