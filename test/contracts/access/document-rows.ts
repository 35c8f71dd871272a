import { criteria, documentDetails } from '../support/inputs.ts'
import { restricted, type Row } from './row.ts'

export const documentRows: readonly Row[] = [
  restricted('documents', 'BOARD', 'register', () => [documentDetails('bylaws')]),
  restricted('documents', 'BOARD', 'withdraw', () => [criteria]),
]
