/**
 * The one file that reads `process.env`: the environment variables beside the options `--rpc`, `--deployment`, `--keystore` and the
 * password's file, and those that every program heeds.
 */
export const environment = {
  rpc: process.env['DERKEY_RPC'],
  deployment: process.env['DERKEY_DEPLOYMENT'],
  keystore: process.env['DERKEY_KEYSTORE'],
  passwordFile: process.env['DERKEY_PASSWORD_FILE'],
  path: process.env['PATH'],
  /** https://no-color.org */
  noColor: (process.env['NO_COLOR'] ?? '') !== '',
} as const
