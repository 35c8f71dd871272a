import type { Fault, FaultyNode } from './faulty-node.ts'

/** From now on nobody is told whether a transaction is in a block, before `release`. `asked`: somebody waits for it. */
export function holdReceipts(node: FaultyNode): { readonly asked: Promise<void>; release(): void } {
  const [asked, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  node.choose = async (method): Promise<Fault> => {
    if (method !== 'eth_getTransactionReceipt') return 'pass'
    asked.resolve()
    await released.promise
    return 'pass'
  }
  return { asked: asked.promise, release: released.resolve }
}
