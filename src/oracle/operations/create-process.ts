import { createProcessInput } from '../../domain/inputs/process.ts'
import { parseInput } from '../../domain/parse-input.ts'
import { operation } from './operation.ts'
import { requireEntity } from './rights.ts'

export const createProcess = operation({
  name: 'create_process',
  input: createProcessInput,
  read: (value) => parseInput(createProcessInput, value),
  plan: ({ owner_id }, { who, registry }) => {
    const { subject } = requireEntity(who, 'creating a process')
    return Promise.resolve({ calls: [registry.createProcess(owner_id === subject ? undefined : owner_id)], about: {} })
  },
})
