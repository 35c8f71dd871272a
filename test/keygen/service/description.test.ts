import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'chai'
import { keygenOpenApiPage, keygenSchema } from '../../../scripts/build/keygen-pages.ts'
import { parseInput } from '../../../src/domain/parse-input.ts'
import { Problem } from '../../../src/domain/problem.ts'
import { keygenServiceConfiguration } from '../../../src/keygen/service/configuration.ts'

const docs = join(import.meta.dirname, '..', '..', '..', 'docs')
const keyId = `0x${'5a'.repeat(32)}`
const good = {
  listen: { port: 0 },
  certificate: 'server.pem',
  key: 'server.key',
  data: 'data',
  client_authorities: ['clients.pem'],
  clients: { line: { key_ids: [keyId], process_ids: ['1'], rights: ['enrol'] } },
  registry: { rpc: 'http://127.0.0.1:8545', deployment: 'deployment.json' },
  signer: { keystore: 'keystore.json', password_file: 'password' },
}

describe('the description of the key generation service', () => {
  it('is valid OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate(JSON.parse(keygenOpenApiPage()) as Record<string, unknown>)
    expect(valid, JSON.stringify(errors)).to.equal(true)
  })

  it('stands in docs, like the schema of the configuration', () => {
    for (const [file, page] of [
      ['keygen-openapi.json', keygenOpenApiPage()],
      ['keygen.schema.json', keygenSchema()],
    ] as const)
      expect(JSON.parse(readFileSync(join(docs, file), 'utf8')), `${file}: npm run generate`).to.deep.equal(JSON.parse(page))
  })

  it('has a schema that takes what the service takes', () => {
    const validate = new Ajv2020({ strict: false, formats: { uri: true } }).compile(JSON.parse(keygenSchema()) as object)
    expect(validate(good), JSON.stringify(validate.errors)).to.equal(true)
    expect(parseInput(keygenServiceConfiguration, good, 'invalid_configuration').listen.host).to.equal('127.0.0.1')
    expect(validate({ ...good, clients: { Line: {} } })).to.equal(false)
  })

  it('names every fault of a configuration by its path', () => {
    const twice = { one: good.clients.line, two: good.clients.line }
    const { registry: _, ...rest } = good
    const faulty = {
      ...rest,
      public_url: 'https://host/path',
      clients: twice,
      bootstrap: { plant: { authorities: [] } },
      code_lifetime_seconds: 1,
    }
    let problem: unknown
    try {
      parseInput(keygenServiceConfiguration, faulty, 'invalid_configuration')
    } catch (error) {
      problem = error
    }
    if (!(problem instanceof Problem)) throw new Error('the configuration was taken')
    const paths = [
      'public_url',
      'clients.two.key_ids[0]',
      'bootstrap.plant.authorities',
      'bootstrap.plant.process_id',
      'code_lifetime_seconds',
      'registry',
    ]
    for (const path of paths) expect(problem.message).to.contain(path)
  })
})
