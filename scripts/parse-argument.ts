import { z } from 'zod'
import { parseInput } from '../src/domain/parse-input.ts'

/** An argument of the command line, read as a field of that name. @throws Problem `invalid_input` that names it */
export function parseArgument<T extends z.ZodType>(name: string, schema: T, text: string): z.output<T> {
  return parseInput(z.object({ [name]: schema }), { [name]: text })[name] as z.output<T>
}
