import { expect } from 'chai'
import { execFileSync } from 'node:child_process'
import { chmodSync, readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { KeyStatusChange } from '../../src/domain/key-status-source.ts'
import { createOracleSource } from '../../src/oracle-client/create-oracle-source.ts'
import { readRegistryName } from '../../src/oracle-client/read-registry-name.ts'
import { serve, type Serving } from '../../src/oracle/serve.ts'
import { knownAnswer, keyId, registry } from '../support/key-info.ts'
import { problemOf } from '../support/problem-of.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const token = 'derkey_of_this_test'
const listen = { host: '127.0.0.1', port: 0 }

describe('a key status source whose oracle misbehaves', () => {
  let serving: Serving
  let answer: (request: IncomingMessage, response: ServerResponse) => void
  before(async () => {
    serving = await serve((request, response) => answer(request, response), { listen, tls: undefined })
  })
  after(() => serving.stop(0))

  const source = (change: Partial<Parameters<typeof createOracleSource>[0]> = {}) =>
    createOracleSource({ url: serving.url, token, registry, timeoutMs: 300, ...change })
  const causeOf = async (asked = source()) => {
    const given = await asked.get(keyId)
    return given.kind === 'unreachable' ? given.cause : given.kind
  }
  const json = (status: number, body: unknown) => {
    answer = (_, response) => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
  const { info } = knownAnswer()

  it('sends its token, and takes a good answer', async () => {
    let authorization: string | undefined
    answer = (request, response) => {
      ;({ authorization } = request.headers)
      response.end(JSON.stringify({ registry, ...info, remedy: null, later_field: 1 }))
    }
    expect(await source().get(keyId)).to.deep.equal(knownAnswer())
    expect(authorization).to.equal(`Bearer ${token}`)
  })

  it('takes no other answer for one about the key', async () => {
    json(200, { registry, ...info, effective_status: 'splendid' })
    expect(await causeOf()).to.equal('oracle: answers 200 with what is no answer about a key: effective_status')
    json(200, { registry, ...info, key: { ...info.key, key_id: `0x${'00'.repeat(32)}` } })
    expect(await causeOf()).to.equal(`oracle: answers about 0x${'00'.repeat(32)}`)
    json(200, { registry: 'eip155:1:0x00', ...info })
    expect(await causeOf()).to.equal('oracle: it answers for eip155:1:0x00')
    json(404, { code: 'key_unknown' })
    expect(await causeOf()).to.equal('oracle: answers 404 with what is no answer about a key: registry')
    json(202, null)
    expect(await causeOf()).to.equal('oracle: answers 202')
    answer = (_, response) => void response.end('<html>')
    expect(await causeOf()).to.equal('oracle: answers 200 with "<html>", which is no JSON')
  })

  it('follows no redirection, reads no endless answer, and waits for none that does not come', async () => {
    answer = (_, response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end('{}')
    expect(await causeOf()).to.equal('oracle: answers 302')
    answer = (_, response) => void response.end(' '.repeat(2_000_000))
    expect(await causeOf()).to.equal('oracle: the answer has more than 1000000 bytes')
    answer = () => undefined
    expect(await causeOf()).to.equal('oracle: no answer within 300 ms')
  })

  it('counts as away where its changes are none', async () => {
    const stream = (text: string) => {
      answer = (_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream', 'derkey-registry': registry })
        response.write(text)
      }
    }
    for (const text of [
      'event: keys\ndata: {"kind":"keys","key_ids":["0x12"],"block":1}\n\n',
      'data: nonsense\n\n',
      `data: ${'x'.repeat(17_000_000)}`,
    ]) {
      stream(text)
      const aborted = new AbortController()
      const found: KeyStatusChange[] = []
      for await (const change of source().changes(aborted.signal)) {
        found.push(change)
        aborted.abort()
      }
      expect(found, text.slice(0, 80)).to.deep.equal([{ kind: 'reachable', reachable: false }])
    }
  })

  it('does not say which registry it is of', async () => {
    json(503, { code: 'index_stale' })
    expect(await problemOf(readRegistryName({ url: serving.url }))).to.include({ code: 'oracle_unreachable', field: 'oracle' })
    expect(await problemOf(Promise.resolve().then(() => source({ url: 'ftp://127.0.0.1' })))).to.include({
      code: 'invalid_input',
      field: 'oracle',
    })
  })
})

describe('an oracle with a certificate of its own CA', () => {
  const folder = temporaryFolder()
  let serving: Serving
  before(async () => {
    const made = [
      '-keyout',
      folder.file('key'),
      '-out',
      folder.file('pem'),
      '-subj',
      '/CN=oracle',
      '-addext',
      'subjectAltName=IP:127.0.0.1',
    ]
    const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1', ...made]
    execFileSync('openssl', args, { stdio: 'ignore' })
    chmodSync(folder.file('key'), 0o600)
    const tls = { certificate: folder.file('pem'), key: folder.file('key') }
    serving = await serve((_, response) => void response.end(JSON.stringify({ registry })), { listen, tls })
  })
  after(async () => {
    await serving.stop(0)
    folder.remove()
  })

  it('is believed where that CA is named, and by nobody else', async () => {
    const ca = readFileSync(folder.file('pem'), 'utf8')
    expect(await readRegistryName({ url: serving.url, ca })).to.equal(registry)
    const problem = await problemOf(readRegistryName({ url: serving.url }))
    expect(problem.message).to.match(/self-signed certificate/)
  })
})
