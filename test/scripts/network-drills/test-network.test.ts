import { execFile } from 'node:child_process'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { findBesu } from '../../../scripts/network-drills/find-besu.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const cli = join(import.meta.dirname, '..', '..', '..', 'scripts', 'network-drills', 'cli.ts')

describe('npm run test:network', () => {
  const folder = temporaryFolder()
  after(() => folder.remove())

  it('is no pass without Besu: says so, and exits 3', async () => {
    const env = { PATH: folder.path, BESU: folder.file('nowhere') }
    const ended = await promisify(execFile)(process.execPath, [cli], { env }).catch(
      (error: unknown) => error as { code: number; stderr: string; stdout: string },
    )
    expect(ended).to.include({ code: 3, stdout: '' })
    expect(ended.stderr).to.include('no besu on PATH')
  })

  it('takes the executable that BESU names, else the first on PATH', () => {
    const besu = folder.file('besu')
    writeFileSync(besu, '#!/bin/sh\n')
    expect(findBesu({ besu: undefined, path: `/nowhere:${folder.path}` })).to.equal(undefined)
    chmodSync(besu, 0o755)
    expect(findBesu({ besu: undefined, path: `/nowhere:${folder.path}` })).to.equal(besu)
    expect(findBesu({ besu: '/nowhere/besu', path: folder.path })).to.equal(undefined)
  })

  it('knows no drill that there is not', async () => {
    const ended = await promisify(execFile)(process.execPath, [cli, '--drill', 'nothing']).catch(
      (error: unknown) => error as { code: number; stderr: string },
    )
    expect(ended.stderr).to.include('There are registration, finality')
  })
})
