import { spawnSync } from 'node:child_process'
import { createPublicKey } from 'node:crypto'
import { readFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { finishBatch } from '../../../src/keygen/appliance/make-batch.ts'
import { openAppliance } from '../../../src/keygen/appliance/open-appliance.ts'
import { checkBatch } from '../../../src/keygen/manifest/check-batch.ts'
import { openSeenManifests } from '../../../src/keygen/manifest/seen-manifests.ts'
import { verifyManifest } from '../../../src/keygen/manifest/verify-manifest.ts'
import { openWorkbench, password, type Workbench } from './workbench.ts'

describe('an appliance whose power is cut', function () {
  this.timeout(120_000)
  let bench: Workbench
  before(async () => {
    bench = await openWorkbench()
  })
  after(() => bench.remove())

  /** Whether the child was killed at that step; false: it was through before. */
  const killedAt = (step: number) => {
    const program = join(import.meta.dirname, 'make-until-killed.ts')
    const args = [program, bench.directory, bench.out, bench.file('line.pem'), password, String(step)]
    const { signal, status, stderr } = spawnSync(process.execPath, args, {
      env: { ...process.env, NODE_COMPILE_CACHE: bench.file('compiled') },
    })
    expect(signal === 'SIGKILL' || status === 0, stderr.toString()).to.equal(true)
    return signal === 'SIGKILL'
  }
  /** Every folder with a name is whole, and a connected machine takes all of them in their order. */
  const checkAll = () => {
    const seen = openSeenManifests(bench.file('seen'))
    const spki = createPublicKey(readFileSync(bench.publicKey)).export({ type: 'spki', format: 'der' })
    for (const folder of bench.batches().map((name) => join(bench.out, name))) {
      const path = join(folder, 'manifest.json')
      const verified = verifyManifest(readFileSync(path), readFileSync(`${path}.sig`), spki)
      const read = (file: string) => readFileSync(join(folder, file))
      expect(checkBatch(verified.manifest, { read, recipients: [bench.line] })).to.deep.equal({ wrapped: 2, requests: 2 })
      seen.take(verified)
    }
    seen.close()
  }

  it('at any step goes on at the next start: no number twice, no half batch, no gap', async () => {
    let step = 1
    for (; killedAt(step); step++) {
      checkAll()
      const { counter } = await bench.make()
      checkAll()
      expect(bench.batches(), `step ${step}`).to.have.length(counter)
      expect(
        readdirSync(bench.out).filter((name) => name.startsWith('.')),
        'nothing half is left',
      ).to.deep.equal([])
    }
    expect(step, 'steps at which it was killed').to.be.above(12)
  })

  it('after the number was used, and whose medium was then lost, says so, and leaves no gap in its manifests', async () => {
    checkAll()
    const { counter, folder } = await bench.make()
    const appliance = await openAppliance(bench.directory, password)
    appliance.ledger.become(counter, 'signed')
    rmSync(folder, { recursive: true })
    expect(finishBatch(appliance)).to.include({ state: 'lost', counter })
    const lost = appliance.ledger.find(counter)
    appliance.close()

    expect(await bench.make()).to.include({ counter: counter + 1, state: 'published' })
    const spki = createPublicKey(readFileSync(bench.publicKey)).export({ type: 'spki', format: 'der' })
    const seen = openSeenManifests(bench.file('seen'))
    expect(seen.take(verifyManifest(lost?.manifest ?? Buffer.of(), lost?.signature ?? Buffer.of(), spki))).to.equal(true)
    seen.close()
    checkAll()
  })
})
