import { Command } from '@commander-js/extra-typings'
import { writeCertificate } from '../../src/ca/certificate-file.ts'
import { issueServerCertificate } from '../../src/ca/issue-server-certificate.ts'
import { openCa } from '../../src/ca/open-ca.ts'
import { readServerCsr } from '../../src/ca/read-csr.ts'
import { readRequestFile } from '../../src/ca/request-files.ts'
import { createOutput } from '../output.ts'
import { passwordFrom } from '../password.ts'

const collect = (value: string, earlier: string[]) => [...earlier, value]

export const caIssueServer = new Command('issue-server')
  .description('issues the certificate of a DER Server, such as the gateway; the registry is not asked')
  .requiredOption('--ca <dir>', 'folder of the CA')
  .requiredOption('--csr <file>', 'the request, PEM or DER; its key counts, nothing else')
  .requiredOption('--out <file>', 'certificate: .der alone, .p7b with the chain, otherwise PEM with the chain')
  .option('--dns <name>', 'DNS name of the server, may be repeated', collect, [] as string[])
  .option('--ip <address>', 'IP address of the server, may be repeated', collect, [] as string[])
  .option('--password-file <file>', 'password of the keys or PIN of the token, in the first line (DERKEY_PASSWORD_FILE)')
  .action(async (options, command) => {
    const output = createOutput((command.optsWithGlobals() as { json?: boolean }).json === true)
    const request = readServerCsr(readRequestFile(options.csr))
    const ca = await openCa(options.ca, passwordFrom(options.passwordFile))
    try {
      const { serial, key_id, lfdi, certificate } = await issueServerCertificate(
        ca,
        request,
        { dns: options.dns, ip: options.ip },
        Date.now() / 1000,
      )
      writeCertificate(options.out, certificate, ca.chain)
      output.answer(
        { state: 'issued', file: options.csr, out: [options.out], key_id, serial, lfdi },
        `${options.out}  serial ${serial}  LFDI ${lfdi}`,
      )
    } finally {
      ca.close()
    }
  })
