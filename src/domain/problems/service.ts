/** Services: oracle, its tokens, start and configuration. */
export const serviceProblems = {
  invalid_configuration: {
    status: 400,
    title: 'The configuration is not valid',
    action: 'Correct the listed paths; the JSON Schema beside the configuration names what is allowed.',
  },
  internal: {
    status: 500,
    title: 'Something failed that should not have',
    action: 'Look at the log under the given request id and report it.',
  },
  call_wrong: {
    status: 400,
    title: 'The command is called wrongly',
    action: '`derkey COMMAND --help` says how to call it.',
  },
  port_taken: {
    status: 500,
    title: 'The address cannot be listened on',
    action: 'Stop what listens there, or choose another host or port.',
  },
  store_failed: {
    status: 503,
    title: 'The service cannot write its own files',
    action: 'Check that the disk has room and that the data folder is writable, then try again.',
  },
  token_missing: {
    status: 401,
    title: 'The call needs a token',
    action: 'Send `Authorization: Bearer TOKEN` with a token that the operator of this oracle made.',
  },
  token_unknown: {
    status: 401,
    title: 'The token is not known here',
    action: 'Check that the token is whole and belongs to this oracle, or ask its operator for a new one.',
  },
  token_expired: { status: 401, title: 'The token has expired', action: 'Ask the operator of this oracle for a new one.' },
  token_revoked: { status: 401, title: 'The token was revoked', action: 'Ask the operator of this oracle for a new one.' },
  token_not_listed: { status: 404, title: 'No token has this id', action: 'Look it up with `derkey oracle token list`.' },
  right_missing: {
    status: 403,
    title: 'The caller does not have the right',
    action: 'Act as the one who has the named right, or have it granted.',
  },
  caller_suspended: {
    status: 403,
    title: 'The caller is suspended in the registry',
    action: 'Ask the registrar of the Governing Body why, and to be reinstated.',
  },
  signer_missing: {
    status: 403,
    title: 'The token stands for no signer',
    action: 'Sign the transaction yourself (POST /v1/transactions/prepare), or ask for a token that names a signer.',
  },
  call_unknown: { status: 404, title: 'There is no such call', action: 'Look it up in /openapi.json.' },
  transaction_unknown: {
    status: 404,
    title: 'This oracle knows no such write of yours',
    action: 'Use the transaction_id that the write was answered with, and a token of the same entity.',
  },
  method_not_allowed: { status: 405, title: 'The call does not take this method', action: 'Use one of the methods in the header Allow.' },
  body_too_large: { status: 413, title: 'The body is too large', action: 'Send the list in several calls.' },
  media_type_unsupported: {
    status: 415,
    title: 'The body is not JSON in UTF-8',
    action: 'Send `Content-Type: application/json` without a content encoding.',
  },
  malformed_json: { status: 400, title: 'The body is not well-formed JSON', action: 'Correct it at the named position.' },
  idempotency_key_reused: {
    status: 422,
    title: 'The Idempotency-Key was used for another write',
    action: 'Use a new key for a new write, and the same body for a repeat.',
  },
  transaction_not_prepared: {
    status: 422,
    title: 'The signed transaction is not one that was prepared here',
    action: 'Prepare it with POST /v1/transactions/prepare, sign what it answers without a change, and send that within a day.',
  },
  part_not_sent: {
    status: 409,
    title: 'A part of the write was not sent, because an earlier one failed',
    action: 'Mend what the earlier part was refused for, then write the rest again: what stands already stays as it is.',
  },
  proof_missing: {
    status: 422,
    title: 'Proof of possession is missing',
    action: 'Give certificate signing requests that the keys themselves have signed; over REST, as `csrs`.',
  },
  too_many_requests: {
    status: 429,
    title: 'Too many calls of this token at once',
    action: 'Wait for the answers of the calls under way.',
  },
  block_not_reached: {
    status: 504,
    title: 'The chain has not come to the wanted block in time',
    action: 'Ask again, or ask for an earlier `min_block` or `as_of`.',
  },
  registry_unreachable: {
    status: 503,
    title: 'A registry does not answer',
    action: 'Mend what the message names, then run it again.',
  },
  oracle_unreachable: {
    status: 503,
    title: 'The oracle does not say which registry it answers for',
    action: 'Check its URL and its certificate, or name the deployment file beside it: then it need not be there at the start.',
  },
  disk_full: { status: 507, title: 'The disk is full', action: 'Make room on the disk, and run the same again: it goes on where it was.' },
  service_stopping: { status: 503, title: 'The service is stopping', action: 'Try again when it is back.' },
  tool_missing: {
    status: 500,
    title: 'A program that is needed is not installed',
    action: 'Install it, or put it on PATH: the demonstration uses openssl and curl as the device.',
  },
  tool_failed: { status: 500, title: 'A program failed', action: 'Read its last words; nothing after it was done.' },
  service_failed: { status: 500, title: 'A service did not start', action: 'Read the log that stands beside its configuration.' },
  demo_failed: {
    status: 500,
    title: 'A step of the demonstration ended otherwise than it should',
    action: 'Run it with --keep --dir DIR, look at the logs in DIR, and report what you find.',
  },
} as const
