import { recordIdField } from '../../src/domain/fields.ts'
import { parseArgument } from '../parse-argument.ts'

/** @throws Problem `invalid_input` */
export const lotIdOf = (text: string): string => parseArgument('lot_id', recordIdField, text)
