/** The making of keys: appliance, wrapped keys, manifests. */
export const keygenProblems = {
  recipient_unfit: {
    status: 422,
    title: 'No key can be wrapped for this recipient',
    action: 'Give a valid certificate of a key on P-256 (secp256r1) that may agree on keys; nothing is wrapped in any other way instead.',
  },
  wrapped_key_invalid: {
    status: 422,
    title: 'The wrapped key cannot be opened',
    action: 'Give the private key of the recipient that the wrapped key names, and the file as the appliance wrote it.',
  },
  noise_source_failed: {
    status: 500,
    title: 'The noise source failed, and no key was made of it',
    action: 'Check the noise source and its wiring; do not use it, nor lower its configured min-entropy, before you know why it failed.',
  },
} as const
