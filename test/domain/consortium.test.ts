import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { assert, constantFrom, integer, property, record } from 'fast-check'
import { consortiumSchema } from '../../scripts/build/consortium-schema.ts'
import { parseConsortium } from '../../src/domain/consortium/parse-consortium.ts'
import { Problem } from '../../src/domain/problem.ts'

const examples = join(import.meta.dirname, '..', '..', 'examples')
const text = readFileSync(join(examples, 'consortium.json'), 'utf8')

type Node = { operator_id: string; operator_account: string; enode: string; hosting_country: string; segment: string }
type Described = {
  chain_id: unknown
  home_countries: string[]
  segments: string[]
  entities: { entity_id: string; rlid: string; group?: string; country: string; role: string[] }[]
  seats: { entity_id: string; account: string; segment: string }[]
  validators: Node[]
  standby: Node[]
  staff: { registrar: string; programme_manager: string; regulator: string }
  documents: { kind: string; title: string; version: string; sha256: string }[]
}

/** What is wrong with the example once it was changed: each fault behind its path. */
function faultsOf(change: (consortium: Described) => void): string[] {
  const consortium = JSON.parse(text) as Described
  change(consortium)
  try {
    parseConsortium(JSON.stringify(consortium))
    return []
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'invalid_configuration') throw error
    return `${error.field === undefined ? '' : `${error.field}: `}${error.message}`.split('; ')
  }
}

describe('consortium.json', () => {
  it('is described by examples/consortium.schema.json', () => {
    expect(JSON.parse(readFileSync(join(examples, 'consortium.schema.json'), 'utf8'))).to.deep.equal(JSON.parse(consortiumSchema()))
  })

  it('has an example of 7 validators of 4 segments and more, 2 of them foreign', () => {
    const { validators, entities, home_countries } = parseConsortium(text)
    const countryOf = (id: string) => entities.find(({ entity_id }) => entity_id === id)?.country ?? ''
    const foreign = validators.filter(({ operator_id, hosting_country }) =>
      [countryOf(operator_id), hosting_country].some((country) => !home_countries.includes(country)),
    )

    expect(validators).to.have.length(7)
    expect(new Set(validators.map(({ segment }) => segment)).size).to.be.at.least(4)
    expect(foreign).to.have.length(2)
  })

  const wrong: [string, (consortium: Described) => void, string[]][] = [
    [
      'fewer than seven validators',
      ({ validators }) => validators.splice(0, 2),
      ['validators: has 5 entries, must have 7 to 30', 'validators: 2 of 5 are foreign, by operator or by place, at most 1 may be'],
    ],
    ['fewer than seven seats', ({ seats }) => seats.splice(0, 3), ['seats: has 6 entries, must have 7 to 30']],
    [
      'a third foreign node, by its place',
      ({ validators }) => (validators[0]!.hosting_country = 'FR'),
      [
        'validators: 3 of 7 are foreign, by operator or by place, at most 2 may be: fewer than a third (validators[0], validators[2], validators[3])',
      ],
    ],
    [
      'a third node of a segment',
      (consortium) => {
        const university = consortium.entities[5]!.entity_id
        consortium.seats.find(({ entity_id }) => entity_id === university)!.segment = 'utility'
        consortium.validators.find(({ operator_id }) => operator_id === university)!.segment = 'utility'
      },
      ['validators: 3 of 7 are of the segment utility, at most 2 may be'],
    ],
    [
      'a third node of a group of operators',
      ({ entities }) => {
        for (const entity of [entities[1]!, entities[6]!]) entity.group = entities[0]!.rlid
      },
      [
        'seats[1].entity_id: is of the group lei:EXAMPLE0000000000184, which has a seat at seats[0].entity_id already',
        'seats[6].entity_id: is of the group lei:EXAMPLE0000000000184',
        'validators: 3 of 7 are operated by the group lei:EXAMPLE0000000000184, at most 2 may be',
      ],
    ],
    [
      'foreigners with enough seats for an ordinary motion',
      ({ entities }) => entities.slice(4).forEach((entity) => (entity.country = 'CA')),
      ['seats: 6 of 9 are foreign, at most 4 may be: 5 pass an ordinary motion', 'validators: 5 of 7 are foreign'],
    ],
    [
      'a segment with enough seats for an ordinary motion',
      ({ seats, validators, standby }) => {
        seats.forEach((seat) => (seat.segment = 'utility'))
        validators.splice(0, 7, ...validators.map((node) => ({ ...node, segment: 'utility' })))
        standby.forEach((node) => (node.segment = 'utility'))
      },
      ['seats: 9 of 9 are of the segment utility, at most 4 may be', 'validators: 7 of 7 are of the segment utility'],
    ],
    [
      'an account twice: a seat that is staff',
      ({ seats, staff }) => (seats[1]!.account = staff.registrar),
      ['staff.registrar: 0x0b4836d1102b909f950077f12fd5ce55efd8988f stands at seats[1].account too: one account has one use'],
    ],
    ['one account with two staff roles', ({ staff }) => (staff.regulator = staff.registrar), ['staff.regulator: 0x0b48']],
    [
      'a seat under the account of an entity',
      ({ seats, entities }) => (seats[0]!.account = entities[3]!.entity_id),
      ['seats[0].account: 0x'],
    ],
    [
      'an entity twice',
      ({ entities }) => (entities[1]!.entity_id = entities[0]!.entity_id),
      ['entities[1].entity_id: 0x', 'seats[1]', 'validators[1]'],
    ],
    [
      'an identifier twice',
      ({ entities }) => (entities[1]!.rlid = entities[0]!.rlid),
      ['entities[1].rlid: lei:', 'seats[1].entity_id: is of the group'],
    ],
    ['a seat twice', ({ seats }) => (seats[1]!.entity_id = seats[0]!.entity_id), ['seats[1].entity_id: 0x']],
    [
      'a node twice',
      ({ validators }) => (validators[1]!.enode = validators[0]!.enode),
      ['validators[1].enode: has the key of validators[0].enode', 'validators[1].enode: 192.0.2.11:30303 is the address of'],
    ],
    [
      'an operator account of two operators',
      ({ validators }) => (validators[1]!.operator_account = validators[0]!.operator_account),
      ['validators[0].operator_account', 'validators[1].operator_account'],
    ],
    [
      'an unknown country',
      ({ home_countries }) => (home_countries[0] = 'UK'),
      ['home_countries[0]: is no officially assigned code of ISO 3166-1', 'seats: 9 of 9', 'validators: 7 of 7'],
    ],
    [
      'no home country',
      ({ home_countries }) => home_countries.splice(0),
      ['home_countries: must have 1 or more entries', 'seats: 9 of 9', 'validators: 7 of 7'],
    ],
    [
      'an unknown segment',
      ({ seats }) => (seats[0]!.segment = 'oil'),
      ['seats[0].segment: oil is none of the segments: utility, ', 'validators[0].segment: utility, but oil at seats[0].segment'],
    ],
    [
      'a seat of nobody',
      ({ seats }) => (seats[0]!.entity_id = `0x${'11'.repeat(20)}`),
      ['seats[0].entity_id: 0x1111111111111111111111111111111111111111 is none of the entities'],
    ],
    ['an operator that is none', ({ entities }) => (entities[4]!.role = ['utility']), ['validators[4].operator_id: 0x']],
    [
      'a node by its name',
      ({ validators }) => (validators[0]!.enode = validators[0]!.enode.replace('192.0.2.11', 'node.example')),
      ['validators[0].enode: "node.example" is no IP address'],
    ],
    [
      'a key that is no point',
      ({ validators }) => (validators[0]!.enode = `enode://${'11'.repeat(64)}@192.0.2.11:30303`),
      ['validators[0].enode: its 128 hex digits are no point on secp256k1'],
    ],
    [
      'a parent that has a parent',
      ({ entities }) => ((entities[1]!.group = entities[2]!.rlid), (entities[2]!.group = entities[3]!.rlid)),
      ['entities[1].group: lei:', 'seats[3].entity_id: is of the group'],
    ],
    ['a document twice', ({ documents }) => (documents[1]!.sha256 = documents[0]!.sha256), ['documents[1].sha256: 0x']],
    [
      'a time of block 0 from before the counting of seconds',
      (consortium) => ((consortium as Record<string, unknown>)['genesis_time'] = '1969-12-31T23:59:59Z'),
      ['genesis_time: is no time of the calendar since 1970'],
    ],
    [
      'a field that is not known',
      (consortium) => ((consortium as Record<string, unknown>)['colour'] = 'red'),
      ['colour: is no known field'],
    ],
  ]
  for (const [what, change, expected] of wrong) {
    it(`refuses ${what}`, () => {
      const faults = faultsOf(change)

      expect(faults, faults.join('\n')).to.have.length(expected.length)
      expected.forEach((start, index) => expect(faults[index]?.slice(0, start.length)).to.equal(start))
    })
  }

  it('lists faults of fields and faults between them at once', () => {
    const faults = faultsOf((consortium) => {
      consortium.chain_id = 'many'
      consortium.validators[0]!.hosting_country = 'FR'
      consortium.staff.regulator = consortium.staff.registrar
    })

    expect(faults.map((fault) => fault.split(':')[0])).to.deep.equal(['chain_id', 'staff.regulator', 'validators'])
  })

  it('is refused, and never a surprise, whatever stands in it', () => {
    const field = constantFrom('entities', 'seats', 'validators', 'standby', 'staff', 'documents', 'motions', 'segments', 'home_countries')
    const value = constantFrom<unknown>(null, 1, 'x', [], {}, [null], [1], [{}], [[]], { registrar: 1 })
    assert(
      property(field, value, integer({ min: 0, max: 6 }), (name, put, place) => {
        const faults = faultsOf((consortium) => {
          const lists = consortium as unknown as Record<string, unknown[]>
          if (Array.isArray(lists[name]) && place > 0) lists[name][place] = put
          else (consortium as Record<string, unknown>)[name] = put
        })
        expect(faults.length > 0 || (['standby', 'documents'].includes(name) && Array.isArray(put))).to.equal(true)
      }),
    )
  })

  it('keeps the caps of nodes for every number of them: 3 times a count is less than all', () => {
    assert(
      property(record({ size: integer({ min: 7, max: 30 }), foreign: integer({ min: 0, max: 30 }) }), ({ size, foreign }) => {
        const faults = faultsOf((consortium) => {
          const [node] = consortium.validators as [Node]
          for (const entity of consortium.entities) entity.country = 'US'
          consortium.validators = Array.from({ length: size }, (_, index) => ({ ...node, hosting_country: index < foreign ? 'FR' : 'US' }))
        })
        const broken = 3 * Math.min(foreign, size) >= size
        expect(faults.some((fault) => fault.includes('are foreign, by operator or by place'))).to.equal(broken)
      }),
    )
  })
})
