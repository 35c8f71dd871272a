import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { expect } from 'chai'
import * as fc from 'fast-check'
import { setKeyStatus } from '../../../src/chain/calls/key-calls.ts'
import type { ProvenHeader } from '../../../src/chain/proofs/proof.ts'
import { keyListOf, type KeyList } from '../../../src/domain/key-files/key-list.ts'
import { Problem } from '../../../src/domain/problem.ts'
import { problemOf } from '../../support/problem-of.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { deployWorld, type World } from '../../support/world.ts'
import { open, randomKeyIds, registerPart, verified, writtenReceipts } from './receipts-world.ts'

describe('receipts of a registration', () => {
  const folder = temporaryFolder()
  const file = folder.file('keys.csv.receipts.jsonl')
  let world: World
  let lines: string[]
  let list: KeyList
  before(async () => {
    world = await deployWorld()
    list = await writtenReceipts(world, file, 4, 6)
    lines = readFileSync(file, 'utf8').split('\n').slice(0, -1)
  })
  after(async () => {
    await world.close()
    folder.remove()
  })
  const parsed = (index: number) => JSON.parse(lines[index] ?? '') as Record<string, unknown>

  it('have a first line, a line a transaction and a last one, for their owner alone', () => {
    expect(parsed(0)).to.include({ format: 'derkey-receipts/1', registry: world.registry.name, process_id: '1' })
    expect(lines).to.have.lengthOf(6)
    expect(lines.slice(1, 5).map((_, index) => parsed(index + 1)['proven'])).to.deep.equal(['all', 'none', [0, 2, 4], 'none'])
    expect(parsed(5)).to.include({ count: 24, proven: 9, stood_before: 0 })
    expect(statSync(file).mode & 0o777).to.equal(0o600)
    expect(existsSync(`${file}.part`)).to.equal(false)
  })

  it('are proven from the chain, and every key stands', async () => {
    const { told, ...result } = await verified(world, file)

    expect(told).to.deep.equal([])
    expect(result).to.include({ faults: 0, count: 24, proven: 9, stood_before: 0, transactions: 4 })
    expect(result.standing).to.deep.equal({ active: 24 })
  })

  it('that were edited in any byte are noticed', async () => {
    const bytes = readFileSync(file)
    const edit = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }))
    await fc.assert(
      fc.asyncProperty(edit, async ([at, mask]) => {
        const changed = Buffer.from(bytes)
        changed[at] = (changed[at] as number) ^ mask
        expect(await isNoticed(changed)).to.equal(true)
      }),
      { numRuns: 150 },
    )
  })

  it('of which lines were swapped, left out, or doubled are noticed', async () => {
    const index = fc.nat(lines.length - 1)
    const change = fc.oneof(
      fc
        .tuple(index, index)
        .filter(([one, other]) => one !== other)
        .map(([one, other]) => lines.with(one, lines[other]!).with(other, lines[one]!)),
      index.map((at) => lines.toSpliced(at, 1)),
      index.map((at) => lines.toSpliced(at, 0, lines[at]!)),
      fc.nat(lines.length - 1).map((count) => lines.slice(0, count)),
    )
    await fc.assert(
      fc.asyncProperty(change, async (changed) => {
        expect(await isNoticed(Buffer.from(changed.map((each) => `${each}\n`).join('')))).to.equal(true)
      }),
      { numRuns: 60 },
    )
  })

  it('that somebody wrote anew, last line too, are noticed where they say something else than the chain', async () => {
    const forged = async (change: (line: Record<string, unknown>) => void) => {
      const line = parsed(2)
      change(line)
      return (await verified(world, resealed(lines.with(2, JSON.stringify(line))))).told.map(({ line, code }) => ({ line, code }))
    }
    const [key] = randomKeyIds(1)
    expect(await forged((line) => (line['key_ids'] = [key, ...(line['key_ids'] as string[]).slice(1)]))).to.deep.equal([
      { line: 3, code: 'proof_invalid' },
    ])
    expect(await forged((line) => (line['transaction'] = parsed(3)['transaction']))).to.deep.equal([{ line: 3, code: 'proof_invalid' }])
    expect(await forged((line) => (line['block'] = parsed(3)['block']))).to.deep.equal([{ line: 3, code: 'proof_invalid' }])
    expect(await forged((line) => (line['lot_id'] = '99'))).to.deep.equal([{ line: 3, code: 'proof_invalid' }])
    expect(await forged((line) => (line['proof'] = parsed(3)['proof']))).to.deep.equal([{ line: 3, code: 'proof_invalid' }])
  })

  it('of a block that is none of the chain, whatever the node has, are noticed', async () => {
    const forged = parsed(3)['block'] as number
    const asked = new Set<number>()
    const trust = async ({ number }: ProvenHeader) => {
      asked.add(number)
      if (number === forged) throw new Problem('proof_invalid', { detail: 'nobody sealed it' })
    }
    const { told, block } = await verified(world, file, { trust })
    expect(told).to.deep.equal([{ line: 4, code: 'proof_invalid', detail: 'nobody sealed it' }])
    expect([...asked]).to.include.members([...lines.slice(1, 5).map((_, index) => parsed(index + 1)['block']), block])
  })

  it('of another registry, or none at all, are refused', async () => {
    const head = { ...parsed(0), chain: `31337:0x${'0'.repeat(64)}` }
    const problem = await problemOf(verified(world, resealed(lines.with(0, JSON.stringify(head)))))
    expect([problem.code, problem.field]).to.deep.equal(['receipts_invalid', 'line 1'])
    expect((await problemOf(verified(world, Buffer.alloc(0)))).code).to.equal('receipts_invalid')
    const list = await problemOf(verified(world, Buffer.from('key_id\n')))
    expect([list.code, list.field]).to.deep.equal(['receipts_invalid', 'line 1'])
  })

  it('tell keys that stood there before apart, and those that were refused not at all', async () => {
    const path = folder.file('second.jsonl')
    const keys = keyListOf(randomKeyIds(12), true)
    await registerPart(world, keys, 0, 3)
    const receipts = await open(world, path, keys)
    await receipts.add(await registerPart(world, keys, 2, 4))
    for (const position of [6, 7, 8, 9, 10, 11]) receipts.refuse(position)
    expect(await receipts.finish()).to.deep.equal({ file: path, count: 6, proven: 6, stood_before: 3 })

    const { told, count, standing } = await verified(world, path)
    expect({ told, count, standing }).to.deep.equal({ told: [], count: 6, standing: { active: 6 } })
  })

  it('of a key that fell say its status by now; of one that is void, that it does not stand', async () => {
    const path = folder.file('fallen.jsonl')
    const keys = await writtenReceipts(world, path, 1, 4)
    const [revoked, mistaken] = keys.slice(0, 2)
    await world.act('chip_maker', setKeyStatus(world.deployment.contracts, 'owner', [revoked!], 'revoked', 'keyCompromise'))
    expect((await verified(world, path)).standing).to.deep.equal({ active: 3, revoked: 1 })

    await world.act('board', setKeyStatus(world.deployment.contracts, 'board', [mistaken!], 'void', 'unspecified'))
    const { told, standing } = await verified(world, path)
    expect(standing).to.deep.equal({ active: 2, revoked: 1 })
    expect(told.map(({ line, detail }) => ({ line, detail }))).to.deep.equal([
      { line: 2, detail: `${mistaken} is void: the entry was a mistake` },
    ])
  })

  it('are written anew by a second run, and over nothing else', async () => {
    const before = readFileSync(file, 'utf8').split('\n').slice(1, 5)
    writeFileSync(`${file}.part`, 'what a killed run left')
    const other = folder.file('other.csv')
    writeFileSync(other, 'key_id\n')

    expect((await problemOf(open(world, other, list))).code).to.equal('file_exists')
    const receipts = await open(world, file, list)
    receipts.abandon()
    expect(existsSync(`${file}.part`)).to.equal(false)
    expect(readFileSync(file, 'utf8').split('\n').slice(1, 5)).to.deep.equal(before)
  })

  it('are not written over by those of another list, nor by such as prove less', async () => {
    const before = readFileSync(file, 'utf8')
    expect((await problemOf(open(world, file, keyListOf(randomKeyIds(2))))).code).to.equal('file_exists')
    const receipts = await open(world, file, list)
    expect((await problemOf(receipts.finish())).code).to.equal('file_exists')
    receipts.abandon()
    expect(readFileSync(file, 'utf8')).to.equal(before)
  })

  it('go into no pipe', async () => {
    execFileSync('mkfifo', [folder.file('pipe')])
    expect((await problemOf(open(world, folder.file('pipe'), list))).code).to.equal('file_exists')
  })

  /** Lines with a last one that fits them. */
  function resealed(changed: readonly string[]): Buffer {
    const body = changed
      .slice(0, -1)
      .map((each) => `${each}\n`)
      .join('')
    const foot = { ...parsed(5), sha256: `0x${createHash('sha256').update(body).digest('hex')}` }
    return Buffer.from(`${body}${JSON.stringify(foot)}\n`)
  }

  async function isNoticed(bytes: Buffer): Promise<boolean> {
    try {
      return (await verified(world, bytes, { standing: 0 })).faults > 0
    } catch (error) {
      if (error instanceof Problem && error.code === 'receipts_invalid') return true
      throw error
    }
  }
})
