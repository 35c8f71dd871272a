/** A key of the certificate authority, wherever it is kept. Every key is on P-256 and signs with ECDSA and SHA-256 (IEEE 2030.5-2018, 6.11). */
export type Signer = {
  /** DER SubjectPublicKeyInfo. */
  readonly spki: Uint8Array
  /** DER Ecdsa-Sig-Value (RFC 3279, 2.2.3) over SHA-256 of `data`. @throws Problem when the key cannot be used */
  sign(data: Uint8Array): Uint8Array | Promise<Uint8Array>
}

/** Where the keys are: made once for each name (`serca`, `mca`, `mica`), and found again. */
export type KeyStore = {
  /** Makes the key unless it is there: after an interruption the same one is found. */
  create(name: string): Promise<Signer>
  /** @throws Problem ca_password, ca_invalid, pkcs11_failed */
  open(name: string): Promise<Signer>
  close(): void
}
