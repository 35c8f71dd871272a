import type { Hex } from '../../domain/fields.ts'
import { Problem } from '../../domain/problem.ts'
import { requireHeader, type Agreed, type Endpoints } from './endpoints.ts'

/**
 * The hash of a block as most of the believed endpoints have it; the others are accused.
 * @throws Problem `chain_disagrees` where no hash has a majority; what an endpoint failed with
 */
export async function agreedHash(endpoints: Endpoints, { believed }: Agreed, block: number): Promise<Hex> {
  const told = await Promise.all(
    believed.map(async (endpoint) => {
      try {
        return { endpoint, hash: (await requireHeader(endpoint, block)).hash }
      } catch (error) {
        endpoints.setAside(endpoint, error)
        throw error
      }
    }),
  )
  const votes = Map.groupBy(told, ({ hash }) => hash)
  const [hash, most] = [...votes].find(([, group]) => group.length * 2 > told.length) ?? []
  for (const { endpoint } of told.filter((one) => one.hash !== hash))
    endpoints.accuse(endpoint, `its block ${block} is not that of the others`)
  if (hash !== undefined && most !== undefined) return hash
  throw new Problem('chain_disagrees', { detail: `block ${block} is ${[...votes.keys()].join(' or ')}` })
}
