import express from 'express'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'

// One route of Express with one answer, which is in memory as an object: no token, no look-up, no log.
const answer = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as object
const app = express()
app.get('/v1/keys/:key_id', (_request, response) => void response.json(answer))
const server = app.listen(0, '127.0.0.1', () => {
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
})
process.once('disconnect', () => process.exit())
