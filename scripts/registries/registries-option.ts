import { Option } from '@commander-js/extra-typings'

/** In place of `--rpc`, `--deployment` and `--policy`. */
export const registriesOption = new Option(
  '--registries <file>',
  'several registries, each with its policy, in their order (registries.schema.json); in place of --rpc, --deployment and --policy',
)
export const policyOption = new Option('--policy <file-or-name>', 'policy file, or the name of a ready-made one')
