import { expect } from 'chai'
import { coloursFor } from '../../scripts/colours.ts'
import { runDerkey } from '../support/run-derkey.ts'

const escape = String.fromCharCode(27)

describe('colours', () => {
  it('are for a terminal', () => {
    expect(coloursFor({ isTTY: true }).red('error')).to.include(escape)
    expect(coloursFor({}).red('error')).to.equal('error')
  })

  it('do not come into a log, of continuous integration neither', async () => {
    const { stdout, stderr } = await runDerkey(['key', 'show', '0x12'], { CI: 'true', NO_COLOR: '' })

    expect(stderr).to.include('error')
    expect(stdout + stderr).to.not.include(escape)
  })
})
