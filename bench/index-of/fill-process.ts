import { beginIndex, fill } from './fill.ts'

/** Fills FILE with KEYS keys; at each tenth a line of JSON: keys, seconds that appending took since, and this process's memory in octets. */
const [file = '', keys = '0'] = process.argv.slice(2)
const index = beginIndex(file)
const step = Number(keys) / 10
let [reported, took] = [0, 0]
fill(index, Number(keys), (done, ms) => {
  took += ms
  if (done < Number(keys) && done - reported < step) return
  const line = { keys: done, of: done - reported, seconds: took / 1000, rss: process.memoryUsage().rss }
  process.stdout.write(`${JSON.stringify(line)}\n`)
  ;[reported, took] = [done, 0]
})
index.close()
