import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect } from 'chai'

const root = join(import.meta.dirname, '..', '..')
const pages = [
  'README.md',
  'SECURITY.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]

describe('the pages', () => {
  for (const page of pages) {
    it(`${page} refers to nothing that is not there`, () => {
      const text = readFileSync(join(root, page), 'utf8')
      const links = [...text.matchAll(/\]\(([^)#:]+)(#[^)]*)?\)/g)].map(([, path = '']) => join(dirname(page), path))
      const named = [...text.matchAll(/`((?:test|src|contracts|scripts|docs|policies)\/[A-Za-z0-9_./-]+)`/g)].map(([, path = '']) => path)

      expect([...links, ...named].filter((path) => !existsSync(join(root, path)))).to.deep.equal([])
    })
  }
})
