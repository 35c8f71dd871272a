import { address } from '../../../chain/records/fields.ts'
import { toTime } from '../../../domain/fields.ts'
import type { FoldContext, Folds } from './fold.ts'
import { standing } from './standing.ts'

/** Which account acts for an entity, and which is to. */
export const controllerFolds: Folds<'entities'> = {
  ControllerReplacementProposed: ({ entityId, account, acceptableFrom, byRegistrar: by_registrar }, { write, about }) => {
    const entity_id = address(entityId)
    write('replacement', entity_id, { entity_id, account: address(account), acceptable_from: toTime(acceptableFrom), by_registrar })
    about('entity', entity_id)
  },

  ControllerReplacementCancelled: ({ entityId }, context) => noneWaits(context, address(entityId)),

  ControllerReplaced: ({ entityId, previous, account }, context) => {
    const [entity_id, controller] = [address(entityId), address(account)]
    noneWaits(context, entity_id)
    context.write('controller', address(previous), { account: address(previous), entity_id: null })
    context.write('controller', controller, { account: controller, entity_id })
    context.write('entity', entity_id, { ...standing(context, 'entity', entity_id), controller })
  },
}

function noneWaits({ write, about }: FoldContext, entity_id: string): void {
  write('replacement', entity_id, { entity_id, account: null, acceptable_from: null, by_registrar: false })
  about('entity', entity_id)
}
