import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { largestKeyFile } from '../../src/domain/key-files/read-keys.ts'
import { readKeyFile } from '../../scripts/read-key-files.ts'
import { problemOf } from '../support/problem-of.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('files of keys', () => {
  const folder = temporaryFolder()
  after(() => folder.remove())
  const newFolder = (name: string) => {
    mkdirSync(folder.file(name))
    return folder.file(name)
  }
  const newKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'pem' })

  it('of a folder are all read, those behind a link too', () => {
    const elsewhere = folder.file('elsewhere.pem')
    const keys = newFolder('keys')
    writeFileSync(elsewhere, newKey())
    writeFileSync(join(keys, 'own.pem'), newKey())
    symlinkSync(elsewhere, join(keys, 'linked.pem'))

    expect(readKeyFile(keys).map(({ file }) => file)).to.deep.equal([join(keys, 'linked.pem'), join(keys, 'own.pem')])
  })

  it('that are larger than a list, or never end, are refused before they fill the memory', async () => {
    const large = folder.file('list.csv')
    writeFileSync(large, 'key_id\n')
    truncateSync(large, largestKeyFile + 1)

    for (const file of [large, '/dev/zero']) {
      const { code, field } = await problemOf((async () => readKeyFile(file))())
      expect({ code, field }).to.deep.equal({ code: 'key_file_too_large', field: file })
    }
  })
})
