import { expect } from 'chai'
import { serveIndexMetrics, type ServedMetrics } from '../../scripts/index/serve-metrics.ts'

describe('the metrics of an index', () => {
  let served: ServedMetrics
  before(async () => {
    served = await serveIndexMetrics('127.0.0.1:0')
  })
  after(() => served.close())

  const ready = async () => (await fetch(`${served.url}/readyz`)).status
  const age = async () => Number(/^derkey_index_age_seconds (.+)$/m.exec(await (await fetch(`${served.url}/metrics`)).text())?.[1])

  it('are red before it was ever at the head, green while it is, and red when it is stuck', async () => {
    expect(await ready()).to.equal(503)
    served.onEvent({ kind: 'confirmed', head: 7, at: Date.now() })
    expect(await ready()).to.equal(200)
    expect(await age()).to.be.within(0, 10)
    served.onEvent({ kind: 'confirmed', head: 7, at: Date.now() - 61_000 })
    expect(await ready()).to.equal(503)
    expect(await age()).to.be.within(61, 70)
  })

  it('are red where the clock was set back since', async () => {
    served.onEvent({ kind: 'confirmed', head: 7, at: Date.now() + 3_600_000 })
    expect(await ready()).to.equal(503)
    expect(await age()).to.be.above(3500)
  })
})
