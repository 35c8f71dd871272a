import autocannon from 'autocannon'

/** What the parent asks for: as many GETs of these paths as come through in so many seconds. It is told how many were answered. */
export type LoadOrder = { readonly url: string; readonly token: string; readonly paths: readonly string[]; readonly seconds: number }

const connections = 16

process.on('message', (order: LoadOrder) => void carryOut(order).then((answered) => process.send?.({ answered })))
process.send?.({ ready: true })

async function carryOut({ url, token, paths, seconds: duration }: LoadOrder): Promise<number> {
  const headers = { authorization: `Bearer ${token}` }
  const requests = paths.map((path) => ({ path }))
  const result = await autocannon({ url, connections, duration, headers, requests })
  if (result.non2xx + result.errors > 0) throw new Error(`${result.non2xx} refused, ${result.errors} failed`)
  return result['2xx']
}
