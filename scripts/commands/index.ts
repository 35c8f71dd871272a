import type { CommandUnknownOpts } from '@commander-js/extra-typings'

/** Every command of `derkey`, in the order of `--help`. Each is loaded when it is wanted, so that a short command starts quickly. */
const loaders: Readonly<Record<string, () => Promise<CommandUnknownOpts>>> = {
  demo: async () => (await import('./demo.ts')).demo,
  chain: async () => (await import('./chain.ts')).chain,
  network: async () => (await import('./network.ts')).network,
  keystore: async () => (await import('./keystore.ts')).keystore,
  deploy: async () => (await import('./deploy.ts')).deploy,
  doctor: async () => (await import('./doctor.ts')).doctor,
  board: async () => (await import('./board.ts')).board,
  motion: async () => (await import('./motion.ts')).motion,
  node: async () => (await import('./node.ts')).node,
  document: async () => (await import('./document.ts')).document,
  entity: async () => (await import('./entity.ts')).entity,
  process: async () => (await import('./process.ts')).process,
  assessment: async () => (await import('./assessment.ts')).assessment,
  sample: async () => (await import('./sample.ts')).sample,
  key: async () => (await import('./key.ts')).key,
  lot: async () => (await import('./lot.ts')).lot,
  offer: async () => (await import('./offer.ts')).offer,
  decide: async () => (await import('./decide.ts')).decide,
  policy: async () => (await import('./policy.ts')).policy,
  keygen: async () => (await import('./keygen.ts')).keygen,
  index: async () => (await import('./index-group.ts')).index,
  ca: async () => (await import('./ca.ts')).ca,
  oracle: async () => (await import('./oracle.ts')).oracle,
  gateway: async () => (await import('./gateway.ts')).gateway,
}

/** The command that the arguments name; all of them where they name none, for the help and for what is misspelled. */
export function loadCommands(args: readonly string[]): Promise<CommandUnknownOpts[]> {
  const name = args.find((arg) => !arg.startsWith('-') && arg !== 'help')
  const wanted = name !== undefined && Object.hasOwn(loaders, name) ? loaders[name] : undefined
  return Promise.all((wanted === undefined ? Object.values(loaders) : [wanted]).map((load) => load()))
}
