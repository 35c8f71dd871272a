import { expect } from 'chai'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { openIndex } from '../../../src/oracle/index/open-index.ts'
import { syntheticDeployment } from '../../support/synthetic-registry.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { keyIdOf } from './synthetic-index.ts'

describe('an index on a disk that is full', () => {
  const folder = temporaryFolder()
  after(() => folder.remove())

  it('keeps nothing of the window that found no space, says so, and goes on when there is some', async () => {
    const file = folder.file('index.sqlite')
    // a file that may not grow is what a full disk looks like to who writes it; the signal that comes with it is no part of that
    const limited = `trap '' XFSZ; ulimit -S -f 2000; exec "$0" "$@"`
    const program = join(import.meta.dirname, 'append-process.ts')
    const child = spawn('bash', ['-c', limited, process.execPath, program, file], { stdio: ['pipe', 'pipe', 'inherit'] })
    const ended = once(child, 'exit')
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
    const next = async () => JSON.parse((await lines.next()).value as string) as Record<string, unknown>

    let blocks = 0
    try {
      const refused = await next()
      expect(refused['code'], refused['message'] as string).to.equal('index_full')
      expect(refused['appended']).to.be.greaterThan(0)
      expect(refused['holds']).to.equal(refused['appended'])
      expect(refused['half']).to.equal(false)

      execFileSync('prlimit', ['--pid', String(child.pid), '--fsize=unlimited'])
      child.stdin.end('\n')
      blocks = (refused['appended'] as number) + 3
      expect(await next()).to.deep.equal({ appended: blocks, holds: blocks, keys: blocks * 2000 })
      expect(await ended).to.deep.equal([0, null])
    } finally {
      child.kill()
    }

    const index = openIndex(file, syntheticDeployment)
    expect(index.keyInfo(keyIdOf(blocks * 2000))?.effective_status).to.equal('active')
    index.close()
  })
})
