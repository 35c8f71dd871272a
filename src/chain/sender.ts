import { parseTransaction, type Hex, type TransactionReceipt } from 'viem'
import { Problem, type ProblemCode } from '../domain/problem.ts'
import { readChainId, type Client } from './client.ts'
import { explainRevert, findReceipt } from './find-receipt.ts'
import { inTurns } from './in-turns.ts'
import { isOfData, type Attempt, type Journal, type JournaledSend, type Replacement } from './journal.ts'
import { keccakOf } from './keccak.ts'
import { keptFor } from './kept-for.ts'
import { readChainKey, readNonce, rememberNonces } from './nonce.ts'
import { observeAttempts, type Observation } from './observe-attempts.ts'
import { broadcast, prepareTransaction, readFees, type CallWithGas, type Handing } from './sign-transaction.ts'
import type { Signer } from './signer.ts'
import { twoAtOnce } from './two-at-once.ts'

/** `id`: the same id never makes a second transaction. */
export type SendRequest = CallWithGas & { readonly id: string }
export type Sent = { readonly id: string; readonly hash: Hex; readonly receipt: TransactionReceipt }

export type SenderOptions = {
  readonly client: Client
  readonly signer: Signer
  readonly journal: Journal
  /** How long `settle` waits for a block, in milliseconds. The transaction itself does not expire. */
  readonly timeoutMs?: number
}

/** Sends the transactions of one account. Several senders, in several processes too, may share account and journal. */
export type Sender = {
  readonly address: Hex
  readonly journal: Journal
  /** The chain, as the journal names it. */
  readonly chain: string
  /**
   * Signs, writes down, and only then hands to the node. Returns when it is written down and was handed over, once at least; unless it is
   * `handed`, `settle` will try again. Calls need not wait for each other: while one is handed over, the next is signed.
   */
  submit(request: SendRequest): Promise<{ id: string; hash: Hex; handing: Handing }>
  /** Waits for the block. @throws Problem what the contract said; `transaction_pending` when it takes too long */
  settle(id: string): Promise<Sent>
  /** `submit`, then `settle`. */
  send(request: SendRequest): Promise<Sent>
  /** After a restart: hands every transaction that is not settled to the node again, unchanged. Their ids. */
  resume(): Promise<string[]>
  /** What the journal says of a send. */
  find(id: string): JournaledSend | undefined
}

/**
 * Looks that must find the nonce used, and no receipt, before a transaction counts as overtaken: of nodes behind one address some are behind. Looks that
 * find the nonce free come from such a one too, and do not count.
 */
const looksNeeded = 8
/** Every which look asks for what delays a send. */
const closeLook = 4
const longestPauseMs = 250
/** For how long what is paid for gas is taken from an earlier block, in milliseconds. */
const feesMs = 1000

type Signed = { readonly hash: Hex; readonly raw: Hex }

/** @throws Problem `chain_forgot` when the chain has fewer transactions of the account than the journal saw mined */
export async function createSender({ client, signer, journal, timeoutMs = 120_000 }: SenderOptions): Promise<Sender> {
  const account = signer.address
  const chainId = await readChainId(client)
  const chain = await readChainKey(client)
  await requireMemory(client, account, journal.highestMined(chain, account))
  const signTurn = inTurns()
  const handing = twoAtOnce<Handing>((taken) => taken === 'handed')
  const nonces = rememberNonces(client, account, (from) => journal.nonces(chain, account, from))
  const fees = keptFor(feesMs, () => readFees(client))
  const find = (id: string) => journal.find(chain, account, id)
  const attemptsOf = (id: string) => journal.attempts(chain, account, id)

  /** What a send sends, of its signed transaction. Undefined: another process settled it meanwhile, and the next look says how. */
  const callOf = ({ id, to }: JournaledSend) => {
    const signed = attemptsOf(id).find(({ raw }) => raw.length > 0)
    return signed === undefined ? undefined : { id, to, data: parseTransaction(signed.raw).data ?? '0x' }
  }

  const reject = (id: string, problem: Problem) => {
    nonces.forget()
    journal.settle(chain, account, id, { state: 'rejected', hash: null, block: null, failure: failureOf(problem) })
  }

  /** Signs and writes down, with the next nonce or with `nonce`. Undefined: somebody else was faster. */
  const sign = async (request: SendRequest, replaces?: Replacement, nonce?: number): Promise<Signed | undefined> => {
    const { id, to, data } = request
    // an estimate is to count what was signed before
    if (request.gas === undefined) await handing.ended()
    const prepared = await prepareTransaction(client, chainId, account, request, fees.get)
    for (;;) {
      const next = nonce ?? (await nonces.next())
      const raw = await signer.sign({ ...prepared, nonce: next })
      const hash = keccakOf(raw)
      const written = journal.record(chain, { id, account, to, data }, { hash, nonce: next, raw }, replaces)
      if (written === 'recorded') {
        if (nonce === undefined) nonces.take(next)
        return { hash, raw }
      }
      nonces.forget()
      if (written === 'id_taken' || nonce !== undefined) return undefined
    }
  }

  /** Nothing leaves the process that the disk does not have. */
  const handOver = ({ hash, raw }: Signed): Promise<Handing> => {
    journal.makeDurable(hash)
    return broadcast(client, account, raw)
  }

  /** What another process may have written down, too, and not have handed over yet. */
  const handOverAnybodys = ({ raw }: Attempt): Promise<Handing> => {
    journal.makeDurable()
    return broadcast(client, account, raw)
  }

  /** In the order of the nonces. @param onRejected before another one is handed over */
  const hand = (signed: Signed, onRejected?: (problem: Problem) => void) =>
    handing.run(async () => {
      try {
        const taken = await handOver(signed)
        if (taken !== 'handed') nonces.forget()
        return taken
      } catch (error) {
        if (error instanceof Problem) onRejected?.(error)
        throw error
      }
    })

  const submit: Sender['submit'] = async (request) => {
    const { id, to, data } = request
    const signed = await signTurn(async () => {
      const known = find(id)
      return known === undefined || known.state === 'rejected' ? sign(request) : undefined
    })
    if (signed !== undefined) return { id, hash: signed.hash, handing: await hand(signed, (problem) => reject(id, problem)) }
    const there = find(id)
    if (there?.to !== to || !isOfData(there, data)) {
      throw new Problem('transaction_id_taken', { field: 'id', detail: `${id} stands for another transaction of ${account}` })
    }
    return { id, hash: there.hash ?? (attemptsOf(id).at(-1)?.hash as Hex), handing: 'handed' }
  }

  /** @throws Problem what the contract said */
  const conclude = async (send: JournaledSend, receipt: TransactionReceipt): Promise<Sent | undefined> => {
    const { status, transactionHash: hash, blockNumber } = receipt
    const block = Number(blockNumber)
    if (status === 'success') {
      journal.settle(chain, account, send.id, { state: 'mined', hash, block, failure: null })
      return { id: send.id, hash, receipt }
    }
    const call = callOf(send)
    if (call === undefined) return undefined
    const failure = failureOf(await explainRevert(client, receipt, call))
    journal.settle(chain, account, send.id, { state: 'reverted', hash, block, failure })
    throw new Problem(failure.code, failure)
  }

  /** Of a send whose transaction can never be mined. */
  const signAnew = async (send: JournaledSend, { hash }: Attempt) => {
    try {
      nonces.forget()
      const call = callOf(send)
      if (call === undefined) return
      const signed = await signTurn(() => sign(call, { hash, state: 'dead' }))
      if (signed !== undefined) await hand(signed)
    } catch (error) {
      if (error instanceof Problem && !passesByItself(error)) reject(send.id, error)
      throw error
    }
  }

  /** Under the same nonce, for more. If the node refuses it, the earlier one may still be mined. */
  const payMore = async (send: JournaledSend, { hash, nonce }: Attempt) => {
    fees.forget()
    const call = callOf(send)
    if (call === undefined) return
    const signed = await signTurn(() => sign(call, { hash, state: 'replaced' }, nonce))
    if (signed !== undefined) await hand(signed)
  }

  /** What helps a send that is not mined. */
  const help = async (send: JournaledSend, seen: Observation) => {
    if (seen.kind === 'overtaken') await signAnew(send, seen.live)
    if (seen.kind === 'forgotten') await handOverAnybodys(seen.live)
    if (seen.kind === 'underpriced') await payMore(send, seen.live)
    if (seen.kind === 'gap') await fillGap(seen.nonce)
  }

  /** With the transaction of ours that belongs there, or, where one was rejected, or was somebody else's and is lost, with one that does nothing. */
  const fillGap = async (nonce: number) => {
    const live = journal.liveAt(chain, account, nonce)
    if (live !== undefined) {
      await handOverAnybodys(live)
      return
    }
    const id = `gap:${nonce}`
    const signed = await signTurn(() => sign({ id, to: account, data: '0x' }, undefined, nonce))
    if (signed === undefined) return
    await hand(signed, (problem) => reject(id, problem))
    await settle(id)
  }

  /** Looks at a pending send once, and settles or helps it. First at its receipt alone: mostly it is there. */
  const attend = async (send: JournaledSend, look: number, overtaken: { looks: number }): Promise<Sent | undefined> => {
    const attempts = attemptsOf(send.id)
    if (look === 0) {
      const live = attempts.find(({ state }) => state === 'live')
      const receipt = live === undefined ? undefined : await findReceipt(client, live.hash)
      return receipt === undefined ? undefined : conclude(send, receipt)
    }
    const seen = await observeAttempts(client, account, attempts, look % closeLook === 0)
    if (seen.kind === 'mined') return conclude(send, seen.receipt)
    if (seen.kind === 'overtaken') {
      if (++overtaken.looks < looksNeeded) return undefined
      overtaken.looks = 0
    }
    await help(send, seen)
    return undefined
  }

  const settle: Sender['settle'] = async (id) => {
    const deadline = performance.now() + timeoutMs
    const overtaken = { looks: 0 }
    let failure: unknown
    for (let look = 0, pause = 10; ; look++, pause = Math.min(pause * 1.5, longestPauseMs)) {
      const send = find(id)
      if (send === undefined) throw new Problem('transaction_unknown', { field: 'id', detail: `the journal has no ${id} of ${account}` })
      if (send.failure !== null) throw new Problem(send.failure.code, send.failure)
      try {
        if (send.hash !== null) return { id, hash: send.hash, receipt: await requireReceipt(client, send.hash) }
        const sent = await attend(send, look, overtaken)
        if (sent !== undefined) return sent
      } catch (error) {
        // a send that was refused or rejected for good says so itself, at the next look
        if (!(error instanceof Problem) || fatal.includes(error.code)) throw error
        if (find(id)?.failure !== null) continue
        failure = error
      }
      if (performance.now() > deadline) {
        const why = failure instanceof Problem ? `: ${failure.message}` : ''
        throw new Problem('transaction_pending', { detail: `${id} is in no block after ${timeoutMs} ms${why}`, cause: failure })
      }
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }

  /** A node that does not take it now may have passed it on before: whether it is mined, `settle` finds out. */
  const handAgain = async (attempt: Attempt) => {
    try {
      await broadcast(client, account, attempt.raw)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
    }
  }

  const resume: Sender['resume'] = async () => {
    const pending = journal.pending(chain, account)
    if (pending.length > 0) journal.makeDurable()
    for (const { id } of pending) {
      for (const attempt of attemptsOf(id)) if (attempt.state === 'live') await handAgain(attempt)
    }
    return pending.map(({ id }) => id)
  }

  const send: Sender['send'] = async (request) => settle((await submit(request)).id)
  return { address: account, journal, chain, submit, settle, send, resume, find }
}

const fatal: readonly ProblemCode[] = ['journal_unusable', 'chain_forgot', 'transaction_unknown']

function failureOf({ code, message: detail, field }: Problem) {
  return field === undefined ? { code, detail } : { code, detail, field }
}

function passesByItself(error: unknown): boolean {
  return (
    error instanceof Problem && ['chain_unreachable', 'chain_timeout', 'chain_busy', 'chain_nonsense', 'chain_refused'].includes(error.code)
  )
}

async function requireMemory(client: Client, account: Hex, highestMined: number | undefined): Promise<void> {
  const count = await readNonce(client, account, 'latest')
  if (highestMined !== undefined && count <= highestMined) {
    const detail = `of ${highestMined + 1} transactions of ${account} that were mined the node knows ${count}`
    throw new Problem('chain_forgot', { detail })
  }
}

async function requireReceipt(client: Client, hash: Hex): Promise<TransactionReceipt> {
  const receipt = await findReceipt(client, hash)
  if (receipt === undefined) throw new Problem('chain_forgot', { detail: `transaction ${hash} was mined, the node has no receipt` })
  return receipt
}
