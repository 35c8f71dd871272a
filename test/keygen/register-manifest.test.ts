import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { readManifest, type ManifestOptions } from '../../scripts/keygen/read-manifest.ts'
import { readBlock } from '../../src/chain/reads/block.ts'
import { readKeys } from '../../src/chain/reads/key-list.ts'
import { commandLineOf } from '../scripts/command-line.ts'
import { deployWorld, type World } from '../support/world.ts'
import { thrownBy } from './thrown-by.ts'
import { openWorkbench, type Workbench } from './appliance/workbench.ts'

describe('derkey key register MANIFEST', function () {
  this.timeout(120_000)
  let world: World
  let bench: Workbench
  let processId: string
  before(async () => {
    ;[world, bench] = await Promise.all([deployWorld(), openWorkbench()])
    processId = world.processes.secure_element.process_id
  })
  after(async () => {
    await world.close()
    bench.remove()
  })
  const { as, run, document, refusal } = commandLineOf(() => world)
  const make = () => bench.make({ processId })
  const register = (folder: string, ...args: string[]) =>
    as(
      'chip_maker',
      'key',
      'register',
      join(folder, 'manifest.json'),
      '--appliance',
      bench.publicKey,
      '--seen',
      bench.file('seen'),
      ...args,
    )
  const keysOnChain = async () => {
    const { block } = await readBlock(world.client)
    let count = 0
    for await (const key of readKeys(world.registry, { processId }, block)) count += key.process_id === processId ? 1 : 0
    return count
  }
  const reading = (folder: string, change: Partial<ManifestOptions> = {}) => {
    const options = { appliance: bench.publicKey, recipient: undefined, process: undefined, ...change }
    return thrownBy(() => readManifest(join(folder, 'manifest.json'), options))
  }

  it('registers what the appliance made, on its word: the keys that openssl finds in the wrapped files', async () => {
    const { folder } = await make()
    const result = document(await register(folder, '--process', processId, '--recipient', bench.file('line.pem')))

    expect(result).to.include({ counter: 1, process_id: processId, registered: 2, already_registered: 0, repeated: false })
    expect(result).to.have.deep.property('checked_files', { wrapped: 2, requests: 2 })
    const [{ key_id, wrapped }] = bench.manifestIn(folder).keys as unknown as [{ key_id: string; wrapped: { file: string } }]
    bench.opened(join(folder, wrapped.file))
    bench.openssl('pkey', '-inform', 'DER', '-in', 'opened.der', '-pubout', '-out', 'opened.pub')
    const info = document<{ key: object; effective_status: string }>(await run('key', 'show', bench.file('opened.pub')))
    expect(info.key).to.include({ key_id, process_id: processId })
    expect(info.effective_status).to.equal('active')
  })

  it('does nothing twice when the same manifest comes again', async () => {
    const { folder } = await make()
    document(await register(folder))
    const before = await keysOnChain()

    expect(document(await register(folder))).to.include({ repeated: true })
    expect(await keysOnChain()).to.equal(before)
  })

  it('refuses by name what it should, and leaves the chain as it was', async () => {
    const last = await make()
    const gap = await make()
    const before = await keysOnChain()
    const copyOf = (name: string, change: (folder: string) => void) => {
      cpSync(last.folder, bench.file(name), { recursive: true })
      change(bench.file(name))
      return bench.file(name)
    }
    const edit = (file: string, from: string, to: string) => writeFileSync(file, readFileSync(file, 'utf8').replace(from, to))
    const tampered = copyOf('tampered', (folder) => edit(join(folder, 'manifest.json'), `"process_id":"${processId}"`, '"process_id":"99"'))
    const flipped = copyOf('flipped', (folder) => {
      const file = join(folder, bench.manifestIn(folder).keys[0]?.wrapped?.file ?? '')
      const bytes = readFileSync(file)
      bytes[300]! ^= 1
      writeFileSync(file, bytes)
    })
    bench.certify('other')

    expect(refusal(await register(gap.folder))).to.include({ code: 'manifest_gap' })
    expect(refusal(await register(tampered))).to.include({ code: 'manifest_signature' })
    expect(reading(flipped)).to.include({ code: 'manifest_file_differs' })
    expect(reading(last.folder, { recipient: bench.file('other.pem') })).to.include({ code: 'manifest_recipient' })
    expect(reading(last.folder, { process: '99' })).to.include({ code: 'manifest_process' })
    expect(reading(last.folder, { appliance: undefined })).to.include({ code: 'manifest_unpinned' })
    expect(reading(last.folder, { appliance: bench.file('other.pem') })).to.include({ code: 'manifest_signature' })
    expect(await keysOnChain()).to.equal(before)

    expect(document(await register(last.folder))).to.include({ counter: last.counter, registered: 2 })
    expect(document(await register(gap.folder))).to.include({ counter: gap.counter, registered: 2 })
    expect(await keysOnChain()).to.equal(before + 4)
  })

  it('finds the second of two manifests with one number: the appliance was set back, and its clone went on', async () => {
    cpSync(bench.directory, bench.file('clone'), { recursive: true })
    document(await register((await make()).folder))
    const before = await keysOnChain()
    cpSync(bench.file('clone'), bench.directory, { recursive: true })

    mkdirSync(bench.file('clone-out'))
    const repeated = await bench.make({ processId, out: bench.file('clone-out') })
    expect(refusal(await register(repeated.folder))).to.include({ code: 'manifest_repeated' })
    expect(await keysOnChain()).to.equal(before)
  })
})
