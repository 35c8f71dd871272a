/** Keys, certificates, CSRs and certificate authority. */
export const certificateProblems = {
  invalid_key: {
    status: 400,
    title: 'The public key is not valid',
    action: 'Give a valid SubjectPublicKeyInfo, certificate, CSR or PEM bundle.',
  },
  private_key_given: {
    status: 400,
    title: 'The file holds a private key',
    action: 'Give the public key (`openssl pkey -pubout`), a CSR or a certificate; a private key stays where it is.',
  },
  key_file_too_large: {
    status: 413,
    title: 'The file of keys is too large',
    action: 'Split it into several files.',
  },
  pkcs12_unreadable: {
    status: 400,
    title: 'The PKCS#12 bundle cannot be opened',
    action: 'Check that it is whole, and give the file that holds its password in its first line.',
  },
  pem_malformed: {
    status: 400,
    title: 'The PEM text is not valid',
    action: 'Give a file with one whole PEM block, or DER.',
  },
  csr_malformed: {
    status: 400,
    title: 'The certificate signing request is not valid',
    action: 'Make it anew, for instance with `openssl req -new`; docs/certificate-authority.md shows how.',
  },
  csr_too_large: {
    status: 413,
    title: 'The certificate signing request is too large',
    action: 'Give a request with a key, its hardwareModuleName and nothing else.',
  },
  csr_signature_algorithm: {
    status: 422,
    title: 'The certificate signing request is signed with an algorithm that is not allowed',
    action: 'Sign it with ECDSA and SHA-256 (`openssl req -new -sha256`).',
  },
  csr_key_type: {
    status: 422,
    title: 'The key is of a type that IEEE 2030.5 does not have',
    action: 'Use a key on the curve P-256 (secp256r1, prime256v1).',
  },
  csr_proof: {
    status: 422,
    title: 'The certificate signing request does not prove that its sender holds the key',
    action: 'Have the device sign its request with its own private key, and send it unchanged.',
  },
  csr_hardware_module: {
    status: 422,
    title: 'The certificate signing request does not name the device',
    action: 'Request a subjectAltName with one hardwareModuleName; docs/certificate-authority.md shows how.',
  },
  server_name_invalid: {
    status: 400,
    title: "The server's name is not valid",
    action: 'Give DNS names with --dns and IP addresses with --ip.',
  },
  certificate_malformed: {
    status: 400,
    title: 'The certificate is not valid',
    action: 'Give one X.509 certificate, PEM or DER.',
  },
  certificate_refused: {
    status: 403,
    title: 'The policy refuses a certificate for the key',
    action: 'Read the findings: they say what was found and what is wanted.',
  },
  ca_exists: {
    status: 409,
    title: 'The folder holds a certificate authority or other files already',
    action: 'Choose an empty folder. Nothing was changed.',
  },
  ca_init_differs: {
    status: 409,
    title: 'The folder holds an unfinished certificate authority that was begun otherwise',
    action: 'Repeat the first call to finish it, or choose an empty folder.',
  },
  ca_missing: {
    status: 400,
    title: 'The folder holds no certificate authority',
    action: 'Make one with `derkey ca init --dir DIR`, and repeat the call if it was interrupted.',
  },
  ca_invalid: {
    status: 500,
    title: 'The files of the certificate authority do not fit together',
    action: 'Restore the named file from a backup.',
  },
  ca_password: {
    status: 400,
    title: 'The key of the certificate authority cannot be opened',
    action: 'Give the file of its password with --password-file; it holds the password in its first line.',
  },
  pkcs11_failed: {
    status: 500,
    title: 'The PKCS#11 token cannot be used',
    action: 'Check module, token label and PIN, and that the token is initialised.',
  },
  ledger_unusable: {
    status: 500,
    title: 'The ledger of certificates cannot be used',
    action: 'Check the file, its permissions and the space on the disk; no certificate leaves without it.',
  },
} as const
