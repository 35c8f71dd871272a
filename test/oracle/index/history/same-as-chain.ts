import { expect } from 'chai'
import { readAssessmentUnder } from '../../../../src/chain/reads/assessment.ts'
import { readDocument } from '../../../../src/chain/reads/document.ts'
import { readEntity } from '../../../../src/chain/reads/entity.ts'
import { readKeyInfo } from '../../../../src/chain/reads/key-info.ts'
import { readLot } from '../../../../src/chain/reads/lot.ts'
import { readOffer } from '../../../../src/chain/reads/offer.ts'
import { readProcess } from '../../../../src/chain/reads/process.ts'
import { readRoleEntries } from '../../../../src/chain/reads/roles.ts'
import { readSample, readSampleFinding } from '../../../../src/chain/reads/sample.ts'
import { readValidity } from '../../../../src/chain/reads/validity.ts'
import type { ChainRegistry } from '../../../../src/chain/registry.ts'
import type { Hex } from '../../../../src/domain/fields.ts'
import { assessment, entity, withoutIndex } from '../../../../src/oracle/index/assemble.ts'
import type { IndexReader } from '../../../../src/oracle/index/index-reader.ts'
import type { Kind, RecordOf } from '../../../../src/oracle/index/kinds.ts'
import type { Known } from './known.ts'
import { sameRelations } from './same-relations.ts'

/** Of everything that is known, the index says what the contracts say at a block. @param at the same block; without it the newest */
export async function expectSame(reader: IndexReader, registry: ChainRegistry, known: Known, block: number, at?: number): Promise<void> {
  const lookup = <K extends Kind>(kind: K, id: string): RecordOf<K> | undefined => reader.record(kind, id, at)
  const same = async <I>(what: string, ids: Iterable<I>, chain: (id: I) => Promise<unknown>, index: (id: I) => unknown) => {
    await Promise.all(
      [...ids].map(async (id) =>
        expect(index(id) ?? null, `${what} ${String(id)} at block ${block}`).to.deep.equal((await chain(id)) ?? null),
      ),
    )
  }
  const validity = await readValidity(registry, block)

  await same(
    'key',
    known.keys.keys(),
    (id) => readKeyInfo(registry, id, block),
    (id) => (at === undefined ? reader.answer(id).info : reader.keyInfo(id, at)),
  )
  await same(
    'lot',
    known.lots.keys(),
    (id) => readLot(registry, id, block),
    (id) => lookup('lot', id),
  )
  await same(
    'process',
    known.processes.keys(),
    (id) => readProcess(registry, id, block),
    (id) => lookup('process', id),
  )
  const assessments = known.assessments.keys()
  await same(
    'assessment',
    assessments,
    (id) => readAssessmentUnder(validity, registry, id, block),
    (id) => assessment(lookup, id),
  )
  await same(
    'entity',
    known.controllers.keys(),
    (id) => readEntity(registry, id, block),
    (id) => entity(lookup, id),
  )
  await same(
    'offer',
    known.offers.keys(),
    (id) => readOffer(registry, id, block),
    (id) => {
      const { took_keys: _, ...offer } = lookup('offer', id) ?? { took_keys: null }
      return 'offer_id' in offer ? offer : undefined
    },
  )
  await same(
    'document',
    known.documents,
    (id) => readDocument(registry, id, block),
    (id) => {
      const document = lookup('document', id)
      return document && withoutIndex(document)
    },
  )
  await same(
    'sample',
    known.samples.keys(),
    (id) => readSample(registry, id, block),
    (id) => lookup('sample', id),
  )
  const findings = [...known.findings].map((id) => id.split(':') as [string, Hex])
  await same(
    'finding',
    findings,
    ([id, key]) => readSampleFinding(registry, id, key, block),
    ([id, key]) => {
      const { process_id: _, ...finding } = lookup('finding', `${id}:${key}`) ?? { process_id: null }
      return 'sample_id' in finding ? finding : undefined
    },
  )
  for (const role of await readRoleEntries(registry, block)) expect(lookup('role', role.role_id)).to.deep.equal(role)
  expect(lookup('validity', 'validity') ?? { validity_seconds: 0, grace_seconds: 0 }).to.deep.equal(validity)
  await sameRelations(lookup, registry, known, block)
}
