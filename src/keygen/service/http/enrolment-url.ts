import { toString as drawQr } from 'qrcode'

export type EnrolmentInvitation = {
  /** `https://HOST:PORT` */
  readonly service: string
  readonly enrolmentId: string
  readonly code: string
  /** `sha256//BASE64` of the server's SubjectPublicKeyInfo. */
  readonly pin: string
}

/**
 * What a device needs to fetch its key, in one URL. All of it stands behind the #, which no browser sends: whoever opens it by mistake, with the
 * camera of a phone, gives the code to nobody.
 */
export function enrolmentUrl({ service, enrolmentId, code, pin }: EnrolmentInvitation): string {
  return `${service}/enrol#${new URLSearchParams({ enrolment: enrolmentId, code, pin }).toString()}`
}

/** A QR code (ISO/IEC 18004) as SVG; error correction M bears a scratched display. */
export function qrOf(text: string): Promise<string> {
  return drawQr(text, { type: 'svg', errorCorrectionLevel: 'M', margin: 4 })
}
