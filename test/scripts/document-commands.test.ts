import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { expect } from 'chai'
import { criteria } from '../../scripts/demo/assess-process.ts'
import type { ActorName } from '../../scripts/demo/cast.ts'
import { registerDocument, withdrawDocument } from '../../src/chain/calls/document-calls.ts'
import type { DocumentRecord, QuotaRecord } from '../../src/domain/records.ts'
import { runDerkey, type DerkeyRun } from '../support/run-derkey.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { deployWorld, type World } from '../support/world.ts'

describe('derkey, on documents and quotas', () => {
  const folder = temporaryFolder()
  let world: World
  before(async () => {
    world = await deployWorld()
  })
  after(async () => {
    await world.close()
    folder.remove()
  })

  const run = (...args: string[]) =>
    runDerkey(args, { DERKEY_RPC: world.chain.url, DERKEY_DEPLOYMENT: world.deploymentFile, NO_COLOR: '1' })
  const as = async (actor: ActorName, ...args: string[]) => {
    const { keystore, password_file } = await world.keystoreOf(actor)
    return run(...args, '--keystore', keystore, '--password-file', password_file)
  }
  const document = <T>({ code, stdout, stderr }: DerkeyRun): T => {
    expect(code, stderr).to.equal(0)
    return JSON.parse(stdout) as T
  }

  it('says which document a file is, whether it applies, and that a changed file is none', async () => {
    const [file, text] = [folder.file('bylaws.txt'), 'We, the consortium.\n']
    const sha256 = `0x${createHash('sha256').update(text).digest('hex')}` as const
    writeFileSync(file, text)
    const bylaws = { kind: 'bylaws', title: 'Bylaws', version: '1.2', sha256 } as const
    await world.act('board', registerDocument(world.deployment.contracts, bylaws))
    expect((await run('document', 'verify', file)).stdout).to.equal(`${file}: Bylaws, version 1.2 (bylaws), applies\n`)

    await world.act('board', withdrawDocument(world.deployment.contracts, sha256))
    const { withdrawn_at, ...record } = document<DocumentRecord>(await run('document', 'verify', file, '--json'))
    expect(record).to.include(bylaws)
    expect((await run('document', 'verify', file)).stdout).to.contain(`withdrawn since ${withdrawn_at}`)

    writeFileSync(file, `${text} `)
    const changed = await run('document', 'verify', file)
    expect([changed.code, changed.stdout]).to.deep.equal([1, ''])
    expect(changed.stderr).to.contain('document_unknown').and.contain('its SHA-256 is 0x')
    const missing = await run('document', 'verify', folder.file('none'))
    expect(missing.stderr).to.contain('file_unreadable')
  })

  it('lists and shows documents', async () => {
    const all = document<DocumentRecord[]>(await run('document', 'list', '--json'))
    expect(all.map(({ kind }) => kind)).to.deep.equal(['assessment_criteria', 'bylaws'])
    const applying = document<DocumentRecord[]>(await run('document', 'list', '--applying', '--json'))
    expect(applying.map(({ sha256 }) => sha256)).to.deep.equal([criteria.sha256])
    const none = document<DocumentRecord[]>(await run('document', 'list', '--kind', 'security_rules', '--json'))
    expect(none).to.deep.equal([])
    expect((await run('document', 'show', criteria.sha256)).stdout).to.contain(`title: ${criteria.title}\n`)
    expect((await run('document', 'show', `0x${'00'.repeat(32)}`)).stderr).to.contain('document_unknown')
  })

  it('shows a quota, sets either number of it, and the default', async () => {
    const maker = world.actors.chip_maker.account
    const shown = async () => document<QuotaRecord>(await run('entity', 'quota', maker, '--json'))
    expect((await run('entity', 'quota', maker)).stdout).to.contain(
      'keys: 0 of 2000000 used (default)\nprocesses: 1 of 1000 used (default)',
    )

    const set = await as('registrar', 'entity', 'set-quota', maker, '--keys', '5000')
    expect(set.stdout).to.contain(`quota of ${maker}: keys: 5000, records: the default (block `)
    document(await as('registrar', 'entity', 'set-quota', maker, '--records', '7', '--json'))
    document(await as('registrar', 'entity', 'set-default-quota', '--keys', '90', '--json'))
    document(await as('registrar', 'entity', 'set-quota', maker, '--keys', '0', '--json'))
    const { keys, assessments } = await shown()
    expect(keys).to.deep.equal({ per_day: 90, used: 0, is_default: true })
    expect(assessments).to.deep.equal({ per_day: 7, used: 0, is_default: false })
  })

  it('refuses a quota that is none, and one by another than the registrar', async () => {
    const maker = world.actors.chip_maker.account
    for (const args of [[], ['--keys', 'many']]) {
      const refused = await as('registrar', 'entity', 'set-quota', maker, ...args)
      expect(refused.code, args.join(' ')).to.equal(2)
      expect(refused.stderr).to.contain('invalid_input').and.contain('keys')
    }
    expect((await as('chip_maker', 'entity', 'set-quota', maker, '--keys', '9')).stderr).to.contain('role_missing')
  })
})
