import { expect } from 'chai'
import * as fc from 'fast-check'
import type { Hex } from '../../../src/domain/fields.ts'
import { decodeKeysCreated, decodeLog, encodeKeysCreated } from '../../../src/oracle/index/decode-log.ts'
import { idsOf } from '../../../src/oracle/index/keys/bytes.ts'
import { sortedPlaces } from '../../../src/oracle/index/keys/sorted-places.ts'
import { keysCreated, makerId, said } from '../../support/synthetic-registry.ts'
import { problemThrownBy } from './synthetic-index.ts'

const keyId = fc.uint8Array({ minLength: 32, maxLength: 32 })
const list = fc.array(keyId, { maxLength: 20 }).map((ids) => Buffer.concat(ids))

describe('lists of key ids', () => {
  it('are taken out of a KeysCreated as a general decoder takes them, and put back as they were', () => {
    const number = fc.nat({ max: 2 ** 31 })
    fc.assert(
      fc.property(number, number, list, (process, lot, ids) => {
        const args = { processId: process, lotId: lot, ownerId: makerId, account: makerId, keyIds: [...idsOf(ids)] }
        const { topics, data } = said({ name: 'KeysCreated', args })
        const decoded = decodeKeysCreated({ topics: topics as Hex[], data })

        expect([decoded.process, decoded.lot, decoded.ownerId]).to.deep.equal([process, lot, makerId])
        expect([...idsOf(decoded.keyIds)]).to.deep.equal(args.keyIds)
        expect(encodeKeysCreated(decoded.account, decoded.keyIds)).to.equal(data)
        const general = decodeLog('KeyRegistry', { topics: topics as Hex[], data })?.args as { keyIds: readonly Hex[] }
        expect(general.keyIds).to.deep.equal(args.keyIds)
      }),
    )
  })

  it('are refused when an octet is missing, or one too many, or the length is another', () => {
    const { topics, data } = keysCreated(1, Buffer.alloc(64, 7))
    const changed = [data.slice(0, -2), `${data}00`, data.slice(0, 100), '0x', data.replace(/2(?=(07)+$)/, '3'), `${data.slice(0, -1)}g`]
    for (const each of changed) {
      expect(problemThrownBy(() => decodeKeysCreated({ topics: topics as Hex[], data: each as Hex })).code, each).to.equal('chain_nonsense')
    }
    expect(problemThrownBy(() => decodeKeysCreated({ topics: topics.slice(0, 3), data })).code).to.equal('chain_nonsense')
  })

  it('are put in order, every key id once and from its list', () => {
    fc.assert(
      fc.property(fc.array(list, { maxLength: 10 }), (lists) => {
        const found = [...sortedPlaces(lists.map((ids, number) => ({ ids, number })))]
        const prefixes = found.map(({ of, at }) => of.ids.readUInt32BE(at) >>> 1)

        expect(prefixes).to.deep.equal(prefixes.toSorted((a, b) => a - b))
        const places = lists.flatMap((ids, number) => Array.from({ length: ids.length / 32 }, (_, index) => `${number}:${index * 32}`))
        expect(found.map(({ of, at }) => `${of.number}:${at}`)).to.have.members(places)
      }),
    )
  })
})
