import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { expect } from 'chai'
import { derkeyProgram, keepDemo, type KeptDemo } from '../support/kept-demo.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { runBlocks, shellBlocksOf } from './run-page.ts'

const docs = join(import.meta.dirname, '..', '..', 'docs')
const pages = readdirSync(docs).filter((name) => name.endsWith('.md') && shellBlocksOf(join(docs, name)).length > 0)

describe('what the pages tell to type', function () {
  this.timeout(180_000)
  const folder = temporaryFolder()
  let demo: KeptDemo
  before(async () => {
    demo = await keepDemo(folder.file('demo'))
    mkdirSync(folder.file('bin'))
    writeFileSync(folder.file('bin/derkey'), `#!/bin/sh\nexec '${process.execPath}' '${derkeyProgram}' "$@"\n`, { mode: 0o755 })
  })
  after(async () => {
    await demo.stop()
    folder.remove()
  })

  it('covers every actor', () => {
    expect(pages).to.include.members(
      ['api', 'assessor', 'certificate-authority', 'governing-body', 'manufacturer', 'utility'].map((name) => `${name}.md`),
    )
  })

  for (const page of pages) {
    it(`works as docs/${page} says`, async () => {
      const work = folder.file(page.replace('.md', ''))
      mkdirSync(work)
      const path = [folder.file('bin'), dirname(process.execPath), process.env['PATH']].join(delimiter)
      // what was compiled for one command serves the next
      const env = { ...process.env, PATH: path, DEMO: demo.directory, NODE_COMPILE_CACHE: folder.file('compiled'), NO_COLOR: '1' }

      const { code, output } = await runBlocks(shellBlocksOf(join(docs, page)), `${work}.sh`, work, env)

      expect(code, output).to.equal(0)
    })
  }
})
