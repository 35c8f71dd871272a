import { expect } from 'chai'
import { openJournalDatabase } from '../../../src/chain/journal-database.ts'
import { jobBook, type JobName } from '../../../src/chain/register/job-book.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

describe('the book of jobs', () => {
  const folder = temporaryFolder()
  const databases = [0, 1].map(() => openJournalDatabase(folder.file('journal.sqlite')))
  const [one, other] = databases.map(jobBook) as [ReturnType<typeof jobBook>, ReturnType<typeof jobBook>]
  after(() => {
    for (const database of databases) database.close()
    folder.remove()
  })
  const name: JobName = { chain: '1:0x00', registry: '0x01', processId: '1', askedLot: undefined, digest: 'ab' }
  const [maker, stranger] = [`0x${'01'.repeat(20)}`, `0x${'02'.repeat(20)}`] as const

  it('has one job of a list, where two processes found none and wrote one down at the same moment', () => {
    expect([one.find(name, [maker]), other.find(name, [maker])]).to.deep.equal([undefined, undefined])
    const job = one.create(name, [maker], 7, [[[0, 500]], [[500, 100]]])

    expect(other.create(name, [maker], 8, [[[0, 500]], [[500, 100]]])).to.deep.equal(job)
    expect(other.batches(job.id)).to.have.length(2)
    expect(other.create(name, [stranger], 8, [[[0, 600]]]).id).to.not.equal(job.id)
  })
})
