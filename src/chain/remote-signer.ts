import { parseTransaction, recoverAddress, recoverTransactionAddress, hashMessage, stringToHex, toHex, type Hex } from 'viem'
import { Problem } from '../domain/problem.ts'
import { findCause, isRpcError } from './chain-problem.ts'
import { createRpc } from './rpc-transport.ts'
import type { Signer, UnsignedTransaction } from './signer.ts'

const timeoutMs = 30_000

/**
 * A signer that keeps its keys to itself, by the JSON-RPC of web3signer (`eth_accounts`, `eth_signTransaction`, `eth_sign`). It is not
 * believed: what comes back has to be what it was asked to sign, signed by that account.
 * @throws Problem `invalid_input`, `signer_unreachable`, `signer_refused`
 */
export async function openRemoteSigner(url: string, account: Hex): Promise<Signer> {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new Problem('invalid_input', { field: 'signer-url', detail: `${JSON.stringify(url)} is no http or https URL` })
  }
  const address = account.toLowerCase() as Hex
  const { host } = new URL(url)
  const rpc = createRpc(new URL(url), timeoutMs, undefined)
  const ask = async (method: string, params: readonly unknown[]): Promise<unknown> => {
    try {
      return await rpc({ method, params })
    } catch (error) {
      throw signerProblem(error, host)
    }
  }
  const wrong = (detail: string) => new Problem('signer_wrong', { field: 'signer-url', detail: `${host}: ${detail}` })

  const accounts = await ask('eth_accounts', [])
  const held = Array.isArray(accounts) ? accounts.map((each) => String(each).toLowerCase()) : []
  if (!held.includes(address)) {
    const detail = `${host} holds no key of ${address}, but of ${held.length === 0 ? 'no account' : held.join(', ')}`
    throw new Problem('signer_refused', { field: 'account', detail })
  }
  return {
    address,
    sign: async (transaction) => {
      const raw = await ask('eth_signTransaction', [toRequest(address, transaction)])
      const fault = await faultOf(raw, address, transaction)
      if (fault !== undefined) throw wrong(fault)
      return raw as Hex
    },
    signMessage: async (text) => {
      const signature = await ask('eth_sign', [address, stringToHex(text)])
      const signer = await recoverAddress({ hash: hashMessage(text), signature: signature as Hex }).catch(() => undefined)
      if (signer?.toLowerCase() !== address) throw wrong(`the message is not signed by ${address}`)
      return signature as Hex
    },
  }
}

function signerProblem(error: unknown, host: string): unknown {
  const refused = findCause(error, isRpcError)
  if (refused !== undefined) {
    return new Problem('signer_refused', { field: 'signer-url', detail: `${host} says: ${refused.details}`, cause: error })
  }
  if (!(error instanceof Problem)) return error
  return new Problem('signer_unreachable', { field: 'signer-url', detail: error.message, cause: error })
}

/** The chain id is the signer's own, so it is not asked for, but checked. */
function toRequest(
  from: Hex,
  { to, data = '0x', gas, nonce, value = 0n, maxFeePerGas = 0n, maxPriorityFeePerGas = 0n }: UnsignedTransaction,
) {
  const numbers = { gas, nonce, value, maxFeePerGas, maxPriorityFeePerGas }
  const hex = Object.fromEntries(Object.entries(numbers).map(([name, number]) => [name, toHex(number ?? 0n)]))
  return { from, data, ...hex, ...(to === null || to === undefined ? {} : { to }) }
}

const compared = ['type', 'chainId', 'nonce', 'to', 'data', 'value', 'gas', 'maxFeePerGas', 'maxPriorityFeePerGas', 'accessList'] as const

/** What is not as it was asked for; undefined where everything is. */
async function faultOf(raw: unknown, account: Hex, wanted: UnsignedTransaction): Promise<string | undefined> {
  let signed: Record<string, unknown>
  try {
    signed = { ...parseTransaction(raw as Hex) }
  } catch {
    return `${JSON.stringify(raw)?.slice(0, 40) ?? 'nothing'} is no signed transaction`
  }
  const { type = 'eip1559' } = wanted
  const asked: Record<string, unknown> = { ...wanted, type }
  for (const field of compared) {
    const [found, expected] = [textOf(signed[field]), textOf(asked[field])]
    if (found !== expected) return `${field} is ${found.slice(0, 42) || 'missing'} instead of ${expected.slice(0, 42) || 'nothing'}`
  }
  const signer = await recoverTransactionAddress({ serializedTransaction: raw as never }).catch(() => undefined)
  return signer?.toLowerCase() === account ? undefined : `the transaction is signed by ${signer ?? 'nobody'} instead of ${account}`
}

/** Serialized transactions leave zero, empty data and an empty list out. */
function textOf(value: unknown): string {
  if (value === undefined || value === null || value === '0x' || (Array.isArray(value) && value.length === 0)) return ''
  if (typeof value === 'string') return value.toLowerCase()
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value) === 0 ? '' : String(value)
  return JSON.stringify(value)
}
