import { mkdirSync, readdirSync } from 'node:fs'
import { expect } from 'chai'
import { z } from 'zod'
import { runDerkey } from '../support/run-derkey.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const nation = z.enum(['first', 'second'])
const played = z.strictObject({
  registries: z.strictObject({ first: z.string().startsWith('eip155:31337:0x'), second: z.string().startsWith('eip155:31338:0x') }),
  visits: z.array(z.strictObject({ when: z.string(), device: z.string(), end_device: z.number(), cause: z.string(), decided_by: nation })),
})

describe('derkey demo --two-nations', function () {
  this.timeout(120_000)
  const folder = temporaryFolder()
  after(() => folder.remove())

  it('admits by either registry, shuts out what fell in one, follows the staleness rule, and leaves nothing behind', async () => {
    mkdirSync(folder.file('tmp'))
    const { code, stdout, stderr } = await runDerkey(['demo', '--two-nations', '--json'], { TMPDIR: folder.file('tmp') })

    expect(code, stderr).to.equal(0)
    const { visits } = played.parse(JSON.parse(stdout))
    expect(visits.map(({ when, device, end_device, cause, decided_by }) => [when, device, end_device, cause, decided_by])).to.deep.equal([
      ['both registries here', 'first_inverter', 200, '', 'first'],
      ['both registries here', 'second_inverter', 200, '', 'second'],
      ['both registries here', 'both_inverter', 200, '', 'first'],
      ['both registries here', 'stranger', 403, 'unknown_key', 'first'],
      ['revoked in the second', 'both_inverter', 403, 'revoked', 'second'],
      ['second away', 'second_inverter', 200, '', 'second'],
      ['second away for longer', 'second_inverter', 503, 'registry_unreachable', 'second'],
      ['second away for longer', 'first_inverter', 200, '', 'first'],
      ['second away for longer', 'stranger', 503, 'registry_unreachable', 'second'],
      ['second back', 'second_inverter', 200, '', 'second'],
      ['second back', 'both_inverter', 403, 'revoked', 'second'],
      ['second back', 'stranger', 403, 'unknown_key', 'first'],
    ])
    for (const step of [1, 2, 3, 4, 5, 6, 7]) expect(stderr).to.match(new RegExp(`^${step}  \\w`, 'm'))
    expect(stderr).to.match(/late_inverter +refused: registry_unreachable/)
    expect(readdirSync(folder.file('tmp'))).to.deep.equal([])
  })

  it('is not kept', async () => {
    const { code, stdout } = await runDerkey(['demo', '--two-nations', '--keep'])
    expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' })
  })
})
