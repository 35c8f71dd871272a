import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** A client in a process of its own that carries out orders one by one. */
export type OrderedProcess<Order, Result> = { order(order: Order): Promise<Result>; stop(): void }

/** Starts `bench/tls/NAME-process.ts`, which says that it is ready and then answers each message with one. */
export async function startOrderedProcess<Order extends object, Result>(
  name: 'connect' | 'request',
): Promise<OrderedProcess<Order, Result>> {
  const child = fork(join(import.meta.dirname, `${name}-process.ts`), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const ended = once(child, 'exit').then(() => {
    throw new Error(`the ${name} process ended`)
  })
  const message = () => Promise.race([once(child, 'message'), ended])
  await message()
  return {
    order: async (order) => {
      child.send(order)
      return (await message())[0] as Result
    },
    stop: () => {
      ended.catch(() => undefined)
      child.kill()
    },
  }
}
