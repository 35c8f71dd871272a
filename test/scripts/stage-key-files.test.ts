import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { expect } from 'chai'
import * as fc from 'fast-check'
import { KeyFilesInvalid } from '../../scripts/keys/key-faults.ts'
import { keyIdsOf } from '../../scripts/read-key-files.ts'
import { stageKeyFiles } from '../../scripts/keys/stage-key-files.ts'
import type { Hex } from '../../src/domain/fields.ts'
import { keyListOf } from '../../src/domain/key-files/key-list.ts'
import { stageKeys, type StagedKeys } from '../../src/files/stage-keys.ts'
import { problemOf } from '../support/problem-of.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { openWorkshop } from '../domain/openssl.ts'

const keyId = (name: number): Hex => `0x${createHash('sha256').update(String(name)).digest('hex')}`

/** Everything that a list says. */
function contentOf(list: Pick<StagedKeys, 'count' | 'digest' | 'slice' | 'isProven'>) {
  const keyIds = list.slice(0, list.count)
  return { count: list.count, digest: list.digest, keyIds, proven: keyIds.map((_, position) => list.isProven(position)) }
}

describe('staged keys', () => {
  it('are in their order, each once, whichever of their places had a proof', () => {
    const entry = fc.tuple(fc.nat(40), fc.boolean())
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 120 }), (entries) => {
        const stage = stageKeys()
        stage.from('a list')
        for (const [index, [name, isProven]] of entries.entries()) stage.add(keyId(name), isProven, `row ${index + 2}`)
        const staged = stage.finish()
        const expected = keyListOf(
          entries.map(([name]) => keyId(name)),
          entries.map(([, isProven]) => isProven),
        )
        expect(contentOf(staged)).to.deep.equal(contentOf(expected))
        expect(staged.given).to.equal(entries.length)
        const first = contentOf(staged).proven.indexOf(false)
        expect(staged.unproven.first).to.equal(first === -1 ? undefined : first)
        for (const [position, id] of staged.slice(0, 3).entries()) {
          const place = entries.findIndex(([name]) => keyId(name) === id)
          expect(staged.placeOf(position)).to.deep.equal({ source: 'a list', position: `row ${place + 2}` })
        }
        staged.close()
      }),
      { numRuns: 60 },
    )
  })

  it('are sliced as an array is', () => {
    const stage = stageKeys()
    for (let name = 0; name < 1200; name++) stage.add(keyId(name), false, '')
    const list = stage.finish()
    expect(list.slice(500, 500)).to.deep.equal(Array.from({ length: 500 }, (_, index) => keyId(500 + index)))
    expect(list.slice(1000, 500)).to.have.lengthOf(200)
    expect(list.slice(1200, 500)).to.deep.equal([])
    list.close()
  })
})

describe('files of keys for a registration', () => {
  const folder = temporaryFolder()
  const { run, remove } = openWorkshop()
  after(() => {
    folder.remove()
    remove()
  })
  const write = (name: string, text: string) => {
    writeFileSync(folder.file(name), text)
    return folder.file(name)
  }

  it('are several, and folders of them: in their order, and proven where a request is', async () => {
    mkdirSync(folder.file('requests'))
    for (const name of ['b', 'a']) {
      run('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'key.pem')
      writeFileSync(folder.file(`requests/${name}.csr`), run('req', '-new', '-key', 'key.pem', '-subj', '/CN=device'))
    }
    writeFileSync(folder.file('requests/earlier.csv.receipts.jsonl'), '{}')
    const list = write('list.csv', `key_id\n${keyId(1)}\n${keyId(2)}\n${keyId(1)}\n`)
    const keys = await stageKeyFiles([list, folder.file('requests')])

    expect({ count: keys.count, given: keys.given, unproven: keys.unproven }).to.deep.equal({
      count: 4,
      given: 5,
      unproven: { count: 2, first: 0 },
    })
    expect(keys.slice(0, 2)).to.deep.equal([keyId(1), keyId(2)])
    expect([0, 1, 2, 3].map(keys.isProven)).to.deep.equal([false, false, true, true])
    expect(keys.placeOf(1)).to.deep.equal({ source: list, position: 'row 3, column key_id' })
    expect(keys.placeOf(2)).to.deep.equal({ source: folder.file('requests/a.csr'), position: 'block 1, line 1' })
    keys.close()
  })

  it('take the device of a certificate with the CAs behind it, and a CA by itself', async () => {
    const certificate = (name: string, isAuthority: boolean) => {
      run('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', `${name}.pem`)
      const extension = `basicConstraints=critical,CA:${isAuthority ? 'TRUE' : 'FALSE'}`
      return run('req', '-x509', '-new', '-key', `${name}.pem`, '-subj', `/CN=${name}`, '-addext', extension).toString()
    }
    const [one, other] = [certificate('one', false), certificate('other', false)]
    const [mica, serca] = [certificate('mica', true), certificate('serca', true)]
    const idsOf = async (name: string, text: string) => {
      const keys = await stageKeyFiles([write(name, text)])
      const staged = keys.slice(0, keys.count)
      keys.close()
      expect(keyIdsOf([folder.file(name)])).to.deep.equal(staged)
      return staged
    }
    const alone = [...(await idsOf('one.pem', one)), ...(await idsOf('other.pem', other))]

    expect(await idsOf('chains.pem', one + mica + serca + other + mica)).to.deep.equal(alone)
    expect(await idsOf('anchors.pem', mica + serca)).to.have.lengthOf(2)
  })

  it('with one fault name file, row, column, and what is wrong', async () => {
    const list = write('one.csv', `serial,key_id\n1,${keyId(1)}\n2,0x12\n`)
    const problem = await problemOf(stageKeyFiles([list]))
    expect({ ...problem.toJSON() }).to.include({ code: 'invalid_input', field: list, status: 400 })
    expect(problem.message).to.match(/^row 3, column key_id: must be 0x and 64 lower-case hex digits/)
  })

  it('with many faults name the first twenty, of all files, and count the others', async () => {
    const list = write('many.csv', `key_id\n${'0x12\n'.repeat(15)}`)
    const other = write('other.csv', `serial,key_id\n${'1\n'.repeat(15)}`)
    const headless = write('headless.csv', `${keyId(1)}\n`)
    const problem = (await problemOf(stageKeyFiles([list, other, headless]))) as KeyFilesInvalid

    expect(problem).to.be.instanceOf(KeyFilesInvalid)
    expect([problem.code, problem.status, problem.total, problem.faults.length]).to.deep.equal(['key_files_invalid', 400, 31, 20])
    expect(problem.faults[15]).to.deep.include({ file: other, position: 'row 2, column key_id' })
    expect(problem.toJSON().faults[0]).to.include({ file: list, position: 'row 2, column key_id', code: 'invalid_input' })
  })

  it('without proof of possession are refused where that is asked for, and the first of them named', async () => {
    const list = write('unproven.csv', `key_id\n${keyId(1)}\n${keyId(2)}\n`)
    const problem = await problemOf(stageKeyFiles([list], { proofRequired: true }))
    expect(problem.code).to.equal('proof_missing')
    expect(problem.message)
      .to.include(`2 of 2 keys`)
      .and.to.include(`${keyId(1)} (${list}, row 2, column key_id)`)
  })

  it('that are not there, or standard input twice, are refused', async () => {
    expect((await problemOf(stageKeyFiles([folder.file('nowhere.csv')]))).code).to.equal('file_unreadable')
    expect((await problemOf(stageKeyFiles(['-', '-']))).code).to.equal('invalid_input')
  })
})
