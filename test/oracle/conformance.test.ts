import { expect } from 'chai'
import { openApiPage } from '../../scripts/build/oracle-pages.ts'
import { serve, type Serving } from '../../src/oracle/serve.ts'
import { readConformance, type Conformance } from './conformance.ts'

describe('the check of answers against the description', () => {
  let serving: Serving
  let conforms: Conformance

  before(async () => {
    const page = openApiPage()
    const listener = (_request: unknown, response: { end(text: string): void }) => response.end(page)
    serving = await serve(listener, { listen: { host: '127.0.0.1', port: 0 } })
    conforms = await readConformance(serving.url)
  })
  after(() => serving.stop(0))

  it('finds a missing field, a wrong type, a wrong status and a wrong media type', () => {
    const record = { transaction_id: 'a', operation: 'o', state: 'done', created_at: '2026-03-31T00:00:00Z', parts: [] }
    const check = (body: object, status = 202, type = 'application/json') => conforms('POST', '/v1/processes', status, type, body)
    expect(() => check(record)).to.not.throw()
    expect(() => check({ ...record, state: 'perhaps' })).to.throw('state')
    expect(() => check({ ...record, parts: undefined })).to.throw('parts')
    expect(() => check(record, 200)).to.throw('promises no 200')
    expect(() => check({}, 404)).to.throw('promises no 404 of application/json')
  })
})
