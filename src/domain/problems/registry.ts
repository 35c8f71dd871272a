/** What the contracts refuse. */
export const registryProblems = {
  key_unknown: { status: 404, title: 'The registry does not know the key', action: 'Check the key id with `derkey key id FILE`; register the key first.' },
} as const
