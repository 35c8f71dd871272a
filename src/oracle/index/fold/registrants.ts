import { address } from '../../../chain/records/fields.ts'
import type { FoldContext, Folds } from './fold.ts'

/** Who may register keys under a process, besides its owner. */
export const registrantFolds: Folds<'processes'> = {
  RegistrationGranted: ({ processId, entityId }, context) => setGrant(context, processId, entityId, true),
  RegistrationGrantWithdrawn: ({ processId, entityId }, context) => setGrant(context, processId, entityId, false),
  LineAccountNamed: ({ processId, entityId, account }, context) => setLineAccount(context, processId, entityId, account, true),
  LineAccountWithdrawn: ({ processId, entityId, account }, context) => setLineAccount(context, processId, entityId, account, false),
}

function setGrant({ write, about }: FoldContext, processId: number, entityId: string, granted: boolean): void {
  const [process_id, entity_id] = [String(processId), entityId.toLowerCase()]
  write('grant', `${process_id}:${entity_id}`, { process_id, entity_id, granted })
  about('process', process_id)
  about('entity', entity_id)
}

function setLineAccount(
  { write, about }: FoldContext,
  processId: number,
  entityId: `0x${string}`,
  named: `0x${string}`,
  stands: boolean,
): void {
  const [process_id, entity_id, account] = [String(processId), address(entityId), address(named)]
  write('line_account', `${process_id}:${account}`, { process_id, account, entity_id: stands ? entity_id : null })
  about('process', process_id)
  about('entity', entity_id)
}
