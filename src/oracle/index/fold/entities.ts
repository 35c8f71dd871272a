import { address } from '../../../chain/records/fields.ts'
import { entityDetails, roleFields } from '../../../chain/records/entity-record.ts'
import { toTime } from '../../../domain/fields.ts'
import type { EntityRecord } from '../../../domain/records.ts'
import type { FoldContext, Folds } from './fold.ts'
import { standing } from './standing.ts'

/** Table 9. */
export const entityFolds: Folds<'entities'> = {
  EntityRegistered: ({ entityId, index, details, role, roleCertification }, { time, write }) => {
    const entity_id = address(entityId)
    write('entity', entity_id, {
      entity_id,
      controller: entity_id,
      ...entityDetails(details),
      ...roleFields(role),
      role_certification: roleCertification,
      state: 'active',
      registered_at: toTime(time),
      accredited_until: null,
      struck_off_since: null,
      index,
    })
    write('controller', entity_id, { account: entity_id, entity_id })
  },

  EntityUpdated: ({ entityId, details }, context) => change(context, entityId, entityDetails(details)),
  EntityRoleSet: ({ entityId, role }, context) => change(context, entityId, roleFields(role)),
  EntityRoleCertificationSet: ({ entityId, roleCertification: role_certification }, context) => {
    change(context, entityId, { role_certification })
  },
  EntitySuspended: ({ entityId }, context) => change(context, entityId, { state: 'suspended' }),
  EntityReinstated: ({ entityId }, context) => change(context, entityId, { state: 'active' }),
  EntityAccredited: ({ entityId, until }, context) => change(context, entityId, { accredited_until: toTime(until) }),
  EntityStruckOff: ({ entityId, since }, context) => change(context, entityId, { struck_off_since: toTime(since) }),
}

function change(context: FoldContext, entityId: string, fields: Partial<EntityRecord>): void {
  const entity_id = entityId.toLowerCase()
  context.write('entity', entity_id, { ...standing(context, 'entity', entity_id), ...fields })
}
