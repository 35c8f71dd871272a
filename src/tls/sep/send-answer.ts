import type { IncomingMessage, ServerResponse } from 'node:http'
import type { SepAnswer } from './answer.ts'
import { sepMediaType } from './xml.ts'

/** Sends `answer` in one piece with its length, since clients in the field do not read chunks. `close`: the connection ends with it. */
export function sendAnswer(request: IncomingMessage, response: ServerResponse, { status, headers, body }: SepAnswer, close: boolean): void {
  response.writeHead(status, {
    ...headers,
    ...(body !== undefined && { 'Content-Type': sepMediaType }),
    'Content-Length': body?.length ?? 0,
    ...(close && { Connection: 'close' }),
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}
