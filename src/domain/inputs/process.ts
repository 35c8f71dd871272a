import { z } from 'zod'
import { keyReasons, recordStates } from '../enumerations.ts'
import { entityIdField, recordIdField } from '../fields.ts'

/** Table 5: a process for oneself, or by an assessor on behalf of `owner_id`. */
export const createProcessInput = z.strictObject({ owner_id: entityIdField.optional() }).meta({ id: 'CreateProcess' })

/** An assessor's word that a process uses another owner's assessed component or appliance (5.5.2 to 5.5.7). */
export const linkSeriesInput = z.strictObject({ assessment_id: recordIdField }).meta({ id: 'LinkSeries' })

/** Who else may register keys under a process. */
export const grantInput = z.strictObject({ entity_id: entityIdField }).meta({ id: 'Grant' })

/** An account that registers keys under a process for the entity that names it. */
export const lineAccountInput = z.strictObject({ account: entityIdField }).meta({ id: 'LineAccount' })

/** The state that a process is to have. Only a motion revokes. */
export const updateProcessInput = z
  .strictObject({ state: z.enum(recordStates), reason: z.enum(keyReasons).default('unspecified') })
  .meta({ id: 'UpdateProcess' })
