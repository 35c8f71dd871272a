import type { LogDescription, Result } from 'ethers'
import type { ValidatorSet } from '../../../types/index.ts'

/** A node as events alone tell of it. */
type Told = { account: string; state: bigint; since: bigint; rotatedAt: bigint; entry: unknown[] }

/** Places of an entry's parts: key, operator's account, endpoint, facts. */
const parts = { x: 0, y: 1, operatorAccount: 2, ip: 3, port: 4, facts: 5 } as const

/** Nodes and breach, rebuilt from nothing but the events since the contract was made. */
export async function rebuild(validators: ValidatorSet): Promise<{ nodes: Told[]; breach: bigint[] }> {
  let active: string[] = []
  const standby = new Set<string>()
  const known = new Map<string, Told>()
  let breach = [0n, 0n]

  for (const log of await validators.queryFilter('*' as never, 0)) {
    const event = validators.interface.parseLog(log) as LogDescription
    const { args } = event
    const time = BigInt((await log.getBlock()).timestamp)
    if (event.name === 'NodeVetted') {
      known.set(args['account'], { account: args['account'], state: 1n, since: time, rotatedAt: 0n, entry: args['entry'].toArray(true) })
      standby.add(args['account'])
    } else if (event.name === 'NodeDismissed') {
      known.delete(args['account'])
      standby.delete(args['account'])
    } else if (event.name === 'ValidatorsChanged') {
      for (const account of args['leaving']) known.delete(account)
      for (const account of args['joining']) {
        Object.assign(known.get(account)!, { state: 2n, since: time })
        standby.delete(account)
      }
      active = [...args['validators']]
    } else if (event.name === 'NodeKeyRotated') {
      const { previous, account, publicKeyX, publicKeyY } = args as unknown as Record<string, string>
      const node = known.get(previous!)!
      known.delete(previous!)
      known.set(account!, { ...node, account: account!, rotatedAt: time, entry: [publicKeyX, publicKeyY, ...node.entry.slice(2)] })
      active = active.map((each) => (each === previous ? account! : each))
      if (standby.delete(previous!)) standby.add(account!)
    } else if (event.name === 'NodeFactsRecorded') {
      known.get(args['account'])!.entry[parts.facts] = args['facts'].toArray(true)
    } else if (event.name === 'NodeEndpointSet') {
      Object.assign(known.get(args['account'])!.entry, { [parts.ip]: args['ip'], [parts.port]: args['port'] })
    } else if (event.name === 'NodeOperatorAccountSet') {
      known.get(args['account'])!.entry[parts.operatorAccount] = args['operatorAccount']
    } else if (event.name === 'BreachBegun') {
      breach = [args['since'], args['until']]
    } else if (event.name === 'BreachEnded') {
      breach = [0n, 0n]
    }
  }
  return { nodes: [...active, ...[...standby].sort()].map((account) => known.get(account)!), breach }
}

/** The same, as the contract's views have it; who is on standby in the order of their accounts. */
export async function asked(validators: ValidatorSet): Promise<{ nodes: Told[]; breach: bigint[] }> {
  const nodes = (await validators.nodes()).map((node) => {
    const [account, state, since, rotatedAt, entry] = (node as unknown as Result).toArray(true) as [
      string,
      bigint,
      bigint,
      bigint,
      unknown[],
    ]
    return { account, state, since, rotatedAt, entry }
  })
  const standby = nodes.filter(({ state }) => state === 1n).sort((a, b) => (a.account < b.account ? -1 : 1))
  return { nodes: [...nodes.filter(({ state }) => state === 2n), ...standby], breach: [...(await validators.breach())] }
}
