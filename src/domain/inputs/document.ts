import { z } from 'zod'
import { documentKinds } from '../enumerations.ts'
import { digestField } from '../fields.ts'
import { textField } from './text-field.ts'

/** A document of the Governing Body, as an ordinary motion registers it. */
export const documentInput = z
  .strictObject({
    kind: z.enum(documentKinds),
    title: textField(1, 200),
    version: textField(1, 32),
    sha256: digestField.describe('SHA-256 of the file'),
  })
  .meta({ id: 'GoverningDocument' })
export type DocumentInput = z.output<typeof documentInput>
