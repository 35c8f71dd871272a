import { z } from 'zod'
import { Problem } from '../domain/problem.ts'
import { createOracleRequests, type OracleAddress } from './oracle-requests.ts'

const ready = z.object({ registry: z.string() })

/** CAIP-10 name of the registry that an oracle answers for, as it says itself. @throws Problem `oracle_unreachable` */
export async function readRegistryName(address: OracleAddress, timeoutMs = 10_000): Promise<string> {
  const requests = createOracleRequests(address)
  try {
    const { status, body } = await requests.getJson('readyz', timeoutMs)
    const { data } = ready.safeParse(body)
    if (data === undefined) throw new Error(`its /readyz answers ${status} and names no registry`)
    return data.registry
  } catch (cause) {
    throw new Problem('oracle_unreachable', { field: 'oracle', detail: `${address.url}: ${(cause as Error).message}`, cause })
  }
}
