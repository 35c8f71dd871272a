/** Keys, certificates, CSRs and certificate authority. */
export const certificateProblems = {
  invalid_key: { status: 400, title: 'The public key is not valid', action: 'Give a valid SubjectPublicKeyInfo, certificate, CSR or PEM bundle.' },
} as const
