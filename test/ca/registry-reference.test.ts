import { execFileSync } from 'node:child_process'
import { expect } from 'chai'
import * as fc from 'fast-check'
import { encodeRegistryReference, readRegistryReference } from '../../src/ca/registry-reference.ts'
import type { RegistryReference } from '../../src/ca/registry-reference.ts'
import { accessControls, deviceIntegrities, entropySources, keyGenerationEntities, keyStorages } from '../../src/domain/enumerations.ts'
import { Problem } from '../../src/domain/problem.ts'

const id = fc.integer({ min: 1, max: 2 ** 48 - 1 }).map(String)
const references: fc.Arbitrary<RegistryReference> = fc.record(
  {
    registry: fc.string({ minLength: 1, maxLength: 200 }).map((text) => text.toWellFormed()),
    key_id: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((octets) => `0x${Buffer.from(octets).toString('hex')}` as const),
    block: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
    process: fc.record({ process_id: id, key_generation_id: id, key_protection_id: id }),
    assessed: fc.record({
      cryptographic_strength: fc.integer({ min: 1, max: 512 }),
      entropy_bits: fc.integer({ min: 1, max: 4096 }),
      key_generation_entity: fc.constantFrom(...keyGenerationEntities),
      entropy_source: fc.constantFrom(...entropySources),
      key_storage: fc.constantFrom(...keyStorages),
      access_control: fc.constantFrom(...accessControls),
      device_integrity: fc.constantFrom(...deviceIntegrities),
    }),
  },
  { requiredKeys: ['registry', 'key_id', 'block'] },
)

describe('the registry extension', () => {
  it('reads back as it was written', () => {
    fc.assert(
      fc.property(references, (reference) => {
        expect(readRegistryReference(encodeRegistryReference(reference))).to.deep.equal(reference)
      }),
    )
  })

  it('is DER that openssl takes to pieces, as docs/asn1/DerKeyRegistry.asn1 has it', () => {
    const der = encodeRegistryReference({
      registry: 'eip155:2030:0xabc',
      key_id: `0x${'5a'.repeat(32)}`,
      block: 200,
      process: { process_id: '1', key_generation_id: '130', key_protection_id: '3' },
    })
    const printed = execFileSync('openssl', ['asn1parse', '-inform', 'DER'], { input: der, encoding: 'utf8' })

    expect(printed.match(/(?<=: )[A-Z0-9]+ [^\n]*|cont \[ \d \]/g)?.map((line) => line.replaceAll(/ +/g, ' ').trim())).to.deep.equal([
      'SEQUENCE',
      'INTEGER :01',
      'UTF8STRING :eip155:2030:0xabc',
      `OCTET STRING :${'Z'.repeat(32)}`,
      'INTEGER :C8',
      'cont [ 0 ]',
      'INTEGER :01',
      'INTEGER :82',
      'INTEGER :03',
    ])
  })

  it('answers any mutation with a Problem or another reference, never with another error', () => {
    const der = encodeRegistryReference(fc.sample(references, { numRuns: 1, seed: 5 })[0] as RegistryReference)
    fc.assert(
      fc.property(fc.nat(der.length - 1), fc.nat(255), fc.nat(der.length), (at, octet, length) => {
        const mutated = Buffer.from(der).subarray(0, length % 3 === 0 ? length : der.length)
        if (at < mutated.length) mutated[at] = octet
        try {
          expect(readRegistryReference(mutated).key_id).to.match(/^0x[0-9a-f]{64}$/)
        } catch (error) {
          expect(error).to.be.instanceOf(Problem)
        }
      }),
      { numRuns: 1000 },
    )
  })
})
