/** The online key generation service: who connects, enrolments, their keys, the log of what was issued. */
export const keygenServiceProblems = {
  client_certificate_missing: {
    status: 401,
    title: 'The call needs a client certificate',
    action:
      'Connect with the client certificate that the operator of the service knows; a device without one sends the proof of its enrolment code.',
  },
  client_certificate_untrusted: {
    status: 403,
    title: 'The client certificate is not from an authority that the service trusts',
    action:
      'Connect with a certificate of one of the authorities in the configuration, for TLS clients, or with none where a code is used.',
  },
  client_certificate_not_yet_valid: {
    status: 403,
    title: 'The client certificate is not valid yet by the clock of the service',
    action: 'Compare the two times in the detail: set the clock that is wrong, of the service or of the authority, or wait.',
  },
  client_certificate_expired: {
    status: 403,
    title: 'The client certificate has expired by the clock of the service',
    action: 'Compare the two times in the detail: renew the certificate, or set the clock of the service if that is wrong.',
  },
  client_unknown: {
    status: 403,
    title: 'The service has no client with this certificate',
    action: 'Ask the operator of the service to add the key id in the detail to a client.',
  },
  origin_foreign: {
    status: 403,
    title: 'Another web page made the call',
    action: 'Use the page of this service, or a program that sends no Origin.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many calls in a short time',
    action: 'Wait for the seconds that Retry-After says, and call less often.',
  },
  device_has_key: {
    status: 409,
    title: 'The device has confirmed a key under this process already',
    action: 'Cancel its enrolment first if the device lost the key or was replaced, and have the old key retired by its owner.',
  },
  device_enrolled_elsewhere: {
    status: 409,
    title: 'The device is enrolled already, by another client or with another proof',
    action: 'Have whoever enrolled it, or whoever supervises the process, cancel that enrolment.',
  },
  enrolment_unknown: {
    status: 404,
    title: 'There is no such enrolment of yours',
    action: 'Check the identifier; an enrolment is shown to the client that made it and to those who supervise its process.',
  },
  enrolment_expired: { status: 410, title: 'The enrolment code has expired', action: 'Enrol the device again: it gets a new code.' },
  enrolment_cancelled: { status: 410, title: 'The enrolment was cancelled', action: 'Enrol the device again.' },
  enrolment_busy: {
    status: 409,
    title: 'The key of the enrolment is being registered',
    action: 'Wait until it is registered, then cancel.',
  },
  enrolment_spent: {
    status: 409,
    title: 'The enrolment has its key, and the code is spent',
    action: 'Use the key that the device confirmed; to give it another, cancel the enrolment and enrol the device again.',
  },
  enrolment_proof_wrong: {
    status: 403,
    title: 'The proof of the enrolment code is wrong',
    action:
      'Compute it from this code, this key and this TLS session, as docs/key-generation-service.md shows; ask for a new code if it was mistyped.',
  },
  key_not_issued: {
    status: 409,
    title: 'The enrolment has no key to confirm yet',
    action: 'Ask for the key first, with POST /v1/device/keys.',
  },
  key_withdrawn: {
    status: 409,
    title: 'The key is not the one that the enrolment has now',
    action: 'Forget this key: another was asked for after it. Confirm the newest one.',
  },
  confirmation_wrong: {
    status: 422,
    title: 'The confirmation is not signed by the new key',
    action: 'Sign the octets of `confirm` with the unwrapped key, ECDSA with SHA-256, in DER.',
  },
  key_reused: {
    status: 422,
    title: 'The key has another use already',
    action: 'Make a new key for this enrolment alone: not that of a certificate, of another device, nor of an earlier request.',
  },
  not_listed: {
    status: 409,
    title: 'The service makes no lists of keys to register',
    action: 'Look at the state of the enrolments: the service registers the keys itself.',
  },
  issue_log_broken: {
    status: 500,
    title: 'The log of issued keys does not fit what the service knows of it',
    action:
      'Look at it with `derkey keygen audit`, restore it from a backup, and find out who changed it; the service does not start without it.',
  },
} as const
