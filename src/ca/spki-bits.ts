import { octetsOfBitString, readDer, readInside, tags } from '../domain/der.ts'

/** The octets of the subjectPublicKey bit string in a DER SubjectPublicKeyInfo. @throws Problem invalid_key */
export function bitsOfSpki(spki: Uint8Array): Uint8Array {
  const what = 'SubjectPublicKeyInfo'
  const fields = readInside(spki, what, readDer(spki, what).take(tags.sequence, 'the key'))
  fields.take(tags.sequence, 'algorithm')
  return octetsOfBitString(spki, fields.take(tags.bitString, 'subjectPublicKey'), 'subjectPublicKey')
}
