import { statSync } from 'node:fs'
import { openIndex, openIndexReader } from '../src/oracle/index/open-index.ts'
import { syntheticDeployment } from '../test/support/synthetic-registry.ts'
import { indexOfTenMillion, tenMillion } from './index-of/ten-million.ts'
import { median, type Bench } from './report.ts'

/** An index of ten million keys: octets a key on disk, the memory of who fills it, and how long it takes to open. */
export const indexSize: Bench = (report) => {
  const { file, steps } = indexOfTenMillion()
  const [second, last] = [steps[1], steps.at(-1)]
  if (second === undefined || last === undefined) throw new Error('the index was not filled')
  const bench = 'index-size'
  const size = statSync(file).size / tenMillion
  report({
    bench,
    what: 'on disk, 10,000,000 keys',
    value: size,
    unit: 'bytes/key',
    reach: '<= 100',
    baseline: { what: 'key ids alone', value: 32 },
  })

  const memory = { what: 'at 2,000,000 keys', value: second.rss / 2 ** 20 }
  report({
    bench,
    what: 'memory of the filling process at 10,000,000 keys',
    value: last.rss / 2 ** 20,
    unit: 'MiB',
    baseline: memory,
    reach: 'flat',
  })
  const whole = steps.reduce((sum, { seconds }) => sum + seconds, 0)
  report({ bench, what: 'appended, all 10,000,000', value: tenMillion / whole, unit: 'keys/s' })
  report({ bench, what: 'appended, the last tenth of them', value: last.of / last.seconds, unit: 'keys/s' })

  const opening = (open: () => { close(): void }) => {
    const times = Array.from({ length: 5 }, () => {
      const began = performance.now()
      open().close()
      return performance.now() - began
    })
    return median(times)
  }
  const reading = opening(() => openIndexReader(file, syntheticDeployment))
  report({ bench, what: 'opened to read', value: reading, unit: 'ms', reach: '< 1,000' })
  const keeping = opening(() => openIndex(file, syntheticDeployment))
  report({ bench, what: 'opened to be kept, looked over for damage', value: keeping, unit: 'ms', reach: '< 1,000' })
  return Promise.resolve()
}
