/** Input that is wrong by itself, whatever the registry holds. */
export const inputProblems = {
  invalid_input: { status: 400, title: 'The input is not valid', action: 'Correct the named field and try again.' },
  file_unreadable: { status: 400, title: 'A file cannot be read', action: 'Check the path and its permissions.' },
  key_files_invalid: {
    status: 400,
    title: 'Files of keys have faults',
    action: 'Correct what is listed and give the same files again.',
  },
  receipts_invalid: {
    status: 400,
    title: 'The receipts are not as they were written',
    action: 'Take the file as `derkey key register` wrote it; the same command again writes it anew.',
  },
  file_exists: { status: 400, title: 'The file is there already', action: 'Choose another path, or move the old file away.' },
  file_unwritable: { status: 400, title: 'A file cannot be written', action: 'Check the path, its permissions and the space on the disk.' },
} as const
