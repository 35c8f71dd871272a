import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  getContractVersion,
  getErrors,
  getStorageLayout,
  getStorageUpgradeReport,
  solcInputOutputDecoder,
  UpgradeableContractErrorReport,
  validate,
  withValidationDefaults,
  type StorageLayout,
  type ValidationData,
} from '@openzeppelin/upgrades-core'
import type { Compiled } from './compile-layouts.ts'

/** Where the state of every upgradeable contract lies in the version that was released last. */
export type ReleasedLayouts = { readonly version: string; readonly contracts: Readonly<Record<string, StorageLayout>> }

export const releasedFile = join(import.meta.dirname, '..', '..', 'released', 'storage-layouts.json')

export function readReleasedLayouts(): ReleasedLayouts {
  return JSON.parse(readFileSync(releasedFile, 'utf8')) as ReleasedLayouts
}

/** `unsafe` says what makes the contract unfit for a proxy; empty: nothing. */
export type Upgradeable = { readonly layout: StorageLayout; readonly unsafe: string }

const options = withValidationDefaults({ kind: 'uups' })

/** What upgrades-core finds of the contracts `names`. */
export function examineStorage({ input, output }: Compiled, names: readonly string[]): Record<string, Upgradeable> {
  const run = validate(output, solcInputOutputDecoder(input, output), '0.8.37', input)
  const data = [run] as unknown as ValidationData
  const entries = names.map((name): [string, Upgradeable] => {
    const version = getContractVersion(run, name)
    const errors = getErrors(data, version, options)
    const unsafe = errors.length === 0 ? '' : new UpgradeableContractErrorReport(errors).explain(false)
    return [name, { layout: withoutLines(getStorageLayout(data, version)), unsafe }]
  })
  return Object.fromEntries(entries)
}

/** Why state that lies as in `released` would be misread after an upgrade to `next`; empty: variables were at most added behind it. */
export function storageFaults(released: StorageLayout, next: StorageLayout): string {
  const report = getStorageUpgradeReport(released, next, options)
  return report.ok ? '' : report.explain(false)
}

/** Lines and node ids move with every comment. */
function withoutLines(layout: StorageLayout): StorageLayout {
  const text = JSON.stringify(layout, (key, value: unknown) => {
    if (key === 'astId') return undefined
    return key === 'src' ? String(value).replace(/:\d+$/, '') : value
  })
  return JSON.parse(text) as StorageLayout
}
