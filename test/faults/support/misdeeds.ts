import { keccak256, type Hex } from 'viem'
import type { Fault } from '../../support/faulty-node.ts'
import type { Draws } from './draws.ts'

type Request = { readonly method: string; readonly params: readonly unknown[] }
export type Misdeed = (request: Request, draws: Draws) => Fault | Promise<Fault>

const oneIn =
  (times: number, misdeed: Misdeed): Misdeed =>
  (request, draws) =>
    draws.below(times) === 0 ? misdeed(request, draws) : 'pass'

/** Of one method alone. */
export const only =
  (method: string, misdeed: Misdeed): Misdeed =>
  (request, draws) =>
    request.method === method ? misdeed(request, draws) : 'pass'

const older = (blocks: number) => (result: unknown) => `0x${Math.max(Number(result) - blocks, 0).toString(16)}`

/** What nodes do. `writes`, `reads`: who is the worse for it, registration or the follower. */
export const misdeeds: Readonly<Record<string, { readonly does: Misdeed; readonly writes: boolean; readonly reads: boolean }>> = {
  'says nothing, so that requests time out': { does: oneIn(12, () => 'hang'), writes: true, reads: true },
  'answers 429': { does: oneIn(5, () => ({ status: 429, answer: '<html>Too Many Requests</html>' })), writes: true, reads: true },
  'cuts connections': { does: oneIn(6, () => 'drop'), writes: true, reads: true },
  'answers with half of its JSON': { does: oneIn(6, () => ({ answer: '{"jsonrpc":"2.0","id":1,"resu' })), writes: true, reads: true },
  'cuts the connection after a transaction has reached it': {
    does: only(
      'eth_sendRawTransaction',
      oneIn(2, () => 'lose'),
    ),
    writes: true,
    reads: false,
  },
  'counts transactions as of an old block': {
    does: only(
      'eth_getTransactionCount',
      oneIn(2, (_, draws) => ({ alter: older(1 + draws.below(4)) })),
    ),
    writes: true,
    reads: false,
  },
  'gives an old block for the newest': {
    does: ({ method, params }, draws) =>
      method === 'eth_getBlockByNumber' && params[0] === 'latest' && draws.below(2) === 0
        ? { instead: { method, params: [`0x${draws.below(40).toString(16)}`, false] } }
        : 'pass',
    writes: true,
    reads: true,
  },
  'does not find receipts that are there': {
    does: only(
      'eth_getTransactionReceipt',
      oneIn(2, () => ({ alter: () => null })),
    ),
    writes: true,
    reads: false,
  },
  'takes transactions and forgets them': {
    does: only(
      'eth_sendRawTransaction',
      oneIn(3, ({ params: [raw] }) => ({ answer: JSON.stringify({ jsonrpc: '2.0', id: 1, result: keccak256(raw as Hex) }) })),
    ),
    writes: true,
    reads: false,
  },
}
