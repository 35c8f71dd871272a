import { Problem } from '../../domain/problem.ts'
import type { Deployment } from '../deployment.ts'
import type { RpcObserver } from '../rpc-transport.ts'
import { agree, type Voter } from './agree.ts'
import { restAfter, waitAfter } from './backoff.ts'
import { createBell } from './bell.ts'
import { openEndpoint, type Endpoint } from './open-endpoint.ts'
import { readHeader } from './read-header.ts'

/** What is thought of an endpoint; `unknown` before its first answer. */
export type Standing = 'unknown' | 'agrees' | 'behind' | 'disagrees' | 'fails'

export type EndpointsOptions = {
  /** One or several. */
  readonly urls: readonly string[]
  readonly deployment: Deployment
  /** How long a node may take for one answer, in milliseconds. */
  readonly timeoutMs?: number
  /** How many blocks a node may be behind the others. */
  readonly mayLag?: number
  readonly observe?: RpcObserver | undefined
  /** Called where the standing of an endpoint changes, with the reason. */
  readonly onStanding?: (endpoint: string, standing: Standing, why: string) => void
  /** Called each time that an endpoint contradicts the others or lags, for the metric `derkey_rpc_disagreements_total`. */
  readonly onDisagreement?: (endpoint: string) => void
}

/** What those that are believed agree on, and they. */
export type Agreed = { readonly head: { readonly number: number; readonly hash: string }; readonly believed: readonly Endpoint[] }

export type Endpoints = {
  /**
   * Asks all of them for the chain's head, and compares.
   * @throws Problem `chain_disagrees` where nothing tells who is right; what the first one failed with where none answers
   */
  survey(): Promise<Agreed>
  /** It contradicted another one, or its own words, and is not asked for a while where there are others. */
  accuse(endpoint: Endpoint, why: string): void
  /** It answered for its head and then failed: it is not asked for a while where there are others, ever longer until it has `served`. */
  setAside(endpoint: Endpoint, error: unknown): void
  served(endpoint: Endpoint): void
  /** Ends with a new block that an endpoint tells of, or after so many milliseconds. */
  newHead(milliseconds: number, signal: AbortSignal): Promise<void>
  close(): void
}

const distrustMs = 60_000

/** `restsUntil`: by the clock that nobody sets. */
type Kept = { readonly endpoint: Endpoint; standing: Standing; failures: number; readFailures: number; restsUntil: number }

/** @throws Problem `invalid_input` for URLs that are none, and for one that is named twice: it would be compared with itself */
export function openEndpoints(options: EndpointsOptions): Endpoints {
  const { urls, deployment, timeoutMs = 10_000, mayLag = 10, observe, onStanding, onDisagreement } = options
  if (urls.length === 0) throw new Problem('invalid_input', { field: 'rpc', detail: 'no node is named' })
  const places = urls.map((url) => (URL.canParse(url) ? new URL(url).href : url))
  if (new Set(places).size < urls.length) throw new Problem('invalid_input', { field: 'rpc', detail: 'a node is named twice' })
  const bell = createBell()
  const kept = urls.map((url): Kept => {
    const endpoint = openEndpoint(url, { deployment, timeoutMs, observe, onHead: bell.ring })
    return { endpoint, standing: 'unknown', failures: 0, readFailures: 0, restsUntil: 0 }
  })
  const keptOf = (endpoint: Endpoint) => kept.find((one) => one.endpoint === endpoint) as Kept
  const stand = (one: Kept, standing: Standing, why: string) => {
    if (one.standing !== standing) onStanding?.(one.endpoint.name, standing, why)
    one.standing = standing
  }
  const fail = (one: Kept, error: unknown, rest: number) => {
    if (!(error instanceof Problem)) throw error
    one.restsUntil = performance.now() + rest
    stand(one, 'fails', `${error.message} (${error.code})`)
  }
  const distrust = (one: Kept, why: string) => {
    contradict(one, 'disagrees', why)
    one.restsUntil = performance.now() + distrustMs
  }
  const contradict = (one: Kept, standing: 'disagrees' | 'behind', why: string) => {
    onDisagreement?.(one.endpoint.name)
    stand(one, standing, why)
  }

  /** Those that answer, each with its head. */
  const askHeads = async () => {
    const now = performance.now()
    const rested = kept.filter(({ restsUntil }) => restsUntil <= now)
    // who calls has waited: one that rests is better than none
    const asked = rested.length === 0 ? kept : rested
    const answers = await Promise.allSettled(asked.map(({ endpoint }) => headOf(endpoint)))
    const voters: Voter<Kept>[] = []
    for (const [index, answer] of answers.entries()) {
      const one = asked[index] as Kept
      if (answer.status === 'fulfilled') voters.push(voterOf(one, answer.value))
      else fail(one, answer.reason, waitAfter(++one.failures))
    }
    if (voters.length === 0) throw (answers[0] as PromiseRejectedResult).reason
    return voters
  }

  const survey = async (): Promise<Agreed> => {
    const voters = await askHeads()
    const agreement = await agree(voters, mayLag).catch((error: unknown) => {
      if (!(error instanceof Failed)) throw error
      fail(error.one, error.cause, waitAfter(++error.one.failures))
      throw error.cause
    })
    if (agreement === undefined) {
      const told = voters.map(({ endpoint, head }) => `${endpoint.endpoint.name} at block ${head.number} ${head.hash}`).join(', ')
      for (const { endpoint } of voters) contradict(endpoint, 'disagrees', `no majority: ${told}`)
      throw new Problem('chain_disagrees', { detail: told })
    }
    const { block, believed, disagreeing, behind } = agreement
    for (const one of believed) {
      one.failures = 0
      stand(one, 'agrees', `at block ${block.number}`)
    }
    for (const { endpoint, block: at } of disagreeing) contradict(endpoint, 'disagrees', `its block ${at} is not that of the others`)
    for (const { endpoint, block: at } of behind) contradict(endpoint, 'behind', `at block ${at}, the others are at ${block.number}`)
    return { head: block, believed: believed.map(({ endpoint }) => endpoint) }
  }

  return {
    survey,
    accuse: (endpoint, why) => distrust(keptOf(endpoint), why),
    setAside: (endpoint, error) => {
      const one = keptOf(endpoint)
      fail(one, error, restAfter(++one.readFailures))
    },
    served: (endpoint) => {
      keptOf(endpoint).readFailures = 0
    },
    newHead: bell.wait,
    close: () => {
      for (const { endpoint } of kept) endpoint.close()
    },
  }
}

/** An endpoint that failed while it was compared. */
class Failed extends Error {
  readonly one: Kept
  constructor(one: Kept, cause: unknown) {
    super('an endpoint failed', { cause })
    this.one = one
  }
}

async function headOf(endpoint: Endpoint) {
  await endpoint.requireRegistry()
  return await requireHeader(endpoint, 'latest')
}

function voterOf(one: Kept, head: Awaited<ReturnType<typeof headOf>>): Voter<Kept> {
  const hashAt = async (block: number) => {
    if (block === head.number) return head.hash
    if (block === head.number - 1) return head.parent_hash
    try {
      return (await requireHeader(one.endpoint, block)).hash
    } catch (error) {
      throw new Failed(one, error)
    }
  }
  return { endpoint: one, head, hashAt }
}

/** A block that the endpoint must have. */
export async function requireHeader({ name, request }: Endpoint, block: number | 'latest') {
  const header = await readHeader(request, block)
  if (header === undefined) throw new Problem('chain_nonsense', { detail: `${name} has no block ${block}, and told of it` })
  return header
}
