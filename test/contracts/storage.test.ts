import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import type { StorageLayout } from '@openzeppelin/upgrades-core'
import { compileLayouts, compileSource } from '../../scripts/build/compile-layouts.ts'
import { recordContracts } from '../../src/chain/deployment.ts'
import { examineStorage, readReleasedLayouts, storageFaults, type Upgradeable } from '../../scripts/build/storage-layouts.ts'

const snapshot = join(import.meta.dirname, 'storage.snapshot.json')

describe('storage of the record contracts', () => {
  let examined: Record<string, Upgradeable>
  before(function () {
    this.timeout(120_000)
    const names = [...recordContracts, 'KeyLifeCycle']
    examined = examineStorage(compileLayouts(names), names)
  })

  for (const name of recordContracts) {
    it(`of ${name} is fit for a proxy`, () => {
      expect(examined[name]!.unsafe).to.equal('')
    })

    const released = readReleasedLayouts().contracts[name]
    if (released !== undefined) {
      it(`of ${name} lies as in the version that was released last, or behind it`, () => {
        expect(storageFaults(released, examined[name]!.layout)).to.equal('')
      })
    }
  }

  it('of nothing that was released is gone', () => {
    expect(Object.keys(examined)).to.include.members(Object.keys(readReleasedLayouts().contracts))
  })

  it('of KeyLifeCycle is the KeyRegistry’s, on whose state it works', () => {
    expect(linesOf(examined['KeyLifeCycle']!.layout)).to.deep.equal(linesOf(examined['KeyRegistry']!.layout))
  })

  it('has only been added to since the snapshot', () => {
    const lines = Object.fromEntries(recordContracts.map((name) => [name, linesOf(examined[name]!.layout)]))
    if (process.env['DERKEY_UPDATE_STORAGE'] === '1') writeFileSync(snapshot, `${JSON.stringify(lines, null, 2)}\n`)
    const before = JSON.parse(readFileSync(snapshot, 'utf8')) as Record<string, string[]>
    expect(Object.keys(before)).to.have.members(recordContracts)
    for (const name of recordContracts) expect(lines[name], name).to.include.members(before[name]!)
  })

  it('with a variable less than was released is refused', () => {
    for (const name of recordContracts) {
      const { layout } = examined[name]!
      const [first, ...rest] = layout.storage
      expect(storageFaults(layout, { ...layout, storage: rest }), name).to.contain(first!.label)
    }
  })
})

describe('the comparison with released storage', () => {
  const members = 'uint64 made; address owner;'
  const state = 'mapping(uint256 => Entry) internal _entries; uint256 internal _count; address internal _last;'
  const released = layoutOf(members, state)

  it('allows what is the same', () => {
    expect(storageFaults(released, layoutOf(members, state))).to.equal('')
  })

  const allowed: readonly (readonly [string, string, string])[] = [
    ['a variable behind all others', members, `${state} bytes32 internal _digest;`],
    ['a member at the end of a struct in a mapping', `${members} bytes32 digest;`, state],
  ]
  for (const [change, struct, variables] of allowed) {
    it(`allows ${change}`, () => {
      expect(storageFaults(released, layoutOf(struct, variables))).to.equal('')
    })
  }

  const refused: readonly (readonly [string, string, string, RegExp])[] = [
    ['a variable that was removed', members, state.replace('uint256 internal _count;', ''), /Deleted `_count`/],
    [
      'a variable that was inserted',
      members,
      state.replace('uint256 internal', 'bool internal _open; uint256 internal'),
      /Inserted `_open`/,
    ],
    ['a variable of another type', members, state.replace('address', 'bytes32'), /Upgraded `_last` to an incompatible type/],
    ['a variable that was renamed', members, state.replace('_count', '_total'), /Renamed `_count` to `_total`/],
    ['two variables that changed places', members, swapped(state), /_count|_last/],
    ['a member that was removed from a struct', 'address owner;', state, /Deleted `made`/],
    ['a member of another type', members.replace('uint64', 'uint40'), state, /`made`/],
    ['a member that was inserted', `bool open; ${members}`, state, /Inserted `open`/],
    ['a member that was renamed', members.replace('owner', 'holder'), state, /Renamed `owner` to `holder`/],
    ['a struct in a mapping that became its key', members, state.replace('uint256 => Entry', 'uint256 => uint256'), /`_entries`/],
  ]
  for (const [change, struct, variables, fault] of refused) {
    it(`refuses ${change}`, () => {
      expect(storageFaults(released, layoutOf(struct, variables))).to.match(fault)
    })
  }
})

function swapped(state: string): string {
  const [entries, count, last] = state.split('; ')
  return `${entries}; ${last!.replace(';', '')}; ${count};`
}

/** Layout of a small contract with the struct Entry of `members` and the variables `state`. */
function layoutOf(members: string, state: string): StorageLayout {
  const source = `// SPDX-License-Identifier: Apache-2.0\npragma solidity 0.8.37;\ncontract Registry { struct Entry { ${members} } ${state} }`
  return examineStorage(compileSource('Registry.sol', source), ['Registry'])['Registry']!.layout
}

/** Where each variable lies, structs resolved: slot, offset, name and type, in this order. */
function linesOf({ storage, types }: StorageLayout): string[] {
  const line = ({ slot, offset, label, type }: { slot?: string; offset?: number; label: string; type: string }) =>
    `${slot}+${offset} ${label} ${types[type]!.label}`
  const structs = Object.values(types).flatMap(({ label, members }) =>
    (members ?? []).flatMap((member) => (typeof member === 'string' ? [] : [`${label}: ${line(member)}`])),
  )
  return [...storage.map(line), ...structs]
}
