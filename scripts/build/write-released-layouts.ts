/** Part of cutting a release (released/README.md): keeps where the state of the contracts lies, for every later version to be compared with. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { recordContracts } from '../../src/chain/deployment.ts'
import { compileLayouts } from './compile-layouts.ts'
import { examineStorage, readReleasedLayouts, releasedFile, storageFaults } from './storage-layouts.ts'

const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8')) as { version: string }
const examined = examineStorage(compileLayouts(recordContracts), recordContracts)
const contracts = Object.fromEntries(Object.entries(examined).map(([name, { layout }]) => [name, layout]))

if (existsSync(releasedFile)) {
  const released = readReleasedLayouts()
  const faults = Object.entries(released.contracts).flatMap(([name, layout]) => {
    const next = contracts[name]
    const fault = next === undefined ? `${name} is gone` : storageFaults(layout, next)
    return fault === '' ? [] : [`${name}: ${fault}`]
  })
  if (faults.length > 0) {
    console.error(`nothing written: what ${released.version} stored would be misread\n${faults.join('\n')}`)
    process.exit(1)
  }
}
const text = JSON.stringify({ version, contracts })
writeFileSync(releasedFile, await format(text, { ...(await resolveConfig(releasedFile)), filepath: releasedFile }))
console.log(`${releasedFile}: layouts of ${version}`)
