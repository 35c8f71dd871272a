import type { Deployment } from '../../chain/deployment.ts'
import { readSeats } from '../../chain/motions/read-seats.ts'
import { readEntities } from '../../chain/reads/lists.ts'
import { readRoles } from '../../chain/reads/roles.ts'
import { readBreachTermDays, readHomeCountries, readNodes, readSegments, readValidators } from '../../chain/reads/validators.ts'
import { registryOf } from '../../chain/registry.ts'
import { openGenesisEvm, type GenesisBlock } from '../genesis-evm.ts'
import { genesisClient } from '../genesis-client.ts'
import type { Alloc } from '../alloc.ts'

/** What a genesis says in its contracts' own words, so that a difference has a name and not only a slot. @throws Problem where they do not answer */
export async function readRecords(alloc: Alloc, block: GenesisBlock, deployment: Deployment) {
  const registry = registryOf(genesisClient(await openGenesisEvm(block, alloc), block), deployment)
  return {
    home_countries: await readHomeCountries(registry, 0),
    segments: await readSegments(registry, 0),
    breach_term_days: await readBreachTermDays(registry, 0),
    validators: await readValidators(registry, 0),
    nodes: await readNodes(registry, 0),
    seats: await readSeats(registry),
    entities: await readEntities(registry, 0),
    roles: await readRoles(registry, 0),
  }
}
