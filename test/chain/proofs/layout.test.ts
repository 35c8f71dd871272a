import { expect } from 'chai'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packed, placesOf, structs, variables, type StoringContract, type StructName } from '../../../src/chain/proofs/state/layout.ts'

/** Slot, octet, name and type of every variable and member, as the compiler says; a test of the contracts holds it to them. */
const compiled = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'contracts', 'storage.snapshot.json'), 'utf8')) as Record<
  StoringContract,
  string[]
>
const all = Object.values(compiled).flat()

describe('where the contracts keep their records', () => {
  for (const [contract, slots] of Object.entries(variables) as [StoringContract, Record<string, bigint>][]) {
    it(`is where the compiler put the variables of ${contract}`, () => {
      for (const [name, slot] of Object.entries(slots)) {
        expect(
          compiled[contract].some((line) => line.startsWith(`${slot}+0 _${name} `)),
          name,
        ).to.equal(true)
      }
    })
  }

  it('is where the compiler put variables that share a slot', () => {
    for (const [contract, names] of Object.entries(packed) as [StoringContract, Record<string, readonly [number, number]>][]) {
      const slot = Object.values(variables[contract] as Record<string, bigint>)
      for (const [name, [offset, octets]] of Object.entries(names)) {
        const lines = compiled[contract].filter((line) => line.endsWith(`+${offset} _${name} uint${octets * 8}`))
        expect(lines, name).to.have.length(1)
        expect(slot.map(String)).to.include(lines[0]!.split('+')[0])
      }
    }
  })

  for (const name of Object.keys(structs) as StructName[]) {
    it(`is where the compiler put the members of ${name}, all of them`, () => {
      const lines = all.filter((line) => line.includes(`.${name}: `)).map((line) => line.split(': ')[1]!.split(' '))
      const found = [...placesOf(name)].map(([member, { slot, offset }]) => [`${slot}+${offset}`, member])
      expect(found).to.deep.equal(lines.map(([place, member]) => [place, member]))
      for (const [, member, ...type] of lines) {
        const { size } = placesOf(name).get(member!)!
        expect(type.join(' '), member).to.match(size === 'string' ? /^string$/ : typeOf(size))
      }
    })
  }
})

function typeOf(octets: number): RegExp {
  if (octets === 1) return /^(uint8|bool|enum .*)$/
  if (octets === 20) return /^address$/
  return new RegExp(`^(uint${octets * 8}|bytes${octets})$`)
}
