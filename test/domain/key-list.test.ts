import { generateKeyPairSync } from 'node:crypto'
import { expect } from 'chai'
import * as fc from 'fast-check'
import { keyIdOf } from '../../src/domain/key-id.ts'
import { readKeys } from '../../src/domain/key-files/read-keys.ts'
import { openWorkshop } from './openssl.ts'
import { problemOf } from './problem-of.ts'

const publicKeys = Array.from({ length: 4 }, () =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'der' }),
)
const ids = publicKeys.map(keyIdOf)
const keysOf = (text: string) => readKeys(Buffer.from(text))
const faultOf = (text: string) => {
  const problem = problemOf(() => keysOf(text))
  return [problem?.code, problem?.field, problem?.message]
}

describe('a key list', () => {
  const { run, remove } = openWorkshop()
  after(remove)

  it('has one of the columns key_id, public_key, certificate, csr beside others', () => {
    const texts = {
      key_id: ids,
      public_key: publicKeys.map((key) => key.toString('base64')),
    }
    for (const [column, cells] of Object.entries(texts)) {
      const text = ['serial,' + column, ...cells.map((cell, index) => `${index},${cell}`)].join('\n')
      expect(keysOf(text).map(({ key_id }) => key_id)).to.deep.equal(ids)
    }
  })

  it('takes certificates and CSRs as base64 of DER or as PEM in quotes', () => {
    run('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'key.pem')
    for (const [column, args] of [
      ['csr', ['req', '-new']],
      ['certificate', ['req', '-x509']],
    ] as const) {
      const made = (form: string) => run(...args, '-key', 'key.pem', '-subj', '/CN=device', '-outform', form)
      const keys = keysOf(`${column}\n${made('DER').toString('base64')}\n"${made('PEM').toString()}"\n`)
      expect(new Set(keys.map(({ key_id }) => key_id))).to.have.lengthOf(1)
      expect(keys.map(({ source, position, proof_of_possession: proof }) => [source, position, proof])).to.deep.equal([
        [column, `row 2, column ${column}`, column === 'csr'],
        [column, `row 3, column ${column}`, column === 'csr'],
      ])
    }
  })

  it('may have a byte order mark, CRLF, blank rows and quotes', () => {
    expect(keysOf(`\uFEFF"key_id"\r\n"${ids[0]}"\r\n\r\n ${ids[1]} \r\n`).map(({ position }) => position)).to.deep.equal([
      'row 2, column key_id',
      'row 4, column key_id',
    ])
  })

  it('may be put together from lists with other line breaks', () => {
    const text = `serial,key_id\r\n1,${ids[0]}\n2,"${ids[1]}"\r3,${ids[2]}\r\n"4\n5",${ids[3]}\n`
    expect(keysOf(text).map(({ key_id, position }) => [key_id, position])).to.deep.equal(
      ids.map((id, index) => [id, `row ${index + 2}, column key_id`]),
    )
  })

  it('is refused whole, with every row at fault named', () => {
    const [code, field, message] = faultOf(`key_id\n${ids[0]}\n0x12\n${ids[1]}\n${ids[2]?.toUpperCase()}\n0x${'0'.repeat(64)}\n`)
    expect([code, field]).to.deep.equal(['invalid_input', undefined])
    expect(message).to.match(/^row 3, column key_id: must be .*; row 5, column key_id: must be .*; row 6, column key_id: must not be zero$/)
  })

  it('with many faults names ten of them and counts the others', () => {
    expect(faultOf(`key_id\n${'0x12\n'.repeat(25)}`)[2]).to.match(/row 11, .*; and 15 more$/)
  })

  it('is refused where it is cut off', () => {
    expect(faultOf(`serial,key_id\n1,${ids[0]}\n2`)).to.deep.equal([
      'invalid_input',
      'row 3, column key_id',
      'the row has 1 cell where the header has 2',
    ])
    expect(faultOf(`public_key\n${publicKeys[0]?.toString('base64').slice(0, 60)}`)[0]).to.equal('invalid_key')
    expect(faultOf('key_id\n"0x')[2]).to.match(/^is no CSV: /)
  })

  it('without its header, with two key columns, or without keys is refused', () => {
    expect(faultOf(`${ids[0]}\n${ids[1]}\n`).slice(0, 2)).to.deep.equal(['invalid_input', 'row 1'])
    expect(faultOf(`key_id,csr\n${ids[0]},\n`)[2]).to.match(/it has key_id and csr$/)
    expect(faultOf(`key_id,key_id\n${ids[0]},${ids[1]}\n`)[1]).to.equal('row 1')
    expect(faultOf('key_id\n')[2]).to.equal('the list holds no key')
  })

  it('names a cell that holds another thing than its column says', () => {
    const certificate = run(
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      'k',
      '-subj',
      '/CN=x',
    )
    expect(faultOf(`csr\n"${certificate.toString()}"\n`)).to.deep.equal(['invalid_key', 'row 2, column csr', 'is a certificate, not a csr'])
    expect(faultOf(`public_key\nnot base64!\n`)[2]).to.equal('is no base64, or not all of it')
  })

  it('of any text is taken or is a Problem', () => {
    const cell = fc.oneof(fc.constantFrom(...ids, 'key_id', 'csr', '"', ',', '\n', ''), fc.string({ unit: 'binary', maxLength: 20 }))
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 12 }), fc.constantFrom(',', '\n', '\r\n'), (cells, separator) => {
        problemOf(() => expect(ids).to.include.members(keysOf(`key_id\n${cells.join(separator)}`).map(({ key_id }) => key_id)))
      }),
      { numRuns: 1000 },
    )
  })

  it('of ten thousand keys is read whole', () => {
    const text = `public_key\n${Array.from({ length: 10_000 }, (_, index) => publicKeys[index % 4]?.toString('base64')).join('\n')}`
    expect(keysOf(text)).to.have.lengthOf(10_000)
  })
})
