import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'chai'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openApiPage, oracleSchemaPage } from '../../scripts/build/oracle-pages.ts'

const docs = join(import.meta.dirname, '..', '..', 'docs')
type Operation = { operationId: string; responses: Record<string, unknown>; security?: unknown[]; parameters?: { name: string }[] }

describe('description of the oracle', () => {
  const description = JSON.parse(openApiPage()) as {
    paths: Record<string, Record<string, Operation>>
    components: { schemas: Record<string, { $ref?: string }> }
  }
  const operations = Object.values(description.paths).flatMap((path) => Object.values(path))

  it('is valid OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate(description)
    expect(valid, JSON.stringify(errors)).to.equal(true)
  })

  it('names the five calls of table 10', () => {
    const names = operations.map(({ operationId }) => operationId)
    expect(names).to.include.members(['create_process', 'create_assessment', 'create_key', 'update_key', 'get_key_info'])
    expect(new Set(names).size).to.equal(names.length)
  })

  it('refers to nothing that is not there, and to nothing twice', () => {
    const text = JSON.stringify(description)
    const wanted = new Set([...text.matchAll(/#\/components\/schemas\/([A-Za-z]+)/g)].map(([, name]) => name as string))
    expect([...wanted].sort()).to.deep.equal(Object.keys(description.components.schemas).sort())
    expect(text).to.not.contain('$defs')
    for (const [name, { $ref }] of Object.entries(description.components.schemas)) expect($ref, name).to.equal(undefined)
  })

  it('holds only JSON Schemas that a validator takes', () => {
    const ajv = new Ajv2020({ strict: false })
    ajv.addSchema({ $id: 'https://description.invalid/', ...description })
    for (const name of Object.keys(description.components.schemas)) {
      expect(() => ajv.compile({ $ref: `https://description.invalid/#/components/schemas/${name}` }), name).to.not.throw()
    }
  })

  it('says of every write that it can be waited for and repeated', () => {
    const writes = operations.filter(({ responses }) => '202' in responses)
    expect(writes).to.have.length(14)
    for (const { parameters } of writes) expect(parameters?.map(({ name }) => name)).to.include.members(['Prefer', 'Idempotency-Key'])
  })

  it('is the one that stands in docs, like the schema of the configuration', () => {
    for (const [file, page] of [
      ['openapi.json', openApiPage()],
      ['oracle.schema.json', oracleSchemaPage()],
    ] as const) {
      expect(JSON.parse(readFileSync(join(docs, file), 'utf8')), `${file}: npm run generate`).to.deep.equal(JSON.parse(page))
    }
  })
})
