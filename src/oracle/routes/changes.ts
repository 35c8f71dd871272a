import { z } from 'zod'
import type { ChangeFeed } from '../change-feed.ts'
import { bearerToken } from '../http/request-headers.ts'
import { noQuery } from '../http/read-query.ts'
import { route, type Route } from '../http/route.ts'

/** Server-sent events for gateways and CAs that follow an oracle: what to decide again. */
export function changesRoute(feed: ChangeFeed, authenticate: (token: string) => Promise<unknown>): Route {
  return route({
    method: 'get',
    path: '/v1/changes',
    name: 'get_changes',
    summary: 'Events `keys` (these keys changed), `all` (decide everything again) and `reachable` (the chain answers, or does not)',
    write: false,
    params: z.strictObject({}),
    query: noQuery,
    answer: z.string().describe('text/event-stream; the data of each event is JSON'),
    mediaType: 'text/event-stream',
    handle: ({ request, response }) => {
      const token = bearerToken(request.get('authorization'))
      feed.follow(response, () => authenticate(token))
      return Promise.resolve(undefined)
    },
  })
}
