import { z } from 'zod'

const file = z.string().min(1)
const url = z.url({ protocol: /^https?$/ })

const places = {
  rpc: url.optional().describe('Asks the chain itself: JSON-RPC of a node that the operator trusts. With `deployment`'),
  index: file.optional().describe('Asks an index: the file that `derkey index follow` or an oracle keeps. With `deployment`'),
  oracle: url
    .optional()
    .describe('Asks an oracle: its URL; over http, whoever is on the way sees the token and can answer. With `token_file`'),
  deployment: file
    .optional()
    .describe(
      'deployments/NAME.json of the chain. Beside `oracle` it says which registry is meant; without it the oracle has to be there at the start',
    ),
  token_file: file.optional().describe('Bearer token of the oracle, mode 0600'),
  ca: file.optional().describe('PEM: who must have issued the certificate of the oracle, in place of the CAs of the system'),
  max_index_age_seconds: z
    .number()
    .int()
    .min(1)
    .max(86_400)
    .optional()
    .describe('An index that was not seen at the head of the chain for so long says nothing any more; 60 without it'),
}

/** What stands beside each way to a registry, and what can. */
const ways = {
  rpc: { needs: ['deployment'], takes: [] },
  index: { needs: ['deployment'], takes: ['max_index_age_seconds'] },
  oracle: { needs: ['token_file'], takes: ['deployment', 'ca'] },
} as const
type Way = keyof typeof ways
type Place = keyof typeof places
type Given = Partial<Record<Place, unknown>>

/** Where a configuration finds a registry, by one of three ways. `more`: what the configuration says of it besides. Paths are as they stand in the file. */
export function registryPlace<S extends z.core.$ZodLooseShape>(more: S) {
  return z
    .strictObject({ ...places, ...more })
    .superRefine(oneWay, { when: () => true })
    .meta({ oneOf: Object.entries(ways).map(([way, { needs }]) => ({ required: [way, ...needs] })) })
}

/** A registry to be opened. Paths are absolute. */
export type RegistryPlace =
  | { readonly way: 'rpc'; readonly rpc: string; readonly deployment: string }
  | { readonly way: 'index'; readonly index: string; readonly deployment: string; readonly max_index_age_seconds: number }
  | {
      readonly way: 'oracle'
      readonly oracle: string
      readonly token_file: string
      readonly ca: string | undefined
      readonly deployment: string | undefined
    }

const defaultMaxAge = 60

/** The place that a checked configuration gives. @param at makes a path absolute */
export function toRegistryPlace(given: z.output<ReturnType<typeof registryPlace<object>>>, at: (path: string) => string): RegistryPlace {
  const { rpc, index, oracle = '', deployment = '', token_file = '', ca, max_index_age_seconds = defaultMaxAge } = given
  if (rpc !== undefined) return { way: 'rpc', rpc, deployment: at(deployment) }
  if (index !== undefined) return { way: 'index', index: at(index), deployment: at(deployment), max_index_age_seconds }
  const optional = (path: string | undefined) => (path === undefined || path === '' ? undefined : at(path))
  return { way: 'oracle', oracle, token_file: at(token_file), ca: optional(ca), deployment: optional(deployment) }
}

function oneWay(given: Given, context: z.core.$RefinementCtx): void {
  if (typeof given !== 'object' || given === null) return
  const fault = (path: Place, message: string) => context.addIssue({ code: 'custom', path: [path], message, input: given[path] ?? null })
  const there = (name: Place) => given[name] !== undefined
  const named = (Object.keys(ways) as Way[]).filter(there)
  const [way, second] = named
  if (way === undefined) return fault('rpc', 'is missing, like index and oracle: one of them says how the registry is asked')
  if (second !== undefined) return fault(second, `stands beside ${way}: a registry is asked in one way`)
  const { needs, takes }: { needs: readonly Place[]; takes: readonly Place[] } = ways[way]
  for (const name of needs) if (!there(name)) fault(name, `is missing beside ${way}`)
  for (const name of Object.keys(places) as Place[]) {
    if (there(name) && name !== way && ![...needs, ...takes].includes(name)) fault(name, `has no meaning beside ${way}`)
  }
}
