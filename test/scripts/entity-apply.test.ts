import { readFileSync, writeFileSync } from 'node:fs'
import { expect } from 'chai'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { deployWorld, type World } from '../support/world.ts'
import { commandLineOf } from './command-line.ts'

describe('derkey entity apply', () => {
  const folder = temporaryFolder()
  let world: World
  const { run, as, document, refusal } = commandLineOf(() => world)
  before(async () => {
    world = await deployWorld()
  })
  after(async () => {
    await world.close()
    folder.remove()
  })

  it('writes what the registrar registers as it was signed, and nothing else', async () => {
    const [evidence, out] = [folder.file('evidence.pdf'), folder.file('application.json')]
    writeFileSync(evidence, 'accredited by the national body')
    const fields = ['--type', 'company', '--name', 'New Laboratory', '--rlid', 'duns:987654321', '--country', 'US', '--role', 'assessor']
    const apply = () => as('intruder', 'entity', 'apply', ...fields, '--evidence', evidence, '--out', out)
    const applied = document<{ evidence: string; entity: { entity_id: string } }>(await apply())
    expect(refusal(await apply()).code).to.equal('file_exists')
    const create = (...args: string[]) => as('registrar', 'entity', 'create', '--application', ...args)
    expect(refusal(await create(out, '--name', 'Other')).field).to.equal('name')

    const changed = JSON.parse(readFileSync(out, 'utf8')) as { entity: object }
    writeFileSync(folder.file('changed.json'), JSON.stringify({ ...changed, entity: { ...changed.entity, role: ['utility'] } }))
    expect(refusal(await create(folder.file('changed.json'))).code).to.equal('application_signature')

    expect(document(await create(out))).to.include({ entity_id: world.actors.intruder.account, evidence: applied.evidence })
    expect(document(await run('entity', 'show', applied.entity.entity_id))).to.deep.include({
      name: 'New Laboratory',
      role: ['assessor'],
      role_certification: `sha256:${applied.evidence.slice(2)}`,
    })
  })
})
