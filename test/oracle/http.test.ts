import { expect } from 'chai'
import pino from 'pino'
import { z } from 'zod'
import { Problem } from '../../src/domain/problem.ts'
import { createApp } from '../../src/oracle/http/create-app.ts'
import { noQuery } from '../../src/oracle/http/read-query.ts'
import { idempotencyKey, longestWait, preferredWait } from '../../src/oracle/http/request-headers.ts'
import { ok, route } from '../../src/oracle/http/route.ts'
import { createMetrics } from '../../src/oracle/metrics.ts'
import { serve, type Serving } from '../../src/oracle/serve.ts'

describe('HTTP of the oracle', () => {
  let serving: Serving
  let lines: string[]
  const metrics = createMetrics()
  const authorization = 'Bearer secret-token'

  const params = z.strictObject({ id: z.string().regex(/^[0-9]+$/, 'must be a number') })
  const base = { summary: '', write: false, query: noQuery, answer: z.unknown() }
  const echo = route({
    ...base,
    method: 'post',
    path: '/v1/echo/{id}',
    name: 'echo',
    params,
    body: z.strictObject({ word: z.string() }),
    handle: ({ body }) => Promise.resolve(ok(body)),
  })
  const read = route({ ...base, method: 'get', path: '/v1/echo/{id}', name: 'read', params, handle: () => Promise.resolve(ok({})) })
  const fail = route({
    ...base,
    method: 'get',
    path: '/v1/fail',
    name: 'fail',
    params: z.strictObject({}),
    handle: () => Promise.reject(new TypeError('inner secret')),
  })
  const hang = route({
    ...base,
    method: 'get',
    path: '/v1/hang',
    name: 'hang',
    params: z.strictObject({}),
    handle: () => new Promise<undefined>(() => undefined),
  })

  before(async () => {
    const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) })
    const authenticate = (token: string) =>
      token === 'secret-token'
        ? Promise.resolve({ kind: 'staff' as const, subject: '0x1', token_id: 't1', signer: null, roles: [] })
        : Promise.reject(new Problem('token_unknown', { detail: 'none' }))
    const app = createApp({ routes: [echo, read, fail, hang], open: {}, authenticate, metrics, log })
    serving = await serve(app, { listen: { host: '127.0.0.1', port: 0 } })
  })
  beforeEach(() => {
    lines = []
  })
  after(() => serving.stop(0))

  const call = (path: string, init: RequestInit = {}) =>
    fetch(`${serving.url}${path}`, { ...init, headers: { authorization, ...(init.headers as Record<string, string>) } })
  const post = (body: string | null, headers: Record<string, string> = { 'content-type': 'application/json' }, path = '/v1/echo/1') =>
    call(path, { method: 'POST', body, headers })
  const expectProblem = async (answer: Response, status: number, code: string, field?: string) => {
    expect(answer.headers.get('content-type')).to.match(/^application\/problem\+json/)
    const body = (await answer.json()) as Record<string, unknown>
    expect(body).to.include({ status, code, type: `urn:derkey:problem:${code}` })
    expect(answer.status).to.equal(status)
    expect(body['title']).to.be.a('string')
    expect(body['action']).to.be.a('string')
    if (field !== undefined) expect(body['field']).to.equal(field)
    return body
  }

  it('answers a call with its id and without leave to keep it', async () => {
    const answer = await post('{"word":"ä"}')
    expect(await answer.json()).to.deep.equal({ word: 'ä' })
    expect(answer.headers.get('cache-control')).to.equal('no-store')
    expect(answer.headers.get('x-request-id')).to.match(/^[0-9a-f-]{36}$/)
    expect(answer.headers.get('x-powered-by')).to.equal(null)
  })

  it('asks for a token, and says which kind', async () => {
    for (const header of ['', 'Basic dXNlcg==', 'Bearer', 'Bearer a b']) {
      const answer = await call('/v1/fail', { headers: { authorization: header } })
      expect(answer.headers.get('www-authenticate')).to.equal('Bearer')
      await expectProblem(answer, 401, 'token_missing')
    }
    const answer = await call('/v1/fail', { headers: { authorization: 'Bearer wrong' } })
    expect(answer.headers.get('www-authenticate')).to.contain('invalid_token')
    await expectProblem(answer, 401, 'token_unknown')
  })

  it('knows neither other paths nor other methods', async () => {
    await expectProblem(await call('/v1/nothing'), 404, 'call_unknown')
    await expectProblem(await call('/V1/echo/1'), 404, 'call_unknown')
    const answer = await call('/v1/echo/1', { method: 'DELETE' })
    expect(answer.headers.get('allow')).to.equal('POST, GET')
    await expectProblem(answer, 405, 'method_not_allowed')
  })

  it('takes JSON alone', async () => {
    await expectProblem(await post('word=x', { 'content-type': 'application/x-www-form-urlencoded' }), 415, 'media_type_unsupported')
    await expectProblem(await post('{}', { 'content-type': 'application/json', 'content-encoding': 'gzip' }), 415, 'media_type_unsupported')
    await expectProblem(await post('{}', { 'content-type': 'application/json; charset=latin-9' }), 415, 'media_type_unsupported')
    for (const text of ['{"word":', '{word:1}', '\u0000', '[1,]', '{"word":"a"} x'])
      await expectProblem(await post(text), 400, 'malformed_json')
  })

  it('takes no body above its limit, declared or not', async () => {
    const huge = JSON.stringify({ word: 'x'.repeat(8_000_000) })
    await expectProblem(await post(huge), 413, 'body_too_large')
    const stream = new Blob([huge]).stream()
    const init = { method: 'POST', body: stream, duplex: 'half', headers: { 'content-type': 'application/json' } }
    await expectProblem(await call('/v1/echo/1', init as RequestInit), 413, 'body_too_large')
  })

  it('names the field, and refuses what it does not know', async () => {
    await expectProblem(await post('{"word":1}'), 400, 'invalid_input', 'word')
    await expectProblem(await post('{"word":"a","other":1}'), 400, 'invalid_input', 'other')
    await expectProblem(await post('[]'), 400, 'invalid_input')
    await expectProblem(await post(null), 400, 'invalid_input')
    await expectProblem(await post('{"word":"a"}', undefined, '/v1/echo/x'), 400, 'invalid_input', 'id')
    await expectProblem(await call('/v1/echo/1?page=2'), 400, 'invalid_input', 'page')
    await expectProblem(await call('/v1/echo/%E0%A4%A'), 400, 'invalid_input', 'path')
  })

  it('tells nothing of an unforeseen failure but the id under which it was logged', async () => {
    const answer = await call('/v1/fail')
    const text = JSON.stringify(await expectProblem(answer, 500, 'internal'))
    expect(text).to.not.match(/inner secret|TypeError|\.ts/)
    expect(text).to.contain(answer.headers.get('x-request-id'))
    expect(lines.join('')).to.contain('inner secret')
  })

  it('logs and counts each request by its route, without token and body', async () => {
    const answer = await post('{"word":"private"}')
    await answer.text()
    await new Promise((resolve) => setImmediate(resolve))
    const line = JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown>
    expect(line).to.include({ method: 'POST', path: '/v1/echo/1', status: 200, token_id: 't1' })
    expect(line['request_id']).to.equal(answer.headers.get('x-request-id'))
    expect(lines.join('')).to.not.match(/secret-token|private/)
    expect(await metrics.registry.metrics()).to.contain('derkey_requests_total{route="/v1/echo/{id}",method="POST",status="200"}')
  })

  it('limits the calls of one token that are under way at once', async () => {
    const aborted = new AbortController()
    const open = Array.from({ length: 64 }, () => call('/v1/hang', { signal: aborted.signal }).catch(() => undefined))
    let answer = await call('/v1/echo/1')
    while (answer.status === 200) answer = await call('/v1/echo/1')
    expect(answer.headers.get('retry-after')).to.equal('1')
    await expectProblem(answer, 429, 'too_many_requests')
    aborted.abort()
    await Promise.all(open)
    while ((await call('/v1/echo/1')).status === 429) await new Promise((resolve) => setImmediate(resolve))
  })

  it('finishes a request that is under way before it stops', async () => {
    const before = await serve((_request, response) => void setImmediate(() => response.end('done')), {
      listen: { host: '127.0.0.1', port: 0 },
    })
    const answer = fetch(before.url)
    await new Promise((resolve) => before.server.once('request', resolve))
    await before.stop(5000)
    expect(await (await answer).text()).to.equal('done')
  })

  it('says so when its port is taken', async () => {
    const port = Number(new URL(serving.url).port)
    const failure = await serve(() => undefined, { listen: { host: '127.0.0.1', port } }).catch((error: unknown) => error)
    expect(failure).to.be.instanceOf(Problem).with.property('code', 'port_taken')
  })

  it('reads the preference to wait (RFC 7240)', () => {
    expect(preferredWait('wait=10')).to.equal(10)
    expect(preferredWait('respond-async, wait="5"; x=1')).to.equal(5)
    expect(preferredWait('wait=100000')).to.equal(longestWait)
    for (const none of [undefined, '', 'wait', 'wait=-1', 'wait=soon', 'await=1']) expect(preferredWait(none)).to.equal(null)
  })

  it('reads an Idempotency-Key with or without quotes', () => {
    expect(idempotencyKey('"a-1"')).to.equal('a-1')
    expect(idempotencyKey('a-1')).to.equal('a-1')
    for (const wrong of ['', 'a b', 'ä', 'x'.repeat(129)]) expect(() => idempotencyKey(wrong)).to.throw(Problem)
  })
})
