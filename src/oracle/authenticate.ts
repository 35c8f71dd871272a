import { Problem } from '../domain/problem.ts'
import type { RegistryReads } from './registry.ts'
import type { Store } from './store/open-store.ts'
import { findToken } from './store/tokens.ts'
import { staffRoles, type Who } from './who.ts'

type Rights = Pick<RegistryReads, 'head' | 'staffRoles' | 'entity'>

/**
 * Who a bearer token stands for. Its rights are looked up each time, so that a suspension or a withdrawn staff role works at once: on the chain for
 * whoever writes, in the index, which is a moment later, for whoever reads.
 * @param minBlock the rights count as of this block or a later one
 * @throws Problem `token_unknown`, `token_expired`, `token_revoked`, `caller_suspended`, `right_missing`, and what the chain's reads throw
 */
export async function authenticate(store: Store, registry: Rights, token: string, minBlock?: number): Promise<Who> {
  const { token_id, kind, subject, signer } = findToken(store, token)
  const { block } = await registry.head({ min_block: minBlock })
  if (kind === 'staff') {
    const roles = await registry.staffRoles(subject, block)
    if (roles.length === 0) {
      throw new Problem('right_missing', { detail: `account ${subject} holds none of the roles ${staffRoles.join(', ')}` })
    }
    return { kind, subject, token_id, signer, roles }
  }
  const entity = await registry.entity(subject, block)
  if (entity === undefined) throw new Problem('right_missing', { detail: `${subject} is not registered as an entity` })
  if (entity.state !== 'active') throw new Problem('caller_suspended', { detail: `entity ${subject} (${entity.name}) is suspended` })
  return { kind, subject, token_id, signer, entity }
}
