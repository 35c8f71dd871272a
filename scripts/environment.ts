/**
 * The one file that reads `process.env`: the environment variables beside the options `--rpc`, `--deployment` and those of who signs, and those
 * that every program heeds.
 */
export const environment = {
  rpc: process.env['DERKEY_RPC'],
  deployment: process.env['DERKEY_DEPLOYMENT'],
  keystore: process.env['DERKEY_KEYSTORE'],
  passwordFile: process.env['DERKEY_PASSWORD_FILE'],
  signerUrl: process.env['DERKEY_SIGNER_URL'],
  account: process.env['DERKEY_ACCOUNT'],
  pkcs11Module: process.env['DERKEY_PKCS11_MODULE'],
  pkcs11Token: process.env['DERKEY_PKCS11_TOKEN'],
  pkcs11Key: process.env['DERKEY_PKCS11_KEY'],
  journal: process.env['DERKEY_JOURNAL'],
  path: process.env['PATH'],
  /** Besu's executable, for `npm run test:network`; and what its launcher looks for. */
  besu: process.env['BESU'],
  javaHome: process.env['JAVA_HOME'],
  /** https://no-color.org */
  noColor: (process.env['NO_COLOR'] ?? '') !== '',
} as const
