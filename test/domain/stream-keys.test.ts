import { createECDH, generateKeyPairSync } from 'node:crypto'
import { expect } from 'chai'
import * as fc from 'fast-check'
import { keyIdOf } from '../../src/domain/key-id.ts'
import type { FoundKey } from '../../src/domain/key-files/found-key.ts'
import { readKeys } from '../../src/domain/key-files/read-keys.ts'
import { streamKeys } from '../../src/domain/key-files/stream-keys.ts'
import { Problem } from '../../src/domain/problem.ts'
import { openWorkshop } from './openssl.ts'

const header = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex')
const publicKeys = Array.from({ length: 6 }, () => {
  const pair = createECDH('prime256v1')
  return Buffer.concat([header, pair.generateKeys()])
})
const ids = publicKeys.map(keyIdOf)
const pemOf = (der: Uint8Array) =>
  `-----BEGIN PUBLIC KEY-----\n${Buffer.from(der)
    .toString('base64')
    .replace(/(.{64})/g, '$1\n')}\n-----END PUBLIC KEY-----\n`

type Read = { keys: FoundKey[]; faults: { field: string; code: string; detail: string }[] }

/** What comes out of a file that comes in by pieces of these lengths, over and over. */
async function streamed(bytes: Uint8Array, lengths: readonly number[] = [bytes.length]): Promise<Read> {
  const read: Read = { keys: [], faults: [] }
  const fault = (field: string, { code, message }: Problem) => read.faults.push({ field, code, detail: message })
  try {
    await streamKeys(chunksOf(bytes, lengths), { key: (key) => read.keys.push(key), fault })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    fault(error.field ?? '', error)
  }
  return read
}

async function* chunksOf(bytes: Uint8Array, lengths: readonly number[]): AsyncGenerator<Uint8Array, void> {
  for (let at = 0, index = 0; at < bytes.length; index++) {
    const length = Math.max(1, lengths[index % lengths.length] ?? 1)
    yield bytes.subarray(at, at + length)
    at += length
  }
}

/** The same of the whole file; of one with faults the number of them. */
function whole(bytes: Uint8Array): FoundKey[] | undefined {
  try {
    return readKeys(bytes)
  } catch (error) {
    if (error instanceof Problem) return undefined
    throw error
  }
}

const lengths = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 5 })

describe('a file of keys that comes in by pieces', () => {
  const { run, remove } = openWorkshop()
  after(remove)

  it('of any text is what the whole of it is: the same keys, or faults', async () => {
    const cell = fc.oneof(
      fc.constantFrom(...ids, ...publicKeys.map((key) => key.toString('base64')), ...publicKeys.map(pemOf).map((pem) => `"${pem}"`)),
      fc.constantFrom('key_id', 'public_key', 'csr', '"', ',', '', '-----BEGIN ', '-----END PUBLIC KEY-----', 'ü', '\uFEFF'),
      fc.string({ unit: 'binary', maxLength: 12 }),
    )
    const start = fc.constantFrom('', '\uFEFF', 'serial,', '"serial",')
    const column = fc.constantFrom('key_id', 'public_key', '"public_key"', 'certificate', '')
    const text = fc
      .tuple(start, column, fc.array(cell, { maxLength: 10 }), fc.constantFrom(',', '\n', '\r\n', '\n1,'))
      .map(([first, name, cells, separator]) => `${first}${name}\n${cells.join(separator)}`)
    await fc.assert(
      fc.asyncProperty(text, lengths, async (content, pieces) => {
        const bytes = Buffer.from(content)
        const { keys, faults } = await streamed(bytes, pieces)
        const expected = whole(bytes)
        if (expected === undefined) expect(faults).to.not.deep.equal([])
        else expect({ keys, faults }).to.deep.equal({ keys: expected, faults: [] })
      }),
      { numRuns: 500 },
    )
  })

  it('of PEM blocks, whole and broken ones, is what the whole of it is', async () => {
    const part = fc.oneof(
      fc.constantFrom(...publicKeys.map(pemOf)),
      fc.constantFrom(
        '-----BEGIN PUBLIC KEY-----\n',
        '-----END PUBLIC KEY-----\n',
        '-----',
        'Bag Attributes\n',
        '-----BEGIN X',
        'ü\r\n',
        '-----BEGIN EC PARAMETERS-----\nAA==\n-----END EC PARAMETERS-----\n',
      ),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 8 }), lengths, async (parts, pieces) => {
        const bytes = Buffer.from(`${pemOf(publicKeys[0]!)}${parts.join('')}`)
        const { keys, faults } = await streamed(bytes, pieces)
        const expected = whole(bytes)
        if (expected === undefined) expect(faults).to.not.deep.equal([])
        else expect({ keys, faults }).to.deep.equal({ keys: expected, faults: [] })
      }),
      { numRuns: 800 },
    )
  })

  it('of any bytes is taken or is faults', async () => {
    const starts = fc.constantFrom(
      [],
      [0x30],
      [0x30, 0x82, 0x01, 0x00],
      [0x30, 0x82, 0x01, 0x00, 0x02, 0x01, 0x03, 0x30],
      [0xef, 0xbb, 0xbf],
      [0x7b],
    )
    await fc.assert(
      fc.asyncProperty(starts, fc.uint8Array({ maxLength: 300 }), lengths, async (start, rest, pieces) => {
        const { keys, faults } = await streamed(Buffer.from([...start, ...rest]), pieces)
        expect([keys.length, faults.length > 0]).to.deep.equal([0, true])
      }),
      { numRuns: 800 },
    )
  })

  it('is a DER key, a CSR, a certificate, or a PKCS#12 bundle, by its first bytes', async () => {
    run('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'key.pem')
    const csr = run('req', '-new', '-key', 'key.pem', '-subj', '/CN=device', '-outform', 'DER')
    const certificate = run('req', '-x509', '-key', 'key.pem', '-subj', '/CN=device', '-outform', 'DER')
    run('req', '-x509', '-key', 'key.pem', '-subj', '/CN=device', '-out', 'certificate.pem')
    const bundle = run('pkcs12', '-export', '-inkey', 'key.pem', '-in', 'certificate.pem', '-passout', 'pass:')
    for (const [bytes, source] of [
      [publicKeys[0]!, 'public_key'],
      [csr, 'csr'],
      [certificate, 'certificate'],
      [bundle, 'pkcs12'],
    ] as const) {
      const { keys, faults } = await streamed(bytes, [7])
      expect(faults).to.deep.equal([])
      expect(keys.map((key) => key.source)).to.deep.equal([source])
      expect(keys).to.deep.equal(readKeys(bytes))
    }
  })

  it('tells every row at fault, however many, and goes on', async () => {
    const rows = Array.from({ length: 3000 }, (_, index) => (index % 3 === 0 ? '0x12' : ids[index % 6]))
    const { keys, faults } = await streamed(Buffer.from(`key_id\n${rows.join('\n')}`), [1000])
    expect([keys.length, faults.length]).to.deep.equal([2000, 1000])
    expect(faults[999]).to.include({ field: 'row 2999, column key_id', code: 'invalid_input' })
  })

  it('tells every PEM block at fault, and goes on', async () => {
    const broken = pemOf(publicKeys[1]!).replace('M', '!')
    const secret = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const cut = pemOf(publicKeys[3]!).slice(0, 90)
    const { keys, faults } = await streamed(Buffer.from(`${pemOf(publicKeys[0]!)}${broken}${secret}${cut}\n${pemOf(publicKeys[2]!)}`), [33])
    expect(keys.map(({ key_id }) => key_id)).to.deep.equal([ids[0], ids[2]])
    expect(faults.map(({ field, code }) => [field, code])).to.deep.equal([
      ['block 2, line 5', 'invalid_key'],
      ['block 3, line 9', 'private_key_given'],
      ['block 4, line 14', 'pem_malformed'],
    ])
  })

  it('with a row or a block that never ends is left before it fills the memory', async () => {
    let taken = 0
    const endless = async function* (start: string): AsyncGenerator<Uint8Array, void> {
      for (yield Buffer.from(start); ; taken++) yield Buffer.alloc(65_536, 'A')
    }
    for (const [start, field] of [
      ['key_id\n"', 'row 2'],
      ['key_id\n', 'row 2'],
      ['', 'row 1'],
    ] as const) {
      taken = 0
      const problem = await streamKeys(endless(start), { key: () => undefined, fault: () => undefined }).then(
        () => undefined,
        (error: unknown) => error as Problem,
      )
      expect([problem?.code, problem?.field]).to.deep.equal(['invalid_input', field])
      expect(taken).to.be.below(12)
    }
  })

  it('that is no UTF-8, or JSON, is told so', async () => {
    expect((await streamed(Buffer.from('key_id\n\xff\xfe', 'latin1'))).faults[0]).to.include({ code: 'invalid_key' })
    expect((await streamed(Buffer.from('\uFEFFkey_id\n0x', 'utf16le'))).faults[0]).to.include({ code: 'invalid_key' })
    expect((await streamed(Buffer.from(' {"type":"derkey-key-manifest"}'))).faults[0]?.detail).to.include('--appliance')
    expect((await streamed(Buffer.alloc(0))).faults[0]).to.include({ code: 'invalid_key', detail: 'is empty' })
  })
})
