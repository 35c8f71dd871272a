/** The IEEE 2030.5 gateway. */
export const gatewayProblems = {
  cipher_unavailable: {
    status: 500,
    title: 'This Node cannot offer TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8',
    action: 'Run it on a Node whose OpenSSL has the cipher; IEEE 2030.5 makes it mandatory.',
  },
} as const
