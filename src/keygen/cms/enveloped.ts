import { hash } from 'node:crypto'
import { contentOf, derOf, octetsOfBitString, readDer, readInside, tags, wholeOf } from '../../domain/der.ts'
import type { DerReader } from '../../domain/der.ts'
import { Problem } from '../../domain/problem.ts'

/** What changes from one wrapped key to the next. */
export type Enveloped = {
  /** DER KeyAgreeRecipientIdentifier (RFC 5652, 6.2.2): who opens it. */
  readonly recipient: Uint8Array
  /** The sender's ephemeral point on P-256, uncompressed, 65 octets. */
  readonly ephemeral: Uint8Array
  /** The content-encryption key, AES-256 in RFC 3394's wrap, 40 octets. */
  readonly wrappedCek: Uint8Array
  /** 12 octets. */
  readonly nonce: Uint8Array
  readonly ciphertext: Uint8Array
  /** The authentication tag of GCM, 16 octets. */
  readonly mac: Uint8Array
}

const context1 = 0xa1
const primitive0 = 0x80

const authEnvelopedData = Buffer.from('060b2a864886f70d0109100117', 'hex')
const data = Buffer.from('06092a864886f70d010701', 'hex')
const ecPublicKey = Buffer.from('300906072a8648ce3d0201', 'hex')
/** RFC 3565, 2.3.2: without parameters. */
const aes256Wrap = Buffer.from('300b060960864801650304012d', 'hex')
/** RFC 5753, 7.1.4: its parameter is the key wrap. */
const dhSinglePassStdDhSha256Kdf = derOf(tags.sequence, Buffer.from('06062b8104010b01', 'hex'), aes256Wrap)
const aes256Gcm = Buffer.from('060960864801650304012e', 'hex')
/** RFC 5084, 3.2: aes-ICVlen, which would be 12 by default. */
const tagLength = Buffer.from('020110', 'hex')

/**
 * User keying material (RFC 5753, 7.2): SHA-256 of the recipient's identifier, so that the key-encryption key depends on whom the file names
 * and a file that names another one does not open.
 */
function ukmOf(recipient: Uint8Array): Buffer {
  return hash('sha256', recipient, 'buffer')
}

/** DER of ECC-CMS-SharedInfo (RFC 5753, 7.2) for a key-encryption key of 256 bits. */
export function sharedInfoOf(recipient: Uint8Array): Buffer {
  const entityUInfo = derOf(tags.context0, derOf(tags.octetString, ukmOf(recipient)))
  return derOf(tags.sequence, aes256Wrap, entityUInfo, derOf(0xa2, derOf(tags.octetString, Buffer.of(0, 0, 1, 0))))
}

/** DER ContentInfo with AuthEnvelopedData (RFC 5083, 2.1) for one recipient, the content being id-data. */
export function encodeEnveloped({ recipient, ephemeral, wrappedCek, nonce, ciphertext, mac }: Enveloped): Buffer {
  const originatorKey = derOf(context1, ecPublicKey, derOf(tags.bitString, Buffer.of(0), ephemeral))
  const keyAgreement = derOf(
    context1,
    Buffer.of(tags.integer, 1, 3),
    derOf(tags.context0, originatorKey),
    derOf(context1, derOf(tags.octetString, ukmOf(recipient))),
    dhSinglePassStdDhSha256Kdf,
    derOf(tags.sequence, derOf(tags.sequence, recipient, derOf(tags.octetString, wrappedCek))),
  )
  const gcm = derOf(tags.sequence, aes256Gcm, derOf(tags.sequence, derOf(tags.octetString, nonce), tagLength))
  const content = derOf(tags.sequence, data, gcm, derOf(primitive0, ciphertext))
  const whole = derOf(tags.sequence, Buffer.of(tags.integer, 1, 0), derOf(tags.set, keyAgreement), content, derOf(tags.octetString, mac))
  return derOf(tags.sequence, authEnvelopedData, derOf(tags.context0, whole))
}

/**
 * The parts of what `encodeEnveloped` made, and of nothing else: one octet that differs from what it would write is refused, so that a
 * weaker algorithm cannot be slipped in, nor an identifier be changed.
 * @throws Problem wrapped_key_invalid
 */
export function decodeEnveloped(der: Uint8Array): Enveloped {
  let parts: Enveloped
  try {
    parts = partsOf(der)
  } catch (cause) {
    if (!(cause instanceof Problem)) throw cause
    throw new Problem('wrapped_key_invalid', { detail: cause.message, cause })
  }
  // a hybrid point (X9.62, 4.3.6) would be a second spelling of the same one
  if (parts.ephemeral[0] !== 4 || Buffer.compare(encodeEnveloped(parts), der) !== 0) {
    throw new Problem('wrapped_key_invalid', {
      detail: 'it is not in the form in which derkey wraps keys: it was changed, or made otherwise',
    })
  }
  return parts
}

const name = 'AuthEnvelopedData'

function partsOf(der: Uint8Array): Enveloped {
  const inside = (reader: DerReader, tag: number, what: string) => readInside(der, name, reader.take(tag, what))
  const octets = (reader: DerReader, what: string) => contentOf(der, reader.take(tags.octetString, what))
  const info = inside(readDer(der, name), tags.sequence, 'ContentInfo')
  info.take(tags.oid, 'contentType')
  const enveloped = inside(inside(info, tags.context0, 'content'), tags.sequence, 'AuthEnvelopedData')
  enveloped.take(tags.integer, 'version')
  const agreement = inside(inside(enveloped, tags.set, 'recipientInfos'), context1, 'KeyAgreeRecipientInfo')
  agreement.take(tags.integer, 'version')
  const originator = inside(inside(agreement, tags.context0, 'originator'), context1, 'originatorKey')
  originator.take(tags.sequence, 'algorithm')
  const ephemeral = octetsOfBitString(der, originator.take(tags.bitString, 'publicKey'), 'the ephemeral key')
  agreement.take(context1, 'ukm')
  agreement.take(tags.sequence, 'keyEncryptionAlgorithm')
  const encryptedKey = inside(inside(agreement, tags.sequence, 'recipientEncryptedKeys'), tags.sequence, 'RecipientEncryptedKey')
  const recipient = wholeOf(der, encryptedKey.any('rid'))
  const wrappedCek = octets(encryptedKey, 'encryptedKey')
  const content = inside(enveloped, tags.sequence, 'authEncryptedContentInfo')
  content.take(tags.oid, 'contentType')
  const algorithm = inside(content, tags.sequence, 'contentEncryptionAlgorithm')
  algorithm.take(tags.oid, 'algorithm')
  const nonce = octets(inside(algorithm, tags.sequence, 'parameters'), 'aes-nonce')
  const ciphertext = contentOf(der, content.take(primitive0, 'encryptedContent'))
  const mac = octets(enveloped, 'mac')
  return { recipient, ephemeral, wrappedCek, nonce, ciphertext, mac }
}
