import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { Problem } from '../../../domain/problem.ts'

export type Limits = {
  /** One call of a client. @throws Problem `rate_limited` */
  client(name: string, perMinute: number): Promise<void>
  /** One call without a client's certificate. @throws Problem `rate_limited` */
  address(address: string): Promise<void>
  /** Refuses while an enrolment, or an address, has guessed too often. @throws Problem `rate_limited` */
  guesses(enrolmentId: string, address: string): Promise<void>
  /** A wrong proof or signature. */
  guessed(enrolmentId: string, address: string): void
}

/** Wrong proofs of one enrolment, and of one address, in an hour. */
const wrongAnHour = { enrolment: 10, address: 100 }

/** Counted in memory, by the minute and by the hour: a restart forgets, which codes of 130 bits and their expiry bear. */
export function createLimits(addressPerMinute: number): Limits {
  const clients = new Map<string, RateLimiterMemory>()
  const addresses = new RateLimiterMemory({ keyPrefix: 'address', points: addressPerMinute, duration: 60 })
  const wrongEnrolments = new RateLimiterMemory({ keyPrefix: 'enrolment', points: wrongAnHour.enrolment, duration: 3600 })
  const wrongAddresses = new RateLimiterMemory({ keyPrefix: 'guess', points: wrongAnHour.address, duration: 3600 })
  const clientLimiter = (name: string, points: number) => {
    const limiter = clients.get(name) ?? new RateLimiterMemory({ keyPrefix: 'client', points, duration: 60 })
    clients.set(name, limiter)
    return limiter
  }
  const full = async (limiter: RateLimiterMemory, key: string, what: string) => {
    const used = await limiter.get(key)
    if (used !== null && used.consumedPoints >= limiter.points) throw limited(used, what)
  }
  return {
    client: (name, perMinute) => consume(clientLimiter(name, perMinute), name, `${name} may call ${perMinute} times a minute`),
    address: (address) => consume(addresses, address, `an address may call ${addressPerMinute} times a minute`),
    guesses: async (enrolmentId, address) => {
      await full(wrongEnrolments, enrolmentId, 'too many wrong proofs of this enrolment')
      await full(wrongAddresses, address, 'too many wrong proofs from this address')
    },
    guessed: (enrolmentId, address) => {
      void wrongEnrolments.penalty(enrolmentId)
      void wrongAddresses.penalty(address)
    },
  }
}

async function consume(limiter: RateLimiterMemory, key: string, what: string): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (error) {
    if (error instanceof RateLimiterRes) throw limited(error, what)
    throw error
  }
}

function limited({ msBeforeNext }: RateLimiterRes, what: string): Problem {
  return new Problem('rate_limited', { detail: what, retryAt: new Date(Date.now() + Math.max(msBeforeNext, 1000)).toISOString() })
}
