import type * as Pkcs11Module from 'pkcs11js'
import type { Handle, PKCS11 } from 'pkcs11js'
import { Problem } from '../domain/problem.ts'
import type { ProblemCode } from '../domain/problem.ts'

/** Path of the module's library, label of the token. */
export type TokenName = { readonly module: string; readonly token: string }

type ObjectClass = 'public' | 'private'

/** A session with a token, its user logged in. */
export type Token = {
  readonly pkcs11: PKCS11
  readonly constants: typeof Pkcs11Module
  readonly session: Handle
  /** Every half of a key pair with this label. */
  find(objectClass: ObjectClass, label: string): Handle[]
  /** Both halves of the one key pair with this label. @throws Problem pkcs11_failed where there is none, or several */
  pair(label: string): { readonly publicKey: Handle; readonly privateKey: Handle }
  /** The result of `action`. @throws Problem pkcs11_failed that says `what` went wrong */
  attempt<T>(what: string, action: () => T): T
  close(): void
}

/** `write`: keys are made in it. `wrongPin`: the code for a PIN that it does not take. */
type Opening = { readonly write?: boolean; readonly wrongPin?: ProblemCode }

/**
 * Opens a token (PKCS#11 2.40).
 * @param pin of its user
 * @throws Problem pkcs11_failed
 */
export async function openToken({ module, token }: TokenName, pin: string, opening: Opening = {}): Promise<Token> {
  const { write = false, wrongPin = 'pkcs11_failed' } = opening
  const { pkcs11, constants } = await load(module)
  const failed = (detail: string, cause?: unknown) => new Problem('pkcs11_failed', { field: token, detail, cause })
  const attempt = <T>(what: string, action: () => T): T => {
    try {
      return action()
    } catch (cause) {
      if (cause instanceof Problem) throw cause
      const { message } = cause as Error
      const code = message.includes('CKR_PIN_') ? wrongPin : 'pkcs11_failed'
      throw new Problem(code, { field: token, detail: `${what}: ${message}`, cause })
    }
  }
  const close = () => {
    pkcs11.C_Finalize()
    pkcs11.close()
  }
  const start = (): Handle => {
    pkcs11.C_Initialize()
    const slot = pkcs11.C_GetSlotList(true).find((each) => pkcs11.C_GetTokenInfo(each).label.trim() === token)
    if (slot === undefined) throw failed(`${module} has no token with this label`)
    const opened = pkcs11.C_OpenSession(slot, constants.CKF_SERIAL_SESSION | (write ? constants.CKF_RW_SESSION : 0))
    pkcs11.C_Login(opened, constants.CKU_USER, pin)
    return opened
  }
  let session: Handle
  try {
    session = attempt('the session cannot be opened', start)
  } catch (error) {
    close()
    throw error
  }
  const find = (objectClass: ObjectClass, label: string): Handle[] => {
    const type = objectClass === 'public' ? constants.CKO_PUBLIC_KEY : constants.CKO_PRIVATE_KEY
    pkcs11.C_FindObjectsInit(session, [
      { type: constants.CKA_CLASS, value: type },
      { type: constants.CKA_LABEL, value: label },
    ])
    try {
      return pkcs11.C_FindObjects(session, 16)
    } finally {
      pkcs11.C_FindObjectsFinal(session)
    }
  }
  const pair = (label: string) => {
    const [publicKeys, privateKeys] = [find('public', label), find('private', label)]
    const [publicKey, privateKey] = [publicKeys[0], privateKeys[0]]
    if (publicKey === undefined || privateKey === undefined) throw failed(`the token has no key pair with the label ${label}`)
    if (publicKeys.length > 1 || privateKeys.length > 1) throw failed(`several keys have the label ${label}`)
    return { publicKey, privateKey }
  }
  return { pkcs11, constants, session, find, pair, attempt, close }
}

async function load(module: string): Promise<{ pkcs11: PKCS11; constants: typeof Pkcs11Module }> {
  try {
    const { default: constants } = await import('pkcs11js')
    const pkcs11 = new constants.PKCS11()
    pkcs11.load(module)
    return { pkcs11, constants }
  } catch (cause) {
    throw new Problem('pkcs11_failed', { field: module, detail: `the module cannot be loaded: ${(cause as Error).message}`, cause })
  }
}
