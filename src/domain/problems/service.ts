/** Services: oracle, its tokens, start and configuration. */
export const serviceProblems = {
  invalid_configuration: { status: 400, title: 'The configuration is not valid', action: 'Correct the listed paths; the JSON Schema beside the configuration names what is allowed.' },
  internal: { status: 500, title: 'Something failed that should not have', action: 'Look at the log under the given request id and report it.' },
} as const
