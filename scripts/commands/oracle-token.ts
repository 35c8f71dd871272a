import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings'
import { writeSecretFile } from '../../src/chain/secret-file.ts'
import { entityIdField } from '../../src/domain/fields.ts'
import { parseInput } from '../../src/domain/parse-input.ts'
import { Problem } from '../../src/domain/problem.ts'
import { openStore, type Store } from '../../src/oracle/store/open-store.ts'
import { createToken, listTokens, revokeToken } from '../../src/oracle/store/tokens.ts'
import { openOracleCommand } from './open-oracle-command.ts'

const unitSeconds = { m: 60, h: 3600, d: 86_400 } as const

function lifetime(text: string): number {
  const [, count, unit] = /^([1-9][0-9]{0,4})([mhd])$/.exec(text) ?? []
  if (count === undefined) throw new InvalidArgumentError('Write it as 30m, 12h or 90d.')
  return Number(count) * unitSeconds[unit as keyof typeof unitSeconds]
}

const create = new Command('create')
  .description('makes a token; it is shown once and kept as a hash')
  .option('--entity <id>', 'the entity that the token stands for')
  .option('--staff <account>', 'the staff account that the token stands for')
  .option('--signer <name>', 'signer of the configuration that signs its writes; without it: reads and client-signed transactions')
  .addOption(new Option('--expires-in <time>', 'such as 12h or 90d').argParser(lifetime).default(90 * unitSeconds.d, '90d'))
  .option('--out <file>', 'write the token to this new file, mode 0600, instead of standard output')
  .action((options, command) => {
    const { output, configuration } = openOracleCommand(command)
    const { entity, staff, signer, out } = options
    if ((entity === undefined) === (staff === undefined)) {
      throw new Problem('invalid_input', { field: 'entity', detail: 'give either --entity or --staff' })
    }
    if (signer !== undefined && !Object.hasOwn(configuration.signers, signer)) {
      const there = Object.keys(configuration.signers).join(', ') || 'none'
      throw new Problem('invalid_input', { field: 'signer', detail: `the configuration has no signer ${signer}; there: ${there}` })
    }
    const wanted = {
      kind: entity === undefined ? ('staff' as const) : ('entity' as const),
      subject: parseInput(entityIdField, entity ?? staff),
      signer: signer ?? null,
      lifetimeSeconds: options.expiresIn,
    }
    withStore(configuration.data, (store) => {
      const { token, record } = createToken(store, wanted)
      if (out === undefined) {
        output.answer({ ...record, token }, token)
        output.note(`token ${record.token_id} of ${record.subject} until ${record.expires_at}; it is not shown again`)
        return
      }
      try {
        writeSecretFile(out, `${token}\n`, 'out')
      } catch (error) {
        // a token that nobody has seen must not stand in the list as one in use
        revokeToken(store, record.token_id)
        throw error
      }
      output.answer({ ...record, file: out }, `token ${record.token_id} of ${record.subject} until ${record.expires_at} in ${out}`)
    })
  })

const list = new Command('list').description('all tokens ever made, without the tokens themselves').action((_options, command) => {
  const { output, configuration } = openOracleCommand(command)
  withStore(configuration.data, (store) =>
    output.list(listTokens(store), ['token_id', 'kind', 'subject', 'signer', 'created_at', 'expires_at', 'revoked_at']),
  )
})

const revoke = new Command('revoke')
  .description('ends a token at once, also for an oracle that runs')
  .argument('<token-id>', 'as `list` shows it')
  .action((tokenId, _options, command) => {
    const { output, configuration } = openOracleCommand(command)
    withStore(configuration.data, (store) => {
      const record = revokeToken(store, tokenId)
      output.answer(record, `token ${record.token_id} was revoked at ${record.revoked_at}`)
    })
  })

function withStore(folder: string, work: (store: Store) => void): void {
  const store = openStore(folder)
  try {
    work(store)
  } finally {
    store.close()
  }
}

/** `derkey oracle token` */
export const oracleToken = new Command('token')
  .description('bearer tokens of the oracle whose --config is given')
  .addCommand(create)
  .addCommand(list)
  .addCommand(revoke)
