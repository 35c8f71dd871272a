import { expect } from 'chai'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Problem } from '../../src/domain/problem.ts'
import { readConfiguration } from '../../src/oracle/read-configuration.ts'

describe('configuration of the oracle', () => {
  let folder: string
  const good = { listen: { port: 0 }, rpc: 'http://127.0.0.1:8545', deployment: 'deployments/local.json', data: 'data' }

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'derkey-configuration-'))
  })
  after(() => rmSync(folder, { recursive: true }))

  const read = (content: unknown) => {
    const file = join(folder, 'oracle.json')
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
    return readConfiguration(file)
  }
  const refusal = (content: unknown): Problem => {
    try {
      read(content)
    } catch (error) {
      if (error instanceof Problem) return error
      throw error
    }
    throw new Error('the configuration was taken')
  }

  it('binds to the loopback address and demands proof of possession unless told otherwise', () => {
    expect(read(good)).to.deep.include({ listen: { host: '127.0.0.1', port: 0 }, proof_of_possession: 'required' })
  })

  it('takes paths relative to itself', () => {
    const signers = { line1: { keystore: 'keys/line1.json', password_file: '/etc/line1' } }
    const { deployment, data, signers: read1 } = read({ ...good, signers })
    expect({ deployment, data }).to.deep.equal({ deployment: join(folder, good.deployment), data: join(folder, 'data') })
    expect(read1['line1']).to.deep.equal({ keystore: join(folder, 'keys/line1.json'), password_file: '/etc/line1' })
  })

  it('names every error with its path', () => {
    const { code, message } = refusal({ ...good, listen: { port: 70000 }, rpc: 'ftp://x', signers: { A: {} }, extra: 1 })
    expect(code).to.equal('invalid_configuration')
    for (const path of ['listen.port', 'rpc', 'signers.A', 'extra']) expect(message).to.contain(path)
  })

  it('is refused when it is no JSON, or cannot be read', () => {
    expect(refusal('{"listen":').code).to.equal('invalid_configuration')
    expect(() => readConfiguration(join(folder, 'missing.json')))
      .to.throw('missing.json')
      .with.property('code', 'file_unreadable')
  })
})
