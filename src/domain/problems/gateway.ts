/** The IEEE 2030.5 gateway. */
export const gatewayProblems = {
  cipher_unavailable: {
    status: 500,
    title: 'This Node cannot offer TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8',
    action: 'Run it on a Node whose OpenSSL has the cipher; IEEE 2030.5 makes it mandatory.',
  },
  trust_anchor_invalid: {
    status: 400,
    title: 'A trust anchor cannot be used',
    action:
      'Name the PEM or DER files of SERCA, MCA and MICA, each CA up to its self-signed root, all with P-256 keys and ECDSA with SHA-256.',
  },
  trust_anchor_expired: {
    status: 400,
    title: 'A trust anchor is outside its time',
    action: 'Remove it from the configuration, or renew it; see that the clock of this machine is right.',
  },
  server_certificate_invalid: {
    status: 400,
    title: "The gateway's own certificate cannot be used",
    action: 'Give a certificate with a P-256 key that is in its time, its chain behind it, and the private key that belongs to it.',
  },
  admin_token_missing: {
    status: 401,
    title: "The call needs the gateway's token",
    action: 'Send `Authorization: Bearer TOKEN` with the content of the file `admin.token_file` of the configuration.',
  },
  admin_call_unknown: { status: 404, title: 'The gateway has no such call', action: 'Look the calls up in docs/gateway.md.' },
  device_registered: {
    status: 409,
    title: 'The device is registered already',
    action: 'Look it up with GET /v1/devices/{lfdi}; delete it first if it is to be registered otherwise.',
  },
  device_unknown: { status: 404, title: 'The gateway has no such device', action: 'Register it with POST /v1/devices.' },
} as const
