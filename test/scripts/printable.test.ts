import { writeFileSync } from 'node:fs'
import { expect } from 'chai'
import { table } from '../../scripts/output.ts'
import { runDerkey } from '../support/run-derkey.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('what others wrote', () => {
  it('gives a terminal no orders from a list', () => {
    expect(table([{ name: 'A\u001b[2J\u202eB\nC' }], ['name'])).to.contain('A?[2J?B C')
  })

  it('gives a terminal no orders from an error', async () => {
    const folder = temporaryFolder()
    try {
      writeFileSync(folder.file('oracle.json'), '{"a":\u001b[31m')
      const { code, stderr } = await runDerkey(['oracle', '--config', folder.file('oracle.json')])

      expect(code).to.equal(2)
      expect(stderr).to.contain('is no JSON').and.not.contain('\u001b')
    } finally {
      folder.remove()
    }
  })
})
