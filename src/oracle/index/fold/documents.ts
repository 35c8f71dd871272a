import { documentKinds } from '../../../domain/enumerations.ts'
import { toTime } from '../../../domain/fields.ts'
import { valueOf } from '../../../chain/records/fields.ts'
import type { Folds } from './fold.ts'
import { standing } from './standing.ts'

export const documentFolds: Folds<'documents'> = {
  DocumentRegistered: ({ sha256Hash: sha256, kind, title, version }, { time, read, write }) => {
    const index = (read('document_count', 'document_count') ?? 0) + 1
    write('document_count', 'document_count', index)
    const what = { sha256, kind: valueOf(documentKinds, kind, 'kind'), title, version }
    write('document', sha256, { ...what, registered_at: toTime(time), withdrawn_at: null, index })
  },

  DocumentWithdrawn: ({ sha256Hash: sha256 }, context) => {
    context.write('document', sha256, { ...standing(context, 'document', sha256), withdrawn_at: toTime(context.time) })
  },
}
