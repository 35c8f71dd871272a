import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { expect } from 'chai'
import { keepDemo, type KeptDemo } from '../support/kept-demo.ts'
import { derkeyProgram } from '../support/run-derkey.ts'
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

  it('begins with environment.json, readable to its owner alone, every path of which is there', () => {
    const paths = pathsIn(demo.environment)

    expect(statSync(join(demo.directory, 'environment.json')).mode & 0o777).to.equal(0o600)
    expect(paths).to.have.length.above(30)
    expect(paths.filter((path) => !existsSync(path))).to.deep.equal([])
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
      const env = {
        ...process.env,
        PATH: path,
        DEMO: demo.directory,
        EXAMPLES: join(docs, '..', 'examples'),
        NO_COLOR: '1',
      }

      const { code, output } = await runBlocks(shellBlocksOf(join(docs, page)), `${work}.sh`, work, env)

      expect(code, output).to.equal(0)
    })
  }
  it('ends with Ctrl-C, and nothing is left running', async () => {
    const { rpc_url, oracle_url, gateway_admin_url, gateway_url } = demo.environment
    const { code, stdout } = await demo.stop()

    expect(code).to.equal(0)
    expect((JSON.parse(stdout) as { environment: unknown }).environment).to.deep.equal(demo.environment)
    for (const url of [rpc_url, oracle_url, gateway_admin_url, gateway_url]) {
      const refused = (await fetch(url).catch((error: unknown) => error)) as { cause?: { code?: string } }
      expect(refused.cause?.code, url).to.equal('ECONNREFUSED')
    }
  })
})

/** Every absolute path in a document. */
function pathsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.startsWith('/') ? [value] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(pathsIn) : []
}
