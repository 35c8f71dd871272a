import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { expect } from 'chai'
import * as fc from 'fast-check'
import { auditLog } from '../../../src/keygen/log/audit-log.ts'
import { headText, lineAfter, parseHead, type NewEntry } from '../../../src/keygen/log/issue-entry.ts'
import { openIssueLog } from '../../../src/keygen/log/open-log.ts'
import { openLedger } from '../../../src/keygen/service/store/ledger.ts'
import { runDerkey } from '../../support/run-derkey.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const entryOf = (number: number, more: Partial<NewEntry> = {}): NewEntry => {
  const named = { enrolment_id: `enrolment-${number}`, device: `SN-${number}`, process_id: '1', enrolled_by: 'line', key_id: null }
  return { at: '2026-11-21T00:00:00.000Z', event: 'enrolled', ...named, ...more }
}

describe('the log of issued keys', () => {
  const folder = temporaryFolder()
  after(() => folder.remove())
  let count = 0

  /** A log of as many entries; the lines that it holds. */
  const logOf = (entries: number, more: Partial<NewEntry> = {}) => {
    const file = folder.file(`log-${count++}`)
    const log = openIssueLog(file)
    for (let number = 1; number <= entries; number++) {
      const { line, head } = lineAfter(log.head(), entryOf(number, more))
      log.append([line], head)
    }
    const head = log.head()
    log.close()
    return { file, head, lines: readFileSync(file, 'utf8').trimEnd().split('\n') }
  }
  const rewrite = (file: string, lines: readonly string[]) => writeFileSync(file, lines.map((line) => `${line}\n`).join(''))
  const faults = async (file: string, head?: string) =>
    (await auditLog(file, head === undefined ? undefined : parseHead(head))).findings.map(({ fault }) => fault)

  it('is whole when nobody touched it, and its head is known again', async () => {
    const { file, head } = logOf(5)
    expect(await auditLog(file, head)).to.deep.equal({ entries: 5, head: headText(head), intact: true, findings: [] })
  })

  it('shows a gap, a change, a line that is none, lines in another order, and a missing end', async () => {
    const { file, lines, head } = logOf(5)
    const [one = '', two = '', three = '', four = '', five = ''] = lines
    const cases: [string, string[], string[]][] = [
      ['a line is gone', [one, two, four, five], ['gap', 'edited']],
      ['the first line is gone', [two, three, four, five], ['gap', 'edited']],
      ['a line was changed', [one, two.replace('SN-2', 'SN-9'), three, four, five], ['edited']],
      ['two lines changed places', [one, three, two, four, five], ['gap', 'edited', 'gap', 'edited', 'gap', 'edited']],
      ['a line stands twice', [one, two, two, three, four, five], ['gap', 'edited']],
      ['a line is none', [one, 'nonsense', three, four, five], ['malformed', 'edited']],
    ]
    for (const [what, changed, wanted] of cases) {
      rewrite(file, changed)
      expect(await faults(file), what).to.deep.equal(wanted)
    }
    rewrite(file, lines.slice(0, 4))
    expect(await faults(file), 'a missing end shows only against a known head').to.deep.equal([])
    expect(await faults(file, headText(head))).to.deep.equal(['truncated'])
    rewrite(file, [...lines.slice(0, 4), five.replace('SN-5', 'SN-9')])
    expect(await faults(file, headText(head))).to.deep.equal(['head_differs'])
    writeFileSync(file, lines.join('\n'))
    expect(await faults(file)).to.deep.equal(['torn'])
  })

  it('shows any change of any octet before its last line', async () => {
    const { file, head } = logOf(4)
    const whole = readFileSync(file)
    const end = whole.lastIndexOf(0x0a, whole.length - 2)
    await fc.assert(
      fc.asyncProperty(fc.nat(end - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const changed = Buffer.from(whole)
        changed[at] = (changed[at] ?? 0) ^ change
        writeFileSync(file, changed)
        expect((await auditLog(file, head)).intact).to.equal(false)
      }),
      { numRuns: 300 },
    )
  })

  it('shows an enrolment that registered two keys', async () => {
    const { file } = logOf(2, { event: 'registered', enrolment_id: 'same' })
    expect(await faults(file)).to.deep.equal(['registered_twice'])
  })

  it('is mended where a power cut left a half written line', async () => {
    const { file, lines, head } = logOf(3)
    appendFileSync(file, '{"seq":4,"at":"2026-11')
    const log = openIssueLog(file)
    expect([log.mended, log.head()]).to.deep.equal([22, head])
    const next = lineAfter(log.head(), entryOf(4))
    log.append([next.line], next.head)
    log.close()
    expect(readFileSync(file, 'utf8')).to.equal(`${[...lines, next.line].join('\n')}\n`)
    expect(await auditLog(file)).to.include({ intact: true, entries: 4 })
  })

  it('keeps the service from starting when it was cut, changed at its end, or replaced', () => {
    const data = folder.file('data')
    const ledger = openLedger(data)
    for (let number = 1; number <= 3; number++) ledger.record((note) => note(entryOf(number)))
    ledger.close()
    const file = `${data}/issues.jsonl`
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
    for (const changed of [lines.slice(0, 2), [...lines.slice(0, 2), lines[2]?.replace('SN-3', 'SN-4') ?? ''], []]) {
      rewrite(file, changed)
      expect(() => openLedger(data).close())
        .to.throw()
        .with.property('code', 'issue_log_broken')
    }
    rewrite(file, lines)
    openLedger(data).close()
  })

  it('has one service alone as its writer', () => {
    const data = folder.file('shared')
    const ledger = openLedger(data)
    expect(() => openLedger(data))
      .to.throw()
      .with.property('code', 'store_failed')
    ledger.close()
  })

  it('is checked by derkey keygen audit, whose exit code says whether it is whole', async () => {
    const { file, head, lines } = logOf(3)
    const whole = await runDerkey(['--json', 'keygen', 'audit', file, '--head', headText(head)])
    expect([whole.code, JSON.parse(whole.stdout)]).to.deep.equal([0, { entries: 3, head: headText(head), intact: true, findings: [] }])
    rewrite(file, lines.slice(1))
    const broken = await runDerkey(['keygen', 'audit', file])
    expect(broken.code).to.equal(1)
    expect(broken.stdout).to.match(/1 +gap +2 +1[^]*not whole: 2 findings/)
    expect((await runDerkey(['keygen', 'audit', file, '--head', '3'])).code).to.equal(2)
    expect((await runDerkey(['keygen', 'audit', folder.file('none')])).stderr).to.contain('file_unreadable')
  })
})
