import { Problem } from '../problem.ts'
import { formatOf, headLength } from './format-of.ts'
import { keyOfDer, maxDerBytes } from './found-key.ts'
import type { KeySink } from './key-sink.ts'
import { readInto } from './key-sink.ts'
import { keysOfPkcs12, maxPkcs12Bytes } from './keys-of-pkcs12.ts'
import { streamPem } from './keys-of-pem.ts'
import { streamCsv } from './stream-csv.ts'

/**
 * Hands the keys of a file over as they are read, whatever its length: the formats of `readKeys`, told by the first bytes.
 * @param password of a PKCS#12 bundle
 * @throws Problem for a file that cannot be read to its end; what was handed over by then is part of a file
 */
export async function streamKeys(chunks: AsyncIterable<Uint8Array>, sink: KeySink, password?: string): Promise<void> {
  const source = chunks[Symbol.asyncIterator]()
  try {
    const head = await gather(source, headLength)
    if (head.length === 0) throw new Problem('invalid_key', { detail: 'is empty' })
    const format = formatOf(head.subarray(0, headLength))
    if (format === 'manifest') {
      const detail = 'is JSON; a manifest of a key generation appliance is registered by itself, with --appliance'
      throw new Problem('invalid_input', { detail })
    }
    if (format === 'der') {
      const der = await whole(head, source, maxDerBytes)
      readInto(sink, '', () => keyOfDer(der, ''))
    } else if (format === 'pkcs12') {
      for (const key of keysOfPkcs12(await whole(head, source, maxPkcs12Bytes), password)) sink.key(key)
    } else if (format === 'pem') await streamPem(textOf(head, source), sink)
    else await streamCsv(textOf(head, source), sink)
  } finally {
    await source.return?.()
  }
}

type Source = AsyncIterator<Uint8Array>

/** The next bytes, at least `length` of them unless the source ends before. */
async function gather(source: Source, length: number): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for (let gathered = 0; gathered < length;) {
    const { done, value } = await source.next()
    if (done === true) break
    parts.push(value)
    gathered += value.length
  }
  return Buffer.concat(parts)
}

/** All bytes, or so many that it is clear that there are more than `most`. */
async function whole(head: Uint8Array, source: Source, most: number): Promise<Buffer> {
  return Buffer.concat([head, await gather(source, Math.max(0, most + 1 - head.length))])
}

async function* textOf(head: Uint8Array, source: Source): AsyncGenerator<string, void> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let before = 0
  const decode = (bytes: Uint8Array, stream: boolean) => {
    try {
      return decoder.decode(bytes, { stream })
    } catch (cause) {
      const place = before === 0 ? '' : `, somewhere after its first ${before} bytes`
      throw new Problem('invalid_key', { detail: `is neither DER nor text in UTF-8${place}`, cause })
    }
  }
  for (let part = head; ;) {
    yield decode(part, true)
    before += part.length
    const { done, value } = await source.next()
    if (done === true) break
    part = value
  }
  yield decode(new Uint8Array(), false)
}
