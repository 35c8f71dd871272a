/** Input that is wrong by itself, whatever the registry holds. */
export const inputProblems = {
  invalid_input: { status: 400, title: 'The input is not valid', action: 'Correct the named field and try again.' },
  file_unreadable: { status: 400, title: 'A file cannot be read', action: 'Check the path and its permissions.' },
} as const
