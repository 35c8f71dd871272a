import { expect } from 'chai'
import type { Hex } from '../../../src/domain/fields.ts'
import type { KeyFilter, Page } from '../../../src/oracle/index/index-reader.ts'
import { listName } from '../../../src/oracle/index/lists/cursor.ts'
import type { Index } from '../../../src/oracle/index/open-index.ts'
import { keysCreated, makerId, oemId, said, windowOf, type Said } from '../../support/synthetic-registry.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { beginIndex, keyIdOf, keyIds, problemThrownBy } from './synthetic-index.ts'

const lineAccount = `0x${'0a'.repeat(20)}` as const
const [revoked, voided] = [3, 6]

const status = (number: number, status: number): Said => ({
  name: 'KeyStatusChanged',
  args: { keyId: keyIdOf(number), status, by: 1, reason: 1 },
})
const numbers = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index)
const ids = (list: readonly number[]) => list.map(keyIdOf)

describe('lists of an index', () => {
  const folder = temporaryFolder()
  let index: Index
  before(() => {
    index = beginIndex(folder.file('index.sqlite'))
    const transfer = { fromId: makerId, toId: oemId, offerId: 0, by: 1 }
    index.append(
      windowOf(1, [
        // block 1: lots 1 and 2; 2: lot 1 again, by a line account; 3: lot 2 is handed on; 4: keys 0 and 1 are; 5: 30 falls, 2 is void; 6: 2 comes back in lot 3
        [keysCreated(1, keyIds(0, 10)), keysCreated(2, keyIds(30, 10))],
        [keysCreated(1, keyIds(10, 10), lineAccount)],
        [said({ name: 'LotTransferred', args: { ...transfer, lotId: 2, moved: 10, others: 0 } })],
        [said({ name: 'KeysTransferred', args: { ...transfer, keyIds: ids([0, 1]) } })],
        [said(status(30, revoked)), said(status(2, voided))],
        [keysCreated(3, keyIds(2, 1))],
      ]),
    )
  })
  after(() => {
    index.close()
    folder.remove()
  })

  /** All pages, and that each but the last is full. */
  const allOf = (filter: KeyFilter, limit: number, at?: number): Hex[] => {
    const found: Hex[] = []
    let page: Page<{ key_id: Hex }>
    let cursor: string | undefined
    do {
      page = index.keys(filter, { limit, cursor, at })
      found.push(...page.items.map(({ key_id }) => key_id))
      cursor = page.next
      if (cursor !== undefined) expect(page.items).to.have.length(limit)
    } while (cursor !== undefined)
    return found
  }

  for (const limit of [1, 3, 10, 1000]) {
    it(`has every key once and in the order of registration, ${limit} a page`, () => {
      const all = [...numbers(0, 2), ...numbers(3, 7), ...numbers(30, 10), ...numbers(10, 10), 2]
      expect(allOf({}, limit)).to.deep.equal(ids(all))
      expect(allOf({ process_id: '1' }, limit)).to.deep.equal(ids(all))
      expect(allOf({ lot_id: '1' }, limit)).to.deep.equal(ids([...numbers(0, 2), ...numbers(3, 17)]))
      expect(allOf({ lot_id: '3' }, limit)).to.deep.equal(ids([2]))
      expect(allOf({ account: lineAccount }, limit)).to.deep.equal(ids(numbers(10, 10)))
    })

    it(`has the keys of an owner, those of its lots and those that came alone, ${limit} a page`, () => {
      expect(allOf({ owner_id: oemId }, limit)).to.have.members(ids([...numbers(30, 10), 0, 1]))
      expect(allOf({ owner_id: makerId }, limit)).to.have.members(ids([...numbers(3, 17), 2]))
    })

    it(`has the keys of a status, ${limit} a page`, () => {
      expect(allOf({ status: 'revoked' }, limit)).to.deep.equal(ids([30]))
      expect(allOf({ status: 'void' }, limit)).to.deep.equal([])
      expect(allOf({ status: 'active', owner_id: oemId }, limit)).to.have.members(ids([...numbers(31, 9), 0, 1]))
      expect(allOf({ status: 'revoked', owner_id: makerId }, limit)).to.deep.equal([])
    })

    it(`has the keys as they stood at a block, ${limit} a page`, () => {
      expect(allOf({ owner_id: oemId }, limit, 2)).to.deep.equal([])
      expect(allOf({ owner_id: oemId }, limit, 3)).to.deep.equal(ids(numbers(30, 10)))
      expect(allOf({ status: 'void' }, limit, 5)).to.deep.equal(ids([2]))
      expect(allOf({ lot_id: '1' }, limit, 1)).to.deep.equal(ids(numbers(0, 10)))
      expect(allOf({}, limit, 0)).to.deep.equal([])
    })
  }

  it('has a key with its registration, owner and status', () => {
    const [key] = index.keys({ lot_id: '2', owner_id: oemId }, { limit: 1 }).items
    const owned = { owner_id: oemId, status: 'revoked', account: makerId }
    expect(key).to.deep.equal({ key_id: keyIdOf(30), process_id: '1', lot_id: '2', ...owned, block: 1 })
  })

  it('has records by their fields, also those that they have no more, as of a block', () => {
    const lots = (filter: Record<string, string>, at?: number) =>
      index.records('lot', filter, { limit: 10, at }).items.map(({ lot_id }) => lot_id)

    expect(lots({})).to.deep.equal(['1', '2', '3'])
    expect(lots({ owner_id: oemId })).to.deep.equal(['2'])
    expect(lots({ owner_id: makerId })).to.deep.equal(['1', '3'])
    expect(lots({ owner_id: makerId }, 2)).to.deep.equal(['1', '2'])
    expect(index.count('lot')).to.equal(3)
    expect(index.count('lot', 5)).to.equal(2)
  })

  it('goes on with the state in which it was begun, whatever is appended meanwhile', () => {
    const first = index.keys({ owner_id: makerId }, { limit: 2 })
    const lots = index.records('lot', {}, { limit: 1 })
    const block = index.position()?.block ?? 0
    const transfer = { fromId: makerId, toId: oemId, offerId: 0, by: 1 }
    index.append(
      windowOf(block + 1, [
        [said({ name: 'LotTransferred', args: { ...transfer, lotId: 1, moved: 17, others: 2 } }), keysCreated(4, keyIds(90, 3))],
      ]),
    )

    const rest = index.keys({ owner_id: makerId }, { limit: 100, cursor: first.next })
    expect(rest.as_of).to.deep.equal(first.as_of)
    expect([...first.items, ...rest.items].map(({ key_id }) => key_id)).to.have.members(ids([...numbers(3, 17), 2]))
    const otherLots = index.records('lot', {}, { limit: 10, cursor: lots.next })
    expect(otherLots.items.map(({ lot_id, owner_id }) => [lot_id, owner_id])).to.deep.equal([
      ['2', oemId],
      ['3', makerId],
    ])
    expect(index.keys({ owner_id: makerId }, { limit: 100 }).items.map(({ key_id }) => key_id)).to.have.members(ids([2, 90, 91, 92]))
    index.rollBack(block)
  })

  it('takes no cursor of another list, of other filters, or from before the chain was rolled back, and no field that it does not list by', () => {
    const page = { limit: 1 }
    const cursor = index.keys({ lot_id: '1' }, page).next
    const refused = (work: () => unknown) => problemThrownBy(work).code

    expect(refused(() => index.keys({ lot_id: '2' }, { ...page, cursor }))).to.equal('cursor_invalid')
    expect(refused(() => index.records('lot', {}, { ...page, cursor }))).to.equal('cursor_invalid')
    for (const text of ['', '!', 'bnVsbA', 'W10'])
      expect(refused(() => index.keys({}, { ...page, cursor: text }))).to.equal('cursor_invalid')
    expect(refused(() => index.records('lot', { created_at: '2' }, page))).to.equal('filter_unknown')
    index.append(windowOf(7, [[]]))
    index.rollBack(6)
    expect(refused(() => index.keys({ lot_id: '1' }, { ...page, cursor }))).to.equal('cursor_invalid')
  })

  it('takes no cursor that was edited', () => {
    const edited = (name: string, filter: KeyFilter, block: number, place: readonly unknown[]) =>
      Buffer.from(JSON.stringify([listName(name, filter), block, 0, ...place])).toString('base64url')
    const refused = (filter: KeyFilter, block: number, place: readonly unknown[]) =>
      problemThrownBy(() => index.keys(filter, { limit: 1, cursor: edited('keys', filter, block, place) })).code

    for (const place of [['x'], [-1], [1, 'x'], [1, -5]])
      expect(refused({ lot_id: '1' }, 6, place), String(place)).to.equal('cursor_invalid')
    for (const place of [[5], ['x'], ['0x12']]) expect(refused({ status: 'revoked' }, 6, place), String(place)).to.equal('cursor_invalid')
    for (const place of [['x'], [2], [0, 'x'], [0, -1], [1, 5], [1, 'x']])
      expect(refused({ owner_id: makerId }, 6, place), String(place)).to.equal('cursor_invalid')
    expect(refused({ lot_id: '1' }, -1, [])).to.equal('cursor_invalid')
    const cursor = edited('lot', {}, 6, ['x'])
    expect(problemThrownBy(() => index.records('lot', {}, { limit: 1, cursor })).code).to.equal('cursor_invalid')
  })

  it('forgets with the blocks what they registered', () => {
    index.append(windowOf(7, [[keysCreated(3, keyIds(200, 600))], [said(status(200, voided))], [keysCreated(5, keyIds(200, 1))]]))
    const [key, lot, later] = [index.keyInfo(keyIdOf(200)), index.record('lot', '3'), index.record('lot', '5')]
    expect([key?.key.lot_id, key?.key.was_void, lot?.key_count, later?.key_count]).to.deep.equal(['5', true, 600, 1])
    expect(index.keyInfo(keyIdOf(200), 8)?.effective_status).to.equal('void')

    index.rollBack(7)
    expect(index.keyInfo(keyIdOf(200))?.key).to.deep.include({ lot_id: '3', was_void: false, status: 'active' })
    expect(index.record('lot', '5')).to.equal(undefined)
    index.rollBack(6)
    expect(index.keyInfo(keyIdOf(200))).to.equal(undefined)
    expect(index.record('lot', '3')?.key_count).to.equal(1)

    index.append(windowOf(7, [[keysCreated(4, keyIds(200, 1))]]))
    expect(index.keyInfo(keyIdOf(200))?.key).to.deep.include({ lot_id: '4', was_void: false })
  })
})
