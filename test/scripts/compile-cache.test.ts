import { expect } from 'chai'
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { derkeyProgram } from '../support/run-derkey.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('what derkey keeps of what was compiled', () => {
  const folder = temporaryFolder()
  after(() => folder.remove())
  /** Where it is kept, and whether anything is there after a start. */
  const startedIn = (name: string, prepare: (cache: string) => void = () => undefined, told?: string) => {
    const home = folder.file(name)
    const cache = join(home, '.cache', 'derkey')
    mkdirSync(join(home, '.cache'), { recursive: true })
    prepare(cache)
    const answer = execFileSync(process.execPath, [derkeyProgram, '--version'], {
      cwd: home,
      env: { ...process.env, HOME: told ?? home },
      encoding: 'utf8',
    })
    expect(answer).to.match(/^\d+\.\d+\.\d+\n$/)
    const isFolder = existsSync(cache) && statSync(cache).isDirectory()
    return { cache, isKept: isFolder && readdirSync(cache).length > 0 }
  }

  it('lies in the home folder, closed to others', () => {
    const { cache, isKept } = startedIn('own')

    expect(isKept).to.equal(true)
    expect(statSync(cache).mode & 0o777).to.equal(0o700)
  })

  it('is not taken from where others could put code', () => {
    const open = (cache: string) => {
      mkdirSync(cache)
      chmodSync(cache, 0o777)
    }
    expect(startedIn('open', open).isKept).to.equal(false)
  })

  it('is none where there is no home, or it has no room for it', () => {
    expect(startedIn('relative', undefined, '.').isKept).to.equal(false)
    expect(startedIn('file', (cache) => writeFileSync(cache, '')).isKept).to.equal(false)
  })
})
