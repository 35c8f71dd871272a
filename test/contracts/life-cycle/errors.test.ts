import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { artifacts } from 'hardhat'

const folder = join(import.meta.dirname, '..')
const tests = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
const text = tests.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n')

describe('errors of the keys’ interfaces', () => {
  it('are each met by a test that names them', async () => {
    const halves = await Promise.all(['IKeyRegistry', 'IKeyLifeCycle'].map((name) => artifacts.readArtifact(name)))
    const items = halves.flatMap(({ abi }) => abi as readonly { readonly type: string; readonly name?: string }[])
    const errors = new Set(items.flatMap(({ type, name }) => (type === 'error' ? [name!] : [])))
    expect(errors.size).to.be.greaterThan(40)
    expect([...errors].filter((name) => !text.includes(name))).to.deep.equal([])
  })
})
